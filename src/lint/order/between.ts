import type { CopyInstruction, Instruction } from '../../dockerfile/model';
import type { CopyStep, RunStep } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import type { LintFile } from '../rule';
import { installsGlobally } from './global-tools';
import { type CopiedFiles, copiedFiles, dependence } from './independent';
import { partOf, readsProject } from './run-parts';

/** What between the copy and the install might need the copied files, or would act on other files after the move. */
export function obstacleBetween(file: LintFile, source: CopyStep, run: RunStep): string | undefined {
  const copy = source.instruction;
  const steps = flowOf(file).stages[run.stage.index]?.steps ?? [];
  for (const instruction of run.stage.instructions) {
    if (instruction.index <= copy.index || instruction.index >= run.instruction.index) continue;
    if (metadata.has(instruction.kind)) continue;
    if (instruction.kind === 'WORKDIR' && absoluteDestination(source) !== undefined) continue;
    const step = steps.find((other) => other.instruction === instruction);
    const files = copiedFiles([source]);
    const independent =
      step?.kind === 'run'
        ? step.script.complete &&
          step.commands.length > 0 &&
          (step.commands.every((command) => partOf(command) !== 'other' && !readsProject(command)) ||
            leavesAlone(step, files, file))
        : step !== undefined && bringsOther(step, files);
    if (step?.kind === 'run' && step.commands.some(writesProject))
      return 'a RUN instruction in between changes the manifest';
    if (!independent) return `${describe(instruction)} between the copy and the install may depend on the copied files`;
  }
  if ((copy.destination?.variables.length ?? 0) > 0 && redefines(copy, run))
    return 'the destination of the copy uses a variable that is set in between';
  return undefined;
}

/** None of its commands has to do with the copied files, and none of its tests, which are no commands, looks at a file. */
function leavesAlone(step: RunStep, files: CopiedFiles, { dockerfile: { text } }: LintFile): boolean {
  const { start, end } = step.instruction.argumentSpan;
  if (/(?:\[|\btest)\s+(?:!\s+)?-[a-zA-Z]\s/.test(text.slice(start, end))) return false;
  return step.commands.every((command) => dependence(command, files) !== 'dependent');
}

/** A copy to a place where the source puts nothing: neither can overwrite the other. */
function bringsOther(step: CopyStep, files: CopiedFiles): boolean {
  const destination = absoluteDestination(step);
  return destination !== undefined && !files.covers(destination);
}

const metadata = new Set<Instruction['kind']>([
  'ARG',
  'ENV',
  'LABEL',
  'EXPOSE',
  'USER',
  'SHELL',
  'CMD',
  'ENTRYPOINT',
  'HEALTHCHECK',
  'STOPSIGNAL',
  'MAINTAINER',
  'ONBUILD',
]);

/** `composer require x` puts x into the manifest, which the copy would overwrite after the move. */
function writesProject(command: RunStep['commands'][number]): boolean {
  return command.recognised?.role === 'tools' && !installsGlobally(command);
}

function redefines(copy: CopyInstruction, run: RunStep): boolean {
  const used = new Set(copy.destination?.variables.map(({ name }) => name));
  return run.stage.instructions.some(
    (instruction) =>
      (instruction.kind === 'ENV' || instruction.kind === 'ARG') &&
      instruction.index > copy.index &&
      instruction.index < run.instruction.index &&
      instruction.pairs.some(({ key }) => used.has(key.value)),
  );
}

function describe(instruction: Instruction): string {
  return `${/^[AEIOU]/.test(instruction.kind) ? 'an' : 'a'} ${instruction.kind} instruction`;
}

/** The destination as an absolute path; undefined when it has no name that could be written. */
export function absoluteDestination({ destination }: CopyStep): string | undefined {
  return destination?.startsWith('/') && !destination.includes('<') ? destination : undefined;
}
