import type { RunInstruction } from '../../dockerfile/model';
import { chain, type Scope, scopeBefore } from '../../dockerfile/scope';
import { resolvePath } from '../../shared/posix-path';
import type { Span } from '../../shared/span';
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
  /** How many of them there are. */
  readonly count: number;
  readonly edits: readonly SpanEdit[];
}

/**
 * Undefined where a `cd` goes to a place that is not known before the build, depends on another command, or where the
 * parts would not do the same in shells and layers of their own. Where that is so for the others only, the `cd` that the
 * RUN begins with is taken by itself: what follows starts where it did.
 */
export function cutAtChanges(
  file: LintFile,
  run: RunInstruction,
  changes: readonly NamedCommand[],
): CutRun | undefined {
  if (run.heredocs.length > 0 || run.command.form !== 'shell' || returns(file, run)) return undefined;
  return cutAt(file, run, changes) ?? (changes.length > 1 ? cutAt(file, run, changes.slice(0, 1)) : undefined);
}

/**
 * The first thing the RUN does, less `set` and the `mkdir` of that directory, is this `cd`, to a place that WORKDIR can
 * name and that is still there at the end.
 */
export function leadsRun(file: LintFile, run: RunInstruction, change: NamedCommand): boolean {
  const { steps } = file.shell(run);
  const { step: at } = change.command;
  const [target, more] = change.args;
  if (!isStep(steps[at], change) || !target || more || !nameable.test(unquoted(target.raw))) return false;
  const removed = commandsOf(file, run).some(
    ({ name, args }) => deleting.test(name) && args.some(({ value }) => value === target.value),
  );
  return !removed && steps.slice(0, at).every((before) => isLead(before, steps[at]));
}

function cutAt(file: LintFile, run: RunInstruction, changes: readonly NamedCommand[]): CutRun | undefined {
  const { dockerfile } = file;
  const script = file.shell(run);
  const [lead] = changes;
  const onlyFirst = changes.length === 1 && lead !== undefined && leadsRun(file, run, lead);
  if (!onlyFirst && !canBeCut(file, run, script)) return undefined;
  const scope = scopeBefore(dockerfile, run);
  const parts: Part[] = [];
  let directory = workdirBefore(file, run);
  let from = 0;
  for (const change of changes) {
    const { command, args } = change;
    const [target, more] = args;
    directory =
      isStep(script.steps[command.step], change) && target && !more ? goTo(directory, target.raw, scope) : undefined;
    const part = directory === undefined ? undefined : partAt(file, run, script, { from, at: command.step, directory });
    if (!part) return undefined;
    parts.push(part);
    from = command.step + 1;
  }
  const [first, last] = [parts[0], parts.at(-1)];
  return (
    first &&
    last && {
      first: first.directory,
      last: last.directory,
      count: parts.length,
      edits: parts.flatMap(({ edits }) => edits),
    }
  );
}

/** The `cd` is a step of the script, and all of it. */
function isStep(step: ShellStep | undefined, { command, nameWord }: NamedCommand): boolean {
  return step?.kind === 'command' && step.span.start === nameWord.span.start && command.place === 'top';
}

function isLead({ commands }: ShellStep, change: ShellStep | undefined): boolean {
  return commands.length > 0 && commands.every((one) => prepares(one, change));
}

interface Part {
  readonly directory: string;
  readonly edits: readonly SpanEdit[];
}

/** One `cd`, at step `at`, with the steps since the one before, which began behind step `from`. */
function partAt(
  file: LintFile,
  run: RunInstruction,
  { steps }: ShellScript,
  { from, at, directory }: { readonly from: number; readonly at: number; readonly directory: string },
): Part | undefined {
  const { dockerfile } = file;
  const [step, next] = [steps[at], steps[at + 1]];
  const before = steps.slice(from, at);
  const leads = from === 0 && before.every((one) => isLead(one, step));
  if (!step || !next || (before.length === 0 && !leads)) return undefined;
  if (next.operator !== '&&' && !(leads && next.operator === ';')) return undefined;
  const gap = `${dockerfile.eol}${indentOf(dockerfile, run)}`;
  // The WORKDIR that is in force says it already.
  const said = from === 0 && directory === workdirBefore(file, run);
  const line = said ? '' : `${keywordLike(run, 'WORKDIR')} ${directory}${gap}`;
  const made = before.findIndex(({ commands }) => commands.some(({ name }) => name.value === 'mkdir'));
  if (leads && made >= 0 && made < before.length - 1) return undefined;
  const start = leads ? (before[made] ?? step).span.start : (before.at(-1) ?? step).span.end;
  const end = next.span.start;
  const commented = dockerfile.comments.some(({ span }) => span.start >= start && span.end <= end);
  if (commented && (!leads || made >= 0)) return undefined;
  if (!leads)
    return { directory, edits: [{ span: { start, end }, newText: `${gap}${line}${keywordLike(run, 'RUN')} ` }] };
  const above = { start: run.span.start, end: run.span.start };
  const removed = commented ? [step.span, next.operatorSpan ?? step.span] : [{ start, end }];
  return {
    directory,
    edits: [
      ...(said ? [] : [{ span: above, newText: line }]),
      ...removed.map((span) => ({ span: commented ? withBlanks(dockerfile.text, span) : span, newText: '' })),
    ],
  };
}

/** With the blanks behind it, where the line goes on. */
function withBlanks(text: string, { start, end }: Span): Span {
  while (text[end] === ' ' || text[end] === '\t') end++;
  return { start, end };
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

/** A directory as WORKDIR may be given it. */
const nameable = /^(?!-)(?:[\w./@+-]|\$\w+|\$\{\w+\})+$/;

function unquoted(raw: string): string {
  return /^"[^"\\`]*"$/.test(raw) ? raw.slice(1, -1) : raw;
}

/** Where a `cd` goes, as WORKDIR understands it; undefined where only the shell knows. */
function goTo(from: string | undefined, written: string, { variables }: Scope): string | undefined {
  const raw = unquoted(written);
  if (!nameable.test(raw)) return undefined;
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
