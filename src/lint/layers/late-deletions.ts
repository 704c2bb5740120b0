import { type Scope, scopeBefore } from '../../dockerfile/scope';
import { rememberedFor } from '../../shared/remembered';
import type { Span } from '../../shared/span';
import type { FlowCommand, FlowStep, RunStep, StageFlow } from '../flow/flow';
import { isTakenBy } from '../flow/image-path';
import { installedBy, removedBy } from '../flow/package-names';
import type { LintFile } from '../rule';
import { commandWrites } from './command-writes';
import { earlierWrites, type LayerWrite } from './layer-writes';
import { type Removal, removalsOf } from './removals';

/** A command that deletes what an earlier layer holds: the layer keeps it, the image only hides it. */
export interface LateDeletion {
  readonly run: RunStep;
  readonly command: FlowCommand;
  /** The words to underline: from the program to what it deletes. */
  readonly span: Span;
  /** As written: `/tmp/src`, `gcc`. */
  readonly what: string;
  /** Undefined: packages. */
  readonly removal: Removal | undefined;
  /** What of earlier steps `removal` deletes, the last first. */
  readonly writes: readonly LayerWrite[];
  /** The steps that made it, the last first. */
  readonly makers: readonly FlowStep[];
  /** The command deletes other things of earlier layers, too. */
  readonly others: readonly LayerWrite[];
}

/** Deletions of the RUN that come too late for a layer of its chain. */
export function lateDeletions(file: LintFile, flow: StageFlow, run: RunStep): readonly LateDeletion[] {
  const ofFlow = deletionsIn(file, flow);
  const deletions = ofFlow.get(run) ?? findDeletions(file, flow, run);
  ofFlow.set(run, deletions);
  return deletions;
}

const deletionsIn = rememberedFor((_, _flow: StageFlow) => new Map<RunStep, readonly LateDeletion[]>());

function findDeletions(file: LintFile, { steps }: StageFlow, run: RunStep): readonly LateDeletion[] {
  const scope = scopeBefore(file.dockerfile, run.instruction);
  return run.commands.flatMap((command): readonly LateDeletion[] => {
    if (command.command.conditional || command.command.place === 'substitution') return none;
    const packages = latePackages(steps, run, command);
    if (packages) return [packages];
    const removals = removalsOf(command, scope);
    if (removals.length === 0) return none;
    const found = removals.flatMap((removal) => {
      if (removal.kind === 'move') return [];
      const writes = earlierWrites(file, steps, run, removal.path);
      return writes.length > 0 && !madeHere(run, command, removal, scope) ? [{ removal, writes }] : [];
    });
    const [first] = found;
    if (!first) return [];
    const { removal, writes } = first;
    return [
      {
        run,
        command,
        span: {
          start: command.call.programWord.span.start,
          end: Math.max(...found.map((late) => late.removal.word.span.end)),
        },
        what: removal.kind === 'clean' ? command.call.programWord.value : removal.word.value,
        removal,
        writes,
        makers: [...new Set(writes.map(({ step }) => step))],
        others: found.slice(1).flatMap((other) => other.writes),
      },
    ];
  });
}

const none: readonly LateDeletion[] = [];

/** The RUN fills the path itself before it deletes it: cleaning up after itself is what it should do. */
function madeHere(run: RunStep, command: FlowCommand, { kind, path }: Removal, scope: Scope): boolean {
  const before = run.commands.slice(0, run.commands.indexOf(command));
  const program = command.call.programWord.value;
  if (kind === 'clean' && before.some(({ call }) => call.programWord.value === program)) return true;
  return before.some(
    (other) => !other.command.conditional && commandWrites(other, scope).some((write) => isTakenBy(path, write.path)),
  );
}

function latePackages(steps: readonly FlowStep[], run: RunStep, command: FlowCommand): LateDeletion | undefined {
  const removed = removedBy(command);
  if (!removed) return undefined;
  const here = new Set(
    run.commands.slice(0, run.commands.indexOf(command)).flatMap((other) => installedBy(other, removed.manager)),
  );
  const wanted = removed.words.filter(({ name }) => !here.has(name));
  const makers = steps.slice(0, steps.indexOf(run)).filter((step): step is RunStep => {
    if (step.kind !== 'run') return false;
    const installed = new Set(step.commands.flatMap((other) => installedBy(other, removed.manager)));
    return wanted.some(({ name }) => installed.has(name));
  });
  const [first] = wanted.filter(({ name }) =>
    makers.some((step) => step.commands.some((other) => installedBy(other, removed.manager).includes(name))),
  );
  if (!first) return undefined;
  return {
    run,
    command,
    span: { start: command.call.programWord.span.start, end: first.word.span.end },
    what: first.name,
    removal: undefined,
    writes: [],
    makers: makers.toReversed(),
    others: [],
  };
}
