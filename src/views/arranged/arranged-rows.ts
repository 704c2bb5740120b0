/** One row that an object is shown as. */
export interface Placement<Leaf> {
  /** Rows of one bucket share a root. */
  readonly bucket: string;
  readonly leaf: Leaf;
}

export interface Arrangement<Leaf, Root> {
  /** A total order: 0 only for a row and itself. */
  readonly compareLeaves: (a: Leaf, b: Leaf) => number;
  /** The root of a bucket: a group of its rows, which are in order, or the only row itself. */
  readonly root: (leaves: readonly Leaf[]) => Root;
  /** A total order, too. */
  readonly compareRoots: (a: Root, b: Root) => number;
  readonly rootId: (root: Root) => string;
}

/** Rows in groups and in order, kept so that a change costs what it touches. */
export interface ArrangedRows<Leaf, Root> {
  readonly roots: readonly Root[];
  /** How many objects have a row. */
  readonly size: number;
  /** Replaces the rows of an object; none takes it out. Seen in `roots` after `settle`. */
  put(key: string, placements: readonly Placement<Leaf>[]): void;
  /** Roots that were made anew in their places; undefined when roots came, went or changed places. */
  settle(): readonly Root[] | undefined;
}

interface Bucket<Leaf, Root> {
  leaves: Leaf[];
  root: Root | undefined;
}

export function arrangeRows<Leaf, Root>(
  { compareLeaves, root: makeRoot, compareRoots, rootId }: Arrangement<Leaf, Root>,
  objects: Iterable<readonly [key: string, placements: readonly Placement<Leaf>[]]>,
): ArrangedRows<Leaf, Root> {
  const placed = new Map<string, readonly Placement<Leaf>[]>();
  const buckets = new Map<string, Bucket<Leaf, Root>>();
  const touched = new Set<string>();
  for (const [key, placements] of objects) {
    if (placements.length > 0) placed.set(key, placements);
    for (const { bucket, leaf } of placements) {
      const known = buckets.get(bucket);
      if (known) known.leaves.push(leaf);
      else buckets.set(bucket, { leaves: [leaf], root: undefined });
    }
  }
  let roots: readonly Root[] = [...buckets.values()]
    .map((bucket) => {
      if (bucket.leaves.length > 1) bucket.leaves.sort(compareLeaves);
      bucket.root = makeRoot(bucket.leaves);
      return bucket.root;
    })
    .sort(compareRoots);

  /** Lists that were given away are not changed any more. */
  function touch(name: string): Bucket<Leaf, Root> {
    let bucket = buckets.get(name);
    if (!bucket) {
      bucket = { leaves: [], root: undefined };
      buckets.set(name, bucket);
    } else if (!touched.has(name)) bucket.leaves = [...bucket.leaves];
    touched.add(name);
    return bucket;
  }

  function isSamePlace(before: Root, now: Root): boolean {
    return compareRoots(before, now) === 0 && rootId(before) === rootId(now);
  }

  /** Most changes leave a row where it is. */
  function replace(former: readonly Placement<Leaf>[], placements: readonly Placement<Leaf>[]): boolean {
    const inPlace = (placement: Placement<Leaf>, index: number) =>
      former[index]?.bucket === placement.bucket && compareLeaves(former[index].leaf, placement.leaf) === 0;
    if (former.length !== placements.length || !placements.every(inPlace)) return false;
    for (const { bucket, leaf } of placements) {
      const { leaves } = touch(bucket);
      leaves[placeOf(leaves, leaf, compareLeaves)] = leaf;
    }
    return true;
  }

  return {
    get roots() {
      return roots;
    },
    get size() {
      return placed.size;
    },
    put(key, placements) {
      const former = placed.get(key);
      if (former && replace(former, placements)) {
        placed.set(key, placements);
        return;
      }
      for (const { bucket, leaf } of former ?? []) {
        const { leaves } = touch(bucket);
        leaves.splice(placeOf(leaves, leaf, compareLeaves), 1);
      }
      for (const { bucket, leaf } of placements) {
        const { leaves } = touch(bucket);
        leaves.splice(placeOf(leaves, leaf, compareLeaves), 0, leaf);
      }
      if (placements.length > 0) placed.set(key, placements);
      else placed.delete(key);
    },
    settle() {
      const next = [...roots];
      const renewed: Root[] = [];
      let moved = false;
      for (const name of touched) {
        const bucket = buckets.get(name);
        if (!bucket) continue;
        const before = bucket.root;
        const now = bucket.leaves.length > 0 ? makeRoot(bucket.leaves) : undefined;
        bucket.root = now;
        if (now === undefined) buckets.delete(name);
        if (before !== undefined && now !== undefined && isSamePlace(before, now)) {
          next[placeOf(next, now, compareRoots)] = now;
          renewed.push(now);
          continue;
        }
        const from = before === undefined ? -1 : placeOf(next, before, compareRoots);
        if (from >= 0) next.splice(from, 1);
        const to = now === undefined ? -1 : placeOf(next, now, compareRoots);
        if (now !== undefined) next.splice(to, 0, now);
        if (before !== undefined && now !== undefined && from === to && rootId(before) === rootId(now))
          renewed.push(now);
        else moved ||= before !== undefined || now !== undefined;
      }
      touched.clear();
      roots = next;
      return moved ? undefined : renewed;
    },
  };
}

/** Where it stands among sorted ones, or would stand. */
function placeOf<T>(sorted: readonly T[], item: T, compare: (a: T, b: T) => number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(sorted[middle] as T, item) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
