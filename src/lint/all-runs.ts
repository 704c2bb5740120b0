import type { RunInstruction } from '../dockerfile/model';
import type { LintFile } from './rule';

/** Every RUN in document order, those that ONBUILD keeps for later builds too: for rules about the command alone. */
export function allRuns({ dockerfile }: LintFile): readonly RunInstruction[] {
  return dockerfile.instructions.flatMap((instruction) => {
    const command = instruction.kind === 'ONBUILD' ? instruction.trigger : instruction;
    return command?.kind === 'RUN' ? [command] : [];
  });
}
