import type { Command, Instruction, Stage } from '../../dockerfile/model';
import { chain } from '../../dockerfile/scope';
import { remembered, rememberedFor } from '../../shared/remembered';
import type { LintFile } from '../rule';
import type { StageFlow } from './flow';
import { flowOf } from './flow-of';

/** Steps of a chain that are compared with each other: far more than real files have. */
const looksAt = 300;

/**
 * The stages that become images: the last one, and those nobody starts from or takes files of that say what a container
 * runs. What their chains write is what people pull; stages left only through `COPY --from` are not among them.
 */
export const finalStages: (file: LintFile) => readonly StageFlow[] = remembered((file) => {
  const { stages } = flowOf(file);
  const used = usedStages(file);
  const final = stages.filter(
    ({ stage }, index) =>
      index === stages.length - 1 ||
      (!used.has(stage) && !isForDevelopment(stage) && stage.instructions.some(({ kind }) => startsContainer(kind))),
  );
  return final.map((flow) => (flow.steps.length > looksAt ? { ...flow, steps: flow.steps.slice(0, looksAt) } : flow));
});

function startsContainer(kind: Instruction['kind']): boolean {
  return kind === 'CMD' || kind === 'ENTRYPOINT';
}

/** Stages another one starts from, copies from or mounts. */
function usedStages({ dockerfile }: LintFile): ReadonlySet<Stage> {
  const used = new Set<Stage>();
  for (const instruction of dockerfile.instructions) {
    const { stage, kind } = instruction;
    if (kind === 'FROM' && stage?.base.kind === 'stage') used.add(stage.base.stage);
    if ('fromStage' in instruction && instruction.fromStage) used.add(instruction.fromStage);
    if (!('mounts' in instruction)) continue;
    for (const { from } of instruction.mounts) {
      if (from === undefined) continue;
      const mounted = dockerfile.stages.find(({ name, index }) => name === from.toLowerCase() || `${index}` === from);
      if (mounted) used.add(mounted);
    }
  }
  return used;
}

/** A stage people work, test or build in, by its name. */
export function isForDevelopment({ name }: Pick<Stage, 'name'>): boolean {
  return /(^|[-_.])(dev|devel|develop|development|devcontainer|test|tests|testing|tester|lint|ci|debug|debugger|local|build|builder|base|deps|docs|bench|e2e|watch)($|[-_.\d])/.test(
    name ?? '',
  );
}

/** What a container of the stage runs: the last ENTRYPOINT and CMD of its chain, shell scripts as one word. */
export const startWords = rememberedFor((_, stage: Stage): readonly string[] => {
  const instructions = chain(stage);
  return (['ENTRYPOINT', 'CMD'] as const).flatMap((kind) => {
    const found = instructions.findLast((instruction) => instruction.kind === kind);
    return found && 'command' in found ? commandWords(found.command as Command) : [];
  });
});

function commandWords(command: Command): readonly string[] {
  return command.form === 'exec' ? command.words.map(({ value }) => value) : [command.script.text];
}
