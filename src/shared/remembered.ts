/** It keeps what functions made by `remembered` have worked out about it. */
export interface Remembering {
  readonly memory: unknown[];
}

let facts = 0;

/**
 * A function of an object that is worked out when it is first asked for, and kept in the object. No WeakMap: what one maps to
 * lives until the next full collection, and with it the file it points into.
 */
export function remembered<Owner extends Remembering, Value>(work: (owner: Owner) => Value): (owner: Owner) => Value {
  const fact = facts++;
  return (owner) => {
    const known = owner.memory[fact] as Value | undefined;
    if (known !== undefined) return known;
    const value = work(owner);
    owner.memory[fact] = value;
    return value;
  };
}

/** The same for a part of the object: a stage, an instruction or a script of a file. */
export function rememberedFor<Owner extends Remembering, Key, Value>(
  work: (owner: Owner, key: Key) => Value,
): (owner: Owner, key: Key) => Value {
  const factsByKey = remembered((_: Owner) => new Map<Key, Value>());
  return (owner, key) => {
    const byKey = factsByKey(owner);
    const known = byKey.get(key);
    if (known !== undefined) return known;
    const value = work(owner, key);
    byKey.set(key, value);
    return value;
  };
}

/** An answer of yes or no about an object, kept outside of it: that costs the collector nothing. */
export function rememberedFlag<Key extends WeakKey>(work: (key: Key) => boolean): (key: Key) => boolean {
  const known = new WeakMap<Key, boolean>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const value = work(key);
    known.set(key, value);
    return value;
  };
}
