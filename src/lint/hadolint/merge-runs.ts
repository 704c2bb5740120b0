import type { RunInstruction } from '../../dockerfile/model';
import type { Fix, LintFile } from '../rule';
import { commandsOf, isEditable } from './commands';

/** They change the shell for what follows, which is another shell as long as the RUNs are two. */
const stateful =
  /^(?:\.|alias|cd|declare|eval|exec|exit|export|local|popd|pushd|readonly|return|set|shift|shopt|source|trap|typeset|ulimit|umask|unset|wait)$/;

/**
 * One RUN of two that follow each other, joined by `&&`; comments between them stay where they are. Not safe: the files are
 * the same, but two cached steps become one, and whoever keeps a slow step apart from one that often changes has a reason.
 */
export function mergeRuns(file: LintFile, first: RunInstruction, second: RunInstruction): readonly Fix[] {
  if (!isJoinable(file, first) || !isJoinable(file, second)) return [];
  const { dockerfile } = file;
  const ending = file.shell(first).steps;
  const joined = file.shell(second).steps.every(({ operator }) => operator === undefined || operator === '&&');
  const stays = commandsOf(file, first).some(
    ({ name, command }) => stateful.test(name) && command.scopes.every(({ kind }) => kind !== 'subshell'),
  );
  // A step without a command sets variables.
  const silent = ending.some(({ commands }) => commands.length === 0);
  if (!joined || stays || silent || ending.some(({ operator }) => operator === '&')) return [];
  const { eol, text, lines } = dockerfile;
  const from = ending.at(-1)?.span.end ?? first.span.end;
  // A comment or a `;` or `&` behind the last command.
  if (text.slice(from, first.span.end).trim() !== '') return [];
  const lastLine = lines.positionAt(first.span.end).line;
  const nextLine = lines.positionAt(second.span.start).line;
  const kept = dockerfile.comments.filter(
    ({ line, inInstruction }) => line > lastLine && line < nextLine && !inInstruction,
  );
  const comments = kept.map(
    ({ line }) => `${text.slice(lines.lineStart(line), lines.lineStart(line + 1)).trimEnd()}${eol}`,
  );
  const newText = ` ${dockerfile.escape}${eol}${comments.join('')}    && `;
  return [
    {
      title: 'Join the two RUNs with &&',
      safe: false,
      edits: [{ span: { start: from, end: second.argumentSpan.start }, newText }],
    },
  ];
}

function isJoinable(file: LintFile, run: RunInstruction): boolean {
  return (
    isEditable(file, run) &&
    run.command.form === 'shell' &&
    run.heredocs.length === 0 &&
    file.shell(run).steps.length > 0
  );
}
