import type { Instruction, OnbuildInstruction, Stage } from '../../dockerfile/model';
import { scopeBefore } from '../../dockerfile/scope';
import { resolvePath } from '../../shared/posix-path';
import type { LintFile } from '../rule';
import { copyStep } from './copy-step';
import { directoriesOf, lastDirectory, placeWord } from './directories';
import type { FlowStep, StageFlow } from './flow';
import { flowCommands } from './flow-commands';

/** The triggers of a stage as the steps they are in a build that starts from it. */
export interface TriggerFlow extends StageFlow {
  /** ONBUILD instructions with a trigger, in order. */
  readonly triggers: readonly { readonly onbuild: OnbuildInstruction; readonly trigger: Instruction }[];
}

/** Undefined for a stage without triggers. What the other build has in its context is not known. */
export function triggerFlow(file: LintFile, stage: Stage): TriggerFlow | undefined {
  const triggers = stage.instructions.flatMap((onbuild) =>
    onbuild.kind === 'ONBUILD' && onbuild.trigger ? [{ onbuild, trigger: onbuild.trigger }] : [],
  );
  if (triggers.length === 0) return undefined;
  const { dockerfile } = file;
  let directory = lastDirectory(dockerfile, stage, directoriesOf(dockerfile, stage, undefined));
  const steps: FlowStep[] = [];
  for (const { trigger } of triggers) {
    if (trigger.kind === 'COPY' || trigger.kind === 'ADD') {
      steps.push(copyStep(trigger, { file: dockerfile, stage, directory, stages: [] }));
    } else if (trigger.kind === 'RUN') {
      const script = file.shell(trigger);
      const commands = flowCommands(file, script, { workdir: directory, scope: scopeBefore(dockerfile, trigger) });
      steps.push({ kind: 'run', instruction: trigger, stage, script, workdir: directory, commands, memory: [] });
    } else if (trigger.kind === 'WORKDIR' && trigger.whole) {
      directory = resolvePath(directory, placeWord(trigger.whole, scopeBefore(dockerfile, trigger)));
    }
  }
  return { stage, steps, triggers };
}
