import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from '../../engine/engine';
import type { Disposable } from '../../shared/disposable';
import { Emitter, type Event } from '../../shared/emitter';
import { inParallel } from '../../shared/in-parallel';

export interface FoldedListOptions<T> {
  readonly idOf: (item: T) => string;
  readonly list: (engine: Engine, signal: AbortSignal) => Promise<readonly T[]>;
  /** As it is now; undefined when it is gone. */
  readonly read: (engine: Engine, id: string, signal: AbortSignal) => Promise<T | undefined>;
  /** Others that a change of this one has changed without an event of their own. */
  readonly alsoChanged?: (item: T, items: ReadonlyMap<string, T>) => readonly string[];
  readonly onFailure: (error: unknown) => void;
  /** What happens to one object within this time is read once. */
  readonly settleMs?: number;
  /** More changed objects than that are cheaper to list than to read one by one. */
  readonly mostReads?: number;
}

/**
 * A list of the engine's that is read once and kept up to date from then on by reading the objects that events name. An
 * item keeps its identity for as long as nothing about it changes.
 */
export interface FoldedList<T> extends Disposable {
  readonly items: ReadonlyMap<string, T>;
  /** It has been read from the engine that is connected. */
  readonly loaded: boolean;
  /** Ids of what came, went or differs: at most once for all that was read together, and not when nothing differs. */
  readonly onDidChange: Event<readonly string[]>;
  /** Somebody looks at it: from now on it is kept. */
  want(): void;
  /** The engine answers: reads the list. Keeps what was known until then. */
  connect(engine: Engine): void;
  /** Forgets everything. */
  lose(): void;
  changed(id: string): void;
  gone(id: string): void;
  /** Reads the list again; settles when that is done or has failed. */
  refresh(): Promise<void>;
}

export function createFoldedList<T>(options: FoldedListOptions<T>): FoldedList<T> {
  const { idOf, settleMs = 4, mostReads = 32 } = options;
  const changes = new Emitter<readonly string[]>();
  const items = new Map<string, T>();
  const dirty = new Map<string, 'read' | 'gone'>();
  let engine: Engine | undefined;
  let abort = new AbortController();
  let loaded = false;
  let wanted = false;
  let relist = false;
  let working: Promise<void> | undefined;

  function work(): Promise<void> {
    if (!wanted || !engine) return Promise.resolve();
    working ??= drain(abort.signal);
    return working;
  }

  async function drain(signal: AbortSignal): Promise<void> {
    if (!relist) await pause(settleMs);
    while (engine && !signal.aborted && (relist || dirty.size > 0)) {
      try {
        const reads = [...dirty.values()].filter((what) => what === 'read').length;
        if (relist || reads > mostReads) await readAll(engine, signal);
        else await readDirty(engine, signal);
      } catch (error) {
        if (signal.aborted) return;
        relist = true;
        working = undefined;
        return options.onFailure(error);
      }
    }
    if (!signal.aborted) working = undefined;
  }

  async function readAll(from: Engine, signal: AbortSignal): Promise<void> {
    relist = false;
    dirty.clear();
    const found = await options.list(from, signal);
    if (signal.aborted) return;
    const known = new Map(items);
    items.clear();
    for (const item of found) items.set(idOf(item), sameOr(known.get(idOf(item)), item));
    const gone = [...known.keys()].filter((id) => !items.has(id));
    const differing = [...items].filter(([id, item]) => known.get(id) !== item).map(([id]) => id);
    if (loaded && gone.length === 0 && differing.length === 0) return;
    loaded = true;
    changes.fire([...gone, ...differing]);
  }

  async function readDirty(from: Engine, signal: AbortSignal): Promise<void> {
    const batch = [...dirty];
    dirty.clear();
    const found = await inParallel(batch, 8, async ([id, what]) => ({
      id,
      item: what === 'gone' ? undefined : await options.read(from, id, signal),
    }));
    if (signal.aborted) return;
    const differing = new Set<string>();
    for (const { id, item } of found) {
      if (item === undefined ? items.delete(id) : put(item)) differing.add(item === undefined ? id : idOf(item));
    }
    if (differing.size > 0) changes.fire([...differing]);
  }

  /** Whether anything differs. */
  function put(item: T): boolean {
    const id = idOf(item);
    // It went while it was read: showing it again for a moment would flicker.
    if (dirty.get(id) === 'gone') return false;
    const former = items.get(id);
    const kept = sameOr(former, item);
    if (kept === former) return false;
    items.set(id, kept);
    for (const other of options.alsoChanged?.(item, items) ?? []) if (!dirty.has(other)) dirty.set(other, 'read');
    return true;
  }

  function mark(id: string, what: 'read' | 'gone'): void {
    if (!wanted || !engine || id === '') return;
    dirty.set(id, what);
    void work();
  }

  function forget(): void {
    abort.abort();
    abort = new AbortController();
    working = undefined;
    dirty.clear();
  }

  return {
    items,
    get loaded() {
      return loaded;
    },
    onDidChange: changes.event,
    want() {
      if (wanted) return;
      wanted = true;
      relist = true;
      void work();
    },
    connect(connected) {
      forget();
      engine = connected;
      relist = true;
      void work();
    },
    lose() {
      forget();
      engine = undefined;
      const differs = loaded;
      loaded = false;
      const gone = [...items.keys()];
      items.clear();
      if (differs) changes.fire(gone);
    },
    changed: (id) => mark(id, 'read'),
    gone: (id) => mark(id, 'gone'),
    async refresh() {
      relist = true;
      // What is under way may have read its list before the refresh was asked for; it goes on until nothing is left.
      await work();
    },
    dispose() {
      forget();
      engine = undefined;
      changes.dispose();
    },
  };
}

function sameOr<T>(former: T | undefined, current: T): T {
  return former !== undefined && JSON.stringify(former) === JSON.stringify(current) ? former : current;
}
