import type { Instruction } from '../../dockerfile/model';
import type { Operation, PastBuild } from '../../engine/build-history';
import type { BuildCacheRecord } from '../../engine/disk-usage';
import { executed, layersIn, mayDescribe } from '../cache-snapshot';
import type { Digest } from '../digest';
import type { MatchedInstruction, MatchedSteps } from '../match-steps';
import type { PlannedStep } from '../plan';
import { agrees } from './agreement';

export interface EvidenceOptions {
  readonly build: PastBuild;
  /** What steps did, by their ids; undefined where nobody tells: then it is what the plan says. */
  readonly operations: ReadonlyMap<string, Operation> | undefined;
  readonly matched: MatchedSteps;
  /** Names of the build's steps by their ids. */
  readonly names: ReadonlyMap<string, string>;
  readonly cache: readonly BuildCacheRecord[];
  /** When it was last noticed that something was gone from the cache, in milliseconds since the epoch. */
  readonly pruned: number;
  readonly digest: Digest;
}

export interface Evidence {
  /** What the step made, as it is in the cache; undefined when it is not certain that the builder did this, and has it. */
  of(step: PlannedStep, seen: MatchedInstruction | undefined): BuildCacheRecord | undefined;
  /** Ids of what the build made in those steps, and in no other one. */
  madeBy(certain: ReadonlySet<PlannedStep>, all: readonly PlannedStep[]): readonly string[];
}

/** Compares the plan of a past build with what the builder says that it did, and with what it has. */
export function evidenceOf(options: EvidenceOptions): Evidence {
  const { build, operations, matched, names, cache, pruned, digest } = options;
  const { started, completed = started } = build;
  const layers = layersIn(cache);
  const madeThen = ({ created }: BuildCacheRecord) => created >= started - 1 && created <= completed + 1;
  const idsOf = ({ trigger, instruction, stage }: PlannedStep) =>
    matched.instructions.get(trigger === undefined ? instruction.index : stage.from.index)?.stepIds ?? [];
  const describes = ({ instruction }: PlannedStep, id: string, { description }: BuildCacheRecord) => {
    const operation = operations?.get(id);
    if (operation?.kind === 'run') return executed(description) === operation.words.join(' ');
    if (!operations && instruction.kind === 'RUN') return ends(executed(description), wordsOf(instruction));
    return textOf(description) === textOf(names.get(id) ?? '');
  };
  const isThat = (step: PlannedStep, id: string) => {
    const operation = operations?.get(id);
    return operations === undefined || (operation !== undefined && agrees(step, operation, digest));
  };
  return {
    of(step, seen) {
      if (step.trigger !== undefined || seen?.status !== 'done') return undefined;
      const id = seen.stepIds.find((one) => isThat(step, one));
      if (id === undefined) return undefined;
      const found = layers.filter((record) => describes(step, id, record));
      if (!seen.cached) return found.find(madeThen);
      // Of several with that text one may be gone, and be the one.
      return pruned > started ? undefined : found.find(({ created }) => created <= completed);
    },
    madeBy(certain, all) {
      const others = all.filter((step) => !certain.has(step));
      const isOf = (steps: Iterable<PlannedStep>, record: BuildCacheRecord) =>
        [...steps].some((step) => {
          const ids = idsOf(step);
          // It cannot be found in the build: nobody knows what it is called.
          if (ids.length === 0) return mayDescribe(record.description, step.instruction);
          return ids.some((id) => describes(step, id, record));
        });
      return layers
        .filter((record) => madeThen(record) && isOf(certain, record) && !isOf(others, record))
        .map(({ id }) => id);
    },
  };
}

function wordsOf({ command }: Extract<Instruction, { kind: 'RUN' }>): string {
  return command.form === 'exec' ? command.words.map(({ value }) => value).join(' ') : command.script.text;
}

function ends(text: string | undefined, words: string): boolean {
  return text !== undefined && (text === words || text.endsWith(` ${words}`));
}

/** Without its place among the steps of a stage. */
function textOf(name: string): string {
  return name.replace(/^\[[^\]]*\] /, '');
}
