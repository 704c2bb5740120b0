import type { BuildDefinition, PastBuild } from '../../engine/build-history';
import type { BuildCacheRecord } from '../../engine/disk-usage';
import { executed, layersIn } from '../cache-snapshot';
import type { Digest } from '../digest';
import type { MatchedInstruction, MatchedSteps } from '../match-steps';
import type { PlannedStep } from '../plan';
import { agrees } from './agreement';

export interface EvidenceOptions {
  readonly build: PastBuild;
  readonly definition: BuildDefinition;
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
  const { build, definition, matched, names, cache, pruned, digest } = options;
  const { started, completed = started } = build;
  const layers = layersIn(cache);
  const madeThen = ({ created }: BuildCacheRecord) => created >= started - 1 && created <= completed + 1;
  const idsOf = ({ trigger, instruction, stage }: PlannedStep) =>
    matched.instructions.get(trigger === undefined ? instruction.index : stage.from.index)?.stepIds ?? [];
  const describes = (id: string, { description }: BuildCacheRecord) => {
    const operation = definition.operations.get(id);
    if (operation?.kind === 'run') return executed(description) === operation.words.join(' ');
    return textOf(description) === textOf(names.get(id) ?? '');
  };
  return {
    of(step, seen) {
      if (step.trigger !== undefined || seen?.status !== 'done') return undefined;
      const id = seen.stepIds.find((one) => {
        const operation = definition.operations.get(one);
        return operation !== undefined && agrees(step, operation, digest);
      });
      if (id === undefined) return undefined;
      const found = layers.filter((record) => describes(id, record));
      if (!seen.cached) return found.find(madeThen);
      // Of several with that text one may be gone, and be the one.
      return pruned > started ? undefined : found.find(({ created }) => created <= completed);
    },
    madeBy(certain, all) {
      const ids = [...certain].flatMap(idsOf);
      const others = all.filter((step) => !certain.has(step)).map(idsOf);
      // Of a step that cannot be found in the build, anything may be.
      if (others.some((list) => list.length === 0)) return [];
      const isOf = (list: readonly string[], record: BuildCacheRecord) => list.some((id) => describes(id, record));
      return layers
        .filter((record) => madeThen(record) && isOf(ids, record) && !isOf(others.flat(), record))
        .map(({ id }) => id);
    },
  };
}

/** Without its place among the steps of a stage. */
function textOf(name: string): string {
  return name.replace(/^\[[^\]]*\] /, '');
}
