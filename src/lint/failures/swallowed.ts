import type { RunInstruction } from '../../dockerfile/model';
import { scopeBefore } from '../../dockerfile/scope';
import type { Span } from '../../shared/span';
import type { ShellStep } from '../../shell/script';
import type { FlowCommand, RunStep } from '../flow/flow';
import { gitCall } from '../moving/git';
import { commandsByStep } from '../order/run-parts';
import type { LintFile } from '../rule';

/** A list of steps joined by `&&` and `||`: what one `;` or line break ends. */
export interface AndOrList {
  /** Indexes of its first and last step. */
  readonly first: number;
  readonly last: number;
}

export function listsOf(steps: readonly ShellStep[]): readonly AndOrList[] {
  const lists: { first: number; last: number }[] = [];
  for (const [at, { operator }] of steps.entries()) {
    const open = lists.at(-1);
    if (open && (operator === '&&' || operator === '||')) open.last = at;
    else lists.push({ first: at, last: at });
  }
  return lists;
}

const fetching = new Set(['install', 'prime', 'tools', 'system-install', 'system-update', 'system-upgrade']);

/** Downloads or installs something, so that its failure leaves the layer without it. */
export function fetches({ recognised, call }: FlowCommand): boolean {
  if (recognised) return fetching.has(recognised.role);
  if (call.program === 'curl' || call.program === 'wget' || call.program === 'aria2c') return !asks(call.args);
  return call.program === 'git' && gitCall(call)?.subcommand.value === 'clone';
}

function asks(words: readonly { readonly value: string }[]): boolean {
  return words.length === 0 || words.some(({ value }) => /^(?:--version|--help|-V|--spider|-I|--head)$/.test(value));
}

/** The words to underline: the program and what it does. */
export function fetchSpan({ recognised, call }: FlowCommand): Span {
  const word = call.programWord.span;
  if (recognised) return recognised.span;
  const clone = call.program === 'git' ? gitCall(call)?.subcommand.span : undefined;
  return { start: word.start, end: clone?.end ?? word.end };
}

/** Index of the first step that runs with `set -e` in force; 0 when the shell is started with it, `undefined` if never. */
export function stopsFrom(file: LintFile, run: RunInstruction, { script }: RunStep): number | undefined {
  const shell = scopeBefore(file.dockerfile, run).shell ?? [];
  if (shell.slice(1).some((word) => /^-[a-z]*e/.test(word) || word === 'errexit')) return 0;
  const heredoc = run.command.form === 'heredoc' ? run.command.script.text : '';
  if (/^#!.*\s-[a-z]*e/.test(heredoc)) return 0;
  const setting = script.commands.find(
    ({ name, args, place, scopes }) =>
      name.value === 'set' &&
      place === 'top' &&
      scopes.length === 0 &&
      args.some(({ value }) => /^-[a-zA-Z]*e/.test(value) || value === 'errexit'),
  );
  return setting?.step;
}

/** The list ends the script itself when it fails: `… || exit 1`, `|| { echo x; exit 1; }`. */
export function handlesFailure({ script }: RunStep, { first, last }: AndOrList): boolean {
  for (let at = first + 1; at <= last; at++) {
    const step = script.steps[at];
    if (step?.operator === '||' && step.commands.some(({ name }) => /^(?:exit|return|false)$/.test(name.value)))
      return true;
  }
  return false;
}

/** Does nothing and succeeds: `true`, `:`, `exit 0`. */
export function alwaysSucceeds(step: ShellStep | undefined): boolean {
  const [command, more] = step?.commands ?? [];
  if (!command || more || step?.kind !== 'command') return false;
  return (
    /^(?:true|:|\/bin\/true)$/.test(command.name.value) ||
    (command.name.value === 'exit' && command.args[0]?.value === '0')
  );
}

/** Commands of a list by step, those of `||` branches left out. */
export function fetchesIn(run: RunStep, list: AndOrList): readonly FlowCommand[] {
  return commandsByStep(run)
    .slice(list.first, list.last + 1)
    .flat()
    .filter((entry) => fetches(entry) && entry.command.place !== 'condition' && entry.command.place !== 'function');
}

/** The list shrugs its failure off itself: `… || true`. */
export function shrugsOff({ script }: RunStep, { first, last }: AndOrList): boolean {
  return script.steps.slice(first + 1, last + 1).some((step) => step.operator === '||' && alwaysSucceeds(step));
}

/** The command in a few words, for messages: `apt-get install`. */
export function shortName({ call, recognised }: FlowCommand): string {
  const word = recognised?.subcommand?.value;
  const program = call.program ?? call.programWord.value;
  return word !== undefined && word !== call.programWord.value ? `${program} ${word}` : program;
}
