import type { Instruction, RunInstruction } from '../../dockerfile/model';
import { remembered } from '../../shared/remembered';
import type { LintFile } from '../rule';

/**
 * Names that hadolint takes for variables in a RUN: every ARG above it in the file, and the ENV keys of its stage and of the
 * stages it starts from. A trigger of ONBUILD knows those of other triggers only.
 */
export function knownVariables(file: LintFile, run: RunInstruction): ReadonlySet<string> {
  return variablesByRun(file).get(run) ?? new Set();
}

const variablesByRun = remembered(
  ({ dockerfile: { instructions } }: LintFile): ReadonlyMap<RunInstruction, ReadonlySet<string>> => {
    const triggers = instructions.flatMap((item) => (item.kind === 'ONBUILD' && item.trigger ? [item.trigger] : []));
    return new Map([...walk(instructions), ...walk(triggers)]);
  },
);

function* walk(instructions: readonly Instruction[]): Iterable<[RunInstruction, ReadonlySet<string>]> {
  const byAlias = new Map<string, ReadonlySet<string>>();
  let args: ReadonlySet<string> = new Set();
  let env: ReadonlySet<string> = new Set();
  let alias: string | undefined;
  for (const instruction of instructions) {
    if (instruction.kind === 'FROM') {
      if (alias !== undefined) byAlias.set(alias, env);
      env = byAlias.get(instruction.image?.repository ?? '') ?? new Set();
      alias = instruction.alias?.value;
    } else if (instruction.kind === 'ARG') {
      const name = instruction.pairs[0]?.key.value;
      if (name !== undefined) args = new Set([...args, name]);
    } else if (instruction.kind === 'ENV') {
      env = new Set([...env, ...instruction.pairs.map(({ key }) => key.value)]);
    } else if (instruction.kind === 'RUN') {
      yield [instruction, new Set([...args, ...env])];
    }
  }
}
