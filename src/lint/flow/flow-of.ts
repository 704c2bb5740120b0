import type { RunInstruction, Stage } from '../../dockerfile/model';
import { scopeBefore } from '../../dockerfile/scope';
import { remembered } from '../../shared/remembered';
import type { LintFile } from '../rule';
import { copyStep } from './copy-step';
import { type Directories, directoriesOf, lastDirectory } from './directories';
import type { Flow, FlowStep, RunStep, StageFlow } from './flow';
import { flowCommands } from './flow-commands';

/** Steps a stage takes over from its parents at most: far more than real files have, and what keeps long chains linear. */
const inheritedLimit = 200;

/** Steps that all stages of a file take over together. A stage behind that has no steps, and nothing is said about it. */
const inheritedInAll = 10_000;

/** The flow of a file, made on first use. */
export const flowOf: (file: LintFile) => Flow = remembered((file) => {
  const stages: StageFlow[] = [];
  const endings: string[] = [];
  let left = inheritedInAll;
  for (const stage of file.dockerfile.stages) {
    const parent = stage.base.kind === 'stage' ? stage.base.stage.index : undefined;
    const directories = directoriesOf(file.dockerfile, stage, parent === undefined ? undefined : endings[parent]);
    endings.push(lastDirectory(file.dockerfile, stage, directories));
    const inherited = parent === undefined ? [] : (stages[parent]?.steps ?? []).slice(0, inheritedLimit);
    left -= inherited.length;
    stages.push({ stage, steps: left < 0 ? [] : [...inherited, ...ownSteps(file, stage, directories, stages)] });
  }
  return { stages };
});

function ownSteps(
  file: LintFile,
  stage: Stage,
  directories: Directories,
  stages: readonly StageFlow[],
): readonly FlowStep[] {
  const steps: FlowStep[] = [];
  for (const instruction of stage.instructions) {
    const directory = directories.get(instruction) ?? '/';
    if (instruction.kind === 'COPY' || instruction.kind === 'ADD') {
      steps.push(copyStep(instruction, { file: file.dockerfile, stage, directory, stages }));
    } else if (instruction.kind === 'RUN') {
      steps.push(runStep(file, stage, instruction, directory));
    }
  }
  return steps;
}

function runStep(file: LintFile, stage: Stage, instruction: RunInstruction, workdir: string): RunStep {
  const script = file.shell(instruction);
  const scope = scopeBefore(file.dockerfile, instruction);
  const commands = flowCommands(file, script, { workdir, scope });
  return { kind: 'run', instruction, stage, script, workdir, commands, memory: [] };
}
