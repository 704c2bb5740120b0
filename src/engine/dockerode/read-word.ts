import { EngineError } from '../errors';

/** A value of docker run's for the engine; undefined stays undefined. Throws EngineError `invalid` when it is not understood. */
export function readWord<T>(
  word: string | undefined,
  read: (word: string) => T | undefined,
  flag: string,
): T | undefined {
  if (word === undefined) return undefined;
  const value = read(word);
  if (value === undefined) throw new EngineError('invalid', `"${word}" is no value for ${flag}.`);
  return value;
}

export function readWords<T>(
  words: readonly string[] | undefined,
  read: (word: string) => T | undefined,
  flag: string,
): readonly T[] | undefined {
  return words?.flatMap((word) => {
    const value = readWord(word, read, flag);
    return value === undefined ? [] : [value];
  });
}
