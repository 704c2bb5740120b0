import type { Dockerfile, Instruction } from './model';

/** The top-level instruction that an offset stands in, its ends included; undefined between instructions. */
export function instructionAt(file: Dockerfile, offset: number): Instruction | undefined {
  const { instructions } = file;
  let low = 0;
  let high = instructions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instructions[middle]?.span.start ?? offset) <= offset) low = middle + 1;
    else high = middle;
  }
  const found = instructions[low - 1];
  return found && offset <= found.span.end ? found : undefined;
}
