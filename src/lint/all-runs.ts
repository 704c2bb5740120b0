import type { RunInstruction } from '../dockerfile/model';
import type { LintFile } from './rule';

const known = new WeakMap<LintFile, readonly RunInstruction[]>();

/** Every RUN in document order, those that ONBUILD keeps for later builds too: for rules about the command alone. */
export function allRuns(file: LintFile): readonly RunInstruction[] {
  let runs = known.get(file);
  if (!runs) {
    runs = file.dockerfile.instructions.flatMap((instruction) => {
      const command = instruction.kind === 'ONBUILD' ? instruction.trigger : instruction;
      return command?.kind === 'RUN' ? [command] : [];
    });
    known.set(file, runs);
  }
  return runs;
}
