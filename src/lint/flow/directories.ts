import type { Dockerfile, Instruction, Stage, Word } from '../../dockerfile/model';
import { expand, type Scope, scopeBefore } from '../../dockerfile/scope';
import { resolvePath } from '../../shared/posix-path';

/**
 * The working directory in front of every instruction of a stage. A directory whose name is not known before the build
 * (the base image's, or one made of a variable without a value) is a placeholder in angle brackets: equal placeholders are
 * equal directories, which is all the cache rules need.
 */
export type Directories = ReadonlyMap<Instruction, string>;

export function directoriesOf(file: Dockerfile, stage: Stage, inherited: string | undefined): Directories {
  const directories = new Map<Instruction, string>();
  let current =
    inherited ?? (stage.base.kind === 'scratch' ? '/' : `<working directory of ${stage.from.imageWord?.raw ?? ''}>`);
  for (const instruction of stage.instructions) {
    directories.set(instruction, current);
    if (instruction.kind === 'WORKDIR' && instruction.whole) {
      const next = resolvePath(current, placeWord(instruction.whole, scopeBefore(file, instruction)));
      // No system has such a path, and thousands of them would be long to compare.
      current = next.length > 4096 ? '<too long>' : next;
    }
  }
  return directories;
}

/** The directory in force behind the last instruction. */
export function lastDirectory(file: Dockerfile, stage: Stage, directories: Directories): string {
  const last = stage.instructions.at(-1);
  const before = (last && directories.get(last)) ?? '/';
  if (last?.kind !== 'WORKDIR' || !last.whole) return before;
  return resolvePath(before, placeWord(last.whole, scopeBefore(file, last)));
}

/** The word with its variables replaced, those without a known value by `<NAME>`. */
export function placeWord(word: Word, scope: Scope): string {
  const known = expand(word, scope);
  if (known !== undefined) return known;
  return word.value.replace(/\$(?:\{([A-Za-z_]\w*)[^}]*\}|([A-Za-z_]\w*))/g, (_, braced?: string, bare?: string) => {
    const name = braced ?? bare ?? '';
    return scope.variables.get(name)?.value ?? `<${name}>`;
  });
}
