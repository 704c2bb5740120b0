/** A list that is read in parts. */
export interface Pages<T> {
  /** The next part; call it again while there is more. A failed call can be repeated. */
  next(signal?: AbortSignal): Promise<Page<T>>;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly more: boolean;
}

/** What one call gave, and where the next part is; undefined at the end. */
export interface Part<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** Reads parts as they are needed. Some registries ignore the size that is asked for: what is too much is kept for later. */
export function readPages<T>(
  first: string,
  size: number,
  read: (at: string, signal: AbortSignal | undefined) => Promise<Part<T>>,
): Pages<T> {
  let at: string | undefined = first;
  let kept: readonly T[] = [];
  return {
    async next(signal) {
      while (kept.length < size && at !== undefined) {
        const part: Part<T> = await read(at, signal);
        // A server that names the same place again would never come to an end.
        at = part.next === at ? undefined : part.next;
        kept = [...kept, ...part.items];
        // Empty parts happen where the account may not see what is on them.
        if (part.items.length > 0) break;
      }
      const items = kept.slice(0, size);
      kept = kept.slice(size);
      return { items, more: kept.length > 0 || at !== undefined };
    },
  };
}
