import type { Dockerfile, Instruction, Stage } from '../dockerfile/model';
import type { Base } from './bases';
import type { Builder } from './builder';

/** The stage a build stops at; undefined when there is none of that name. */
export function targetStage({ stages }: Dockerfile, target: string | undefined): Stage | undefined {
  if (target === undefined || target === '') return stages.at(-1);
  const named = stages.findLast(({ name }) => name === target.toLowerCase());
  return named ?? (/^\d+$/.test(target) ? stages[Number(target)] : undefined);
}

/** Stages that are built, in the file's order: the legacy builder takes all up to the target, others what the target needs. */
export function neededStages(
  file: Dockerfile,
  target: Stage,
  { builder, bases }: { readonly builder: Builder; readonly bases: ReadonlyMap<Stage, Base> },
): readonly Stage[] {
  if (builder === 'legacy') return file.stages.slice(0, target.index + 1);
  const needed = new Set<Stage>();
  const waiting = [target];
  for (let stage = waiting.pop(); stage; stage = waiting.pop()) {
    if (needed.has(stage)) continue;
    needed.add(stage);
    const base = bases.get(stage);
    if (base?.kind === 'stage') waiting.push(base.stage);
    for (const instruction of stage.instructions) waiting.push(...readsFrom(file, instruction));
  }
  return file.stages.filter((stage) => needed.has(stage));
}

/** Earlier stages whose files an instruction uses. */
function readsFrom(file: Dockerfile, instruction: Instruction): readonly Stage[] {
  if (instruction.kind === 'COPY' || instruction.kind === 'ADD')
    return stagesNamed(file, instruction.from?.value?.value, instruction);
  if (instruction.kind !== 'RUN') return [];
  return instruction.mounts.flatMap(({ from }) => stagesNamed(file, from, instruction));
}

function stagesNamed(file: Dockerfile, name: string | undefined, { stage }: Instruction): readonly Stage[] {
  const found = stageNamed(file, name, stage);
  return found ? [found] : [];
}

/** The stage in front of `before` that a `from` means, by name or number. */
export function stageNamed(
  { stages }: Dockerfile,
  name: string | undefined,
  before: Stage | undefined,
): Stage | undefined {
  if (name === undefined || !before) return undefined;
  const named = stages.findLast((other) => other.name === name.toLowerCase() && other.index < before.index);
  const numbered = /^\d+$/.test(name) ? stages[Number(name)] : undefined;
  return named ?? (numbered && numbered.index < before.index ? numbered : undefined);
}
