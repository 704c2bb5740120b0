import type { Dockerfile, Instruction, Word } from '../../dockerfile/model';
import { expand, scopeBefore } from '../../dockerfile/scope';

export interface ExposedPort {
  readonly instruction: Instruction;
  readonly word: Word;
  /** With variables replaced; one that only the build knows is a 1, for it has no colon or slash. */
  readonly text: string;
}

/** The ports that the stages of a file name in EXPOSE. */
export function* exposedPorts(dockerfile: Dockerfile): Iterable<ExposedPort> {
  for (const instruction of dockerfile.instructions) {
    if (instruction.kind !== 'EXPOSE' || !instruction.stage) continue;
    for (const word of instruction.words) {
      const text = word.variables.length === 0 ? word.value : expand(word, scopeBefore(dockerfile, instruction));
      yield {
        instruction,
        word,
        text: text ?? word.parts.map((part) => (typeof part === 'string' ? part : '1')).join(''),
      };
    }
  }
}
