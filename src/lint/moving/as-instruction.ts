import type { ShellCommand } from '../../shell/script';
import { indentOf, keywordLike } from '../edits/block';
import type { FlowCommand, RunStep } from '../flow/flow';
import { commandsByStep, partOf } from '../order/run-parts';
import type { LintFile, SpanEdit } from '../rule';

/** A command of a RUN that an instruction in front of the RUN can take the place of. */
export interface Liftable {
  /** Index of its step. */
  readonly at: number;
  /** Nothing runs in front of it: relative paths mean the same outside. */
  readonly first: boolean;
  /** The instruction, and the RUN without the command (and as many steps behind it as `steps` says, itself included). */
  edits(keyword: string, rest: string, steps?: number): readonly SpanEdit[];
}

/** It is a step of its own in a chain of `&&`, and what runs before it passes: by default, it only installs packages or makes directories. */
export function liftable(
  file: LintFile,
  run: RunStep,
  command: ShellCommand,
  passes: (entry: FlowCommand) => boolean = (entry) => partOf(entry) !== 'other',
): Liftable | undefined {
  const { instruction, script } = run;
  const at = command.step;
  const step = script.steps[at];
  if (!script.complete || instruction.command.form !== 'shell' || instruction.heredocs.length > 0) return undefined;
  if (step?.kind !== 'command' || step.commands.length !== 1 || step.commands[0] !== command) return undefined;
  const joined = script.steps.slice(1, at + 2).every(({ operator }) => operator === '&&');
  const harmless = commandsByStep(run)
    .slice(0, at)
    .every((commands, index) => {
      return script.steps[index]?.kind !== 'compound' && commands.length > 0 && commands.every(passes);
    });
  if (!joined || !harmless) return undefined;
  return {
    at,
    first: at === 0,
    edits: (keyword, rest, steps) => lift(file, run, at, { keyword, rest, steps: steps ?? 1 }),
  };
}

function lift(
  file: LintFile,
  { instruction, script }: RunStep,
  at: number,
  { keyword, rest, steps }: { readonly keyword: string; readonly rest: string; readonly steps: number },
): readonly SpanEdit[] {
  const { dockerfile } = file;
  const line = `${keywordLike(instruction, keyword)} ${rest}`;
  const own = script.steps[at]?.span ?? instruction.span;
  const before = script.steps[at - 1];
  const next = script.steps[at + steps];
  if (!before && !next) return [{ span: instruction.span, newText: line }];
  const { start } = instruction.span;
  const end = script.steps[at + steps - 1]?.span.end ?? own.end;
  return [
    { span: { start, end: start }, newText: `${line}${dockerfile.eol}${indentOf(dockerfile, instruction)}` },
    {
      span: before ? { start: before.span.end, end } : { start: own.start, end: next?.span.start ?? end },
      newText: '',
    },
  ];
}

/** Comments between the lines that would go with the command. */
export function hasCommentsInside(file: LintFile, edits: readonly SpanEdit[]): boolean {
  return file.dockerfile.comments.some(({ span }) =>
    edits.some((edit) => span.start >= edit.span.start && span.end <= edit.span.end),
  );
}
