/** A function of an object that is worked out once for each, and kept as long as the object is. */
export function remembered<Key extends WeakKey, Value>(work: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, { readonly value: Value }>();
  return (key) => {
    let entry = known.get(key);
    if (!entry) {
      entry = { value: work(key) };
      known.set(key, entry);
    }
    return entry.value;
  };
}
