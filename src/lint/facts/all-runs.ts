import type { RunInstruction } from '../../dockerfile/model';
import { remembered } from '../../shared/remembered';
import type { LintFile } from '../rule';

/** Every RUN in document order, those that ONBUILD keeps for later builds too: for rules about the command alone. */
export const allRuns: (file: LintFile) => readonly RunInstruction[] = remembered(({ dockerfile }) =>
  dockerfile.instructions.flatMap((instruction) => {
    const command = instruction.kind === 'ONBUILD' ? instruction.trigger : instruction;
    return command?.kind === 'RUN' ? [command] : [];
  }),
);
