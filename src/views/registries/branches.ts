import type { Page, Pages } from '../../registry/pages';

/** What has been read of a list. */
export interface Branch<T> {
  readonly items: readonly T[];
  readonly more: boolean;
  /** Of the first part: then there are no items. */
  readonly error: unknown;
}

/** Lists that are read in parts, each once until it is dropped. */
export interface Branches<T> {
  /** Reads the first part, once; its failure is a part of the answer. */
  get(key: string): Promise<Branch<T>>;
  /** Reads the next part; rejects when that fails, and what was read stays. */
  more(key: string): Promise<void>;
  drop(which: (key: string, branch: Branch<T> | undefined) => boolean): void;
}

interface Entry<T> {
  readonly pages: Pages<T>;
  branch: Branch<T> | undefined;
  /** Under way. */
  reading: Promise<void> | undefined;
}

export function createBranches<T>(open: (key: string) => Pages<T>): Branches<T> {
  const entries = new Map<string, Entry<T>>();

  function entryOf(key: string): Entry<T> {
    const entry = entries.get(key) ?? { pages: open(key), branch: undefined, reading: undefined };
    entries.set(key, entry);
    return entry;
  }

  function read(entry: Entry<T>): Promise<void> {
    // Two at a time would read the same part twice.
    entry.reading ??= entry.pages
      .next()
      .then(({ items, more }: Page<T>) => {
        entry.branch = { items: [...(entry.branch?.items ?? []), ...items], more, error: undefined };
      })
      .finally(() => {
        entry.reading = undefined;
      });
    return entry.reading;
  }

  return {
    async get(key) {
      const entry = entryOf(key);
      if (!entry.branch)
        await read(entry).catch((error: unknown) => {
          entry.branch = { items: [], more: false, error };
        });
      return entry.branch ?? { items: [], more: false, error: undefined };
    },
    async more(key) {
      const entry = entries.get(key);
      if (entry?.branch?.more) await read(entry);
    },
    drop(which) {
      for (const [key, { branch }] of [...entries]) if (which(key, branch)) entries.delete(key);
    },
  };
}
