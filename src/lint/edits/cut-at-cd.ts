import type { RunInstruction } from '../../dockerfile/model';
import { chain, type Scope, scopeBefore } from '../../dockerfile/scope';
import { resolvePath } from '../../shared/posix-path';
import type { ShellCommand, ShellScript, ShellStep } from '../../shell/script';
import { commandsOf, type NamedCommand } from '../hadolint/commands';
import { startingDirectory } from '../hadolint/known-bases';
import type { LintFile, SpanEdit } from '../rule';
import { indentOf, keywordLike } from './block';

/** A RUN with a WORKDIR in the place of every `cd`. */
export interface CutRun {
  /** Where the first `cd` goes. */
  readonly first: string;
  /** Where the last one goes. */
  readonly last: string;
  readonly edits: readonly SpanEdit[];
}

/**
 * Undefined where a `cd` goes to a place that is not known before the build, depends on another command, or where the
 * parts would not do the same in shells and layers of their own.
 */
export function cutAtChanges(
  file: LintFile,
  run: RunInstruction,
  changes: readonly NamedCommand[],
): CutRun | undefined {
  const { dockerfile } = file;
  const script = file.shell(run);
  if (run.heredocs.length > 0 || run.command.form !== 'shell' || returns(file, run)) return undefined;
  const onlyFirst = changes.length === 1 && changes[0]?.command.step === 0;
  if (!onlyFirst && !canBeCut(file, run, script)) return undefined;
  const scope = scopeBefore(dockerfile, run);
  const parts: Part[] = [];
  let directory = workdirBefore(file, run);
  let from = 0;
  for (const { command, args, nameWord } of changes) {
    const step = script.steps[command.step];
    const [target, more] = args;
    const isStep = step?.kind === 'command' && step.span.start === nameWord.span.start && command.place === 'top';
    directory = isStep && target && !more ? goTo(directory, target.raw, scope) : undefined;
    const part = directory === undefined ? undefined : partAt(file, run, script, { from, at: command.step, directory });
    if (!part) return undefined;
    parts.push(part);
    from = command.step + 1;
  }
  const [first, last] = [parts[0], parts.at(-1)];
  return first && last && { first: first.directory, last: last.directory, edits: parts.flatMap(({ edits }) => edits) };
}

interface Part {
  readonly directory: string;
  readonly edits: readonly SpanEdit[];
}

/** One `cd`, at step `at`, with the steps since the one before, which began behind step `from`. */
function partAt(
  { dockerfile }: LintFile,
  run: RunInstruction,
  { steps }: ShellScript,
  { from, at, directory }: { readonly from: number; readonly at: number; readonly directory: string },
): Part | undefined {
  const [step, next] = [steps[at], steps[at + 1]];
  const before = steps.slice(from, at);
  const isLead = from === 0 && before.every(({ commands }) => commands.every((one) => prepares(one, step)));
  if (!step || next?.operator !== '&&' || (before.length === 0 && !isLead)) return undefined;
  const gap = `${dockerfile.eol}${indentOf(dockerfile, run)}`;
  const line = `${keywordLike(run, 'WORKDIR')} ${directory}${gap}`;
  const made = before.findIndex(({ commands }) => commands.some(({ name }) => name.value === 'mkdir'));
  const start = isLead ? (before[made] ?? step).span.start : (before.at(-1) ?? step).span.end;
  const end = next.span.start;
  if (dockerfile.comments.some(({ span }) => span.start >= start && span.end <= end)) return undefined;
  if (!isLead)
    return { directory, edits: [{ span: { start, end }, newText: `${gap}${line}${keywordLike(run, 'RUN')} ` }] };
  const above = { start: run.span.start, end: run.span.start };
  return {
    directory,
    edits: [
      { span: above, newText: line },
      { span: { start, end }, newText: '' },
    ],
  };
}

/** It does nothing by itself: `set -e`, or the directory that WORKDIR makes anyway. */
function prepares({ name, args }: ShellCommand, change: ShellStep | undefined): boolean {
  if (name.value === 'set') return true;
  const [flag, path = flag, more] = args.map(({ raw }) => raw.replace(/(?<=.)\/$/, ''));
  const [target] = change?.commands[0]?.args ?? [];
  const isFlag = flag === path || flag === '-p';
  return name.value === 'mkdir' && isFlag && more === undefined && path === target?.raw.replace(/(?<=.)\/$/, '');
}

/** Each part can have a shell and a layer of its own: one chain without state, and nothing made here is deleted here. */
function canBeCut(file: LintFile, run: RunInstruction, { steps }: ShellScript): boolean {
  if (run.flags.length > 0 || !steps.every(({ operator }, at) => at === 0 || operator === '&&')) return false;
  // A step without a command of its own only sets variables.
  const sets = ({ kind, commands }: ShellStep) =>
    kind === 'compound' || commands.every(({ place }) => place === 'substitution');
  if (steps.some(sets)) return false;
  return commandsOf(file, run).every(({ name, args }) => {
    if (name === 'set') return args.every(({ value }) => /^-[ex]+$/.test(value));
    // A clone and what is checked out of it belong to one layer.
    if (name === 'git' && args.some(({ value }) => /^(?:checkout|switch|reset)$/.test(value))) return false;
    return !stateful.test(name) && !deleting.test(name) && !args.some(({ value }) => cleaning.test(value));
  });
}

const stateful =
  /^(?:export|source|\.|eval|alias|umask|ulimit|declare|local|readonly|shopt|trap|exec|exit|unset|read|mktemp)$/;
const deleting = /^(?:rm|unlink|rmdir|shred|apk|apt|apt-get|yum|dnf|microdnf|tdnf|zypper|pacman)$/;
const cleaning = /^(?:clean|purge|remove|autoremove|del|prune|-delete|uninstall)$/;

/** A later command may go back to where the shell was. */
function returns(file: LintFile, run: RunInstruction): boolean {
  return commandsOf(file, run).some(
    ({ name, args }) => /^(?:pushd|popd)$/.test(name) || args.some(({ value }) => /OLDPWD/.test(value)),
  );
}

/** Where a `cd` goes, as WORKDIR understands it; undefined where only the shell knows. */
function goTo(from: string | undefined, written: string, { variables }: Scope): string | undefined {
  const raw = /^"[^"\\`]*"$/.test(written) ? written.slice(1, -1) : written;
  if (!/^(?:[\w./@+-]|\$\w+|\$\{\w+\})+$/.test(raw) || raw.startsWith('-')) return undefined;
  const names = [...raw.matchAll(/\$\{?(\w+)/g)].map(([, name = '']) => name);
  if (!names.every((name) => variables.get(name)?.unset === false)) return undefined;
  if (raw.startsWith('/')) return raw;
  if (raw.startsWith('$')) return variables.get(names[0] ?? '')?.value?.startsWith('/') ? raw : undefined;
  if (from === undefined) return undefined;
  if (!raw.includes('..')) return `${from.replace(/\/$/, '')}/${raw.replace(/^(?:\.\/+)+|\/$/g, '')}`;
  return from.includes('$') || names.length > 0 ? undefined : resolvePath(from, raw);
}

/** Where the RUN starts; undefined: not known. */
export function workdirBefore(file: LintFile, run: RunInstruction): string | undefined {
  const { workdir } = scopeBefore(file.dockerfile, run);
  if (workdir !== undefined || !run.stage) return workdir;
  const isSet = chain(run.stage).some(({ kind, index }) => kind === 'WORKDIR' && index < run.index);
  return isSet ? undefined : startingDirectory(run.stage);
}
