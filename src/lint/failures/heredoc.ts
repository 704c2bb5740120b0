import { contains } from '../../shared/span';
import type { FlowCommand, RunStep } from '../flow/flow';
import { commandsByStep } from '../order/run-parts';
import type { LintFile, RuleFinding } from '../rule';
import { fetchSpan, handlesFailure, listsOf, shortName, shrugsOff, stopsFrom } from './swallowed';

/** `RUN <<EOF` with several commands and nothing that stops at the first failure. */
export function forgottenInHeredoc(file: LintFile, run: RunStep): RuleFinding | undefined {
  const { script, instruction } = run;
  if (instruction.command.form !== 'heredoc' || stopsFrom(file, instruction, run) !== undefined) return undefined;
  const lists = listsOf(script.steps);
  const entries = commandsByStep(run);
  const lost = lists.slice(0, -1).find((list) => {
    if (handlesFailure(run, list) || shrugsOff(run, list)) return false;
    return entries.slice(list.first, list.last + 1).some((commands) => commands.some(mayFail));
  });
  const command =
    lost &&
    entries
      .slice(lost.first, lost.last + 1)
      .flat()
      .find(mayFail);
  if (!command) return undefined;
  const { heredoc } = instruction.command;
  const { text } = file.dockerfile;
  const body = heredoc.bodySpan.start;
  const shebang = text.startsWith('#!', body);
  const at = shebang ? text.indexOf('\n', body) + 1 : body;
  const indent = heredoc.stripTabs ? (/^\t*/.exec(text.slice(at))?.[0] ?? '') : '';
  return {
    span: heredoc.opener,
    instruction,
    message: forgets(command),
    related: [{ span: fetchSpan(command), message: 'This may fail unnoticed.' }],
    fixes: script.complete
      ? [
          {
            title: 'Stop at the first failure',
            safe: false,
            edits: [{ span: { start: at, end: at }, newText: `${indent}set -eux${file.dockerfile.eol}` }],
          },
        ]
      : [],
  };
}

/** The same for a shell that reads a here-document: `RUN bash <<EOF`. */
export function forgottenInInput(file: LintFile, run: RunStep): RuleFinding | undefined {
  const { script, instruction, commands } = run;
  const { text, eol } = file.dockerfile;
  const reader = commands.find(
    ({ command }) => command.script !== undefined && command.redirects.some(({ body }) => body),
  );
  const redirect = reader?.command.redirects.find(({ body }) => body);
  const body = redirect?.body;
  if (!reader || !redirect || !body || stopsFrom(file, instruction, run) !== undefined) return undefined;
  const content = text.slice(body.start, body.end);
  const own = reader.call.args.some(({ value }) => /^-[a-z]*e|^errexit$/.test(value));
  // Operators and blocks are not followed here: only plain lines are certain.
  if (own || /\bset\s+-\w*e|errexit|&&|\|\||[\\{}();]|\b(?:if|for|while|case)\b/.test(content)) return undefined;
  const inside = commands.filter(
    (entry) =>
      entry.command.nested &&
      contains(body, entry.command.span) &&
      mayFail(entry) &&
      entry.command.place !== 'pipeline',
  );
  const lost = inside.find(({ command }) => /\n\s*\S/.test(text.slice(command.span.end, body.end)));
  if (!lost) return undefined;
  return {
    span: redirect.span,
    instruction,
    message: forgets(lost),
    related: [{ span: fetchSpan(lost), message: 'This may fail unnoticed.' }],
    fixes:
      script.complete && !redirect.operator.endsWith('-')
        ? [
            {
              title: 'Stop at the first failure',
              safe: false,
              edits: [{ span: { start: body.start, end: body.start }, newText: `set -eux${eol}` }],
            },
          ]
        : [],
  };
}

function forgets(entry: FlowCommand): string {
  return `Without set -e only the last command of this script decides: when \`${shortName(entry)}\` fails, the rest runs all the same, and the broken layer is cached and served from then on.`;
}

const cannotFail =
  /^(?:echo|printf|true|:|set|export|trap|umask|shopt|alias|unset|sleep|exit|return|local|declare|readonly|test|\[|\[\[)$/;

function mayFail({ command }: FlowCommand): boolean {
  return !cannotFail.test(command.name.value) && command.place !== 'condition' && command.place !== 'function';
}
