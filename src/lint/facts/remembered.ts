import type { LintFile } from '../rule';

let facts = 0;

/** A fact about a file that is worked out when it is first asked for, and kept in the file. */
export function remembered<Value>(work: (file: LintFile) => Value): (file: LintFile) => Value {
  const fact = facts++;
  return (file) => {
    const known = file.memory[fact] as Value | undefined;
    if (known !== undefined) return known;
    const value = work(file);
    file.memory[fact] = value;
    return value;
  };
}

/** The same for a part of the file: a stage, an instruction, a script, a step of a flow. */
export function rememberedFor<Key, Value>(
  work: (file: LintFile, key: Key) => Value,
): (file: LintFile, key: Key) => Value {
  const factsByKey = remembered(() => new Map<Key, Value>());
  return (file, key) => {
    const byKey = factsByKey(file);
    const known = byKey.get(key);
    if (known !== undefined) return known;
    const value = work(file, key);
    byKey.set(key, value);
    return value;
  };
}

/** The same for an object that is asked about without its file. Dearer to the garbage collector than the other two. */
export function rememberedAlone<Key extends WeakKey, Value>(work: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, Value>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const value = work(key);
    known.set(key, value);
    return value;
  };
}
