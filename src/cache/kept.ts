import type { BuildCacheRecord } from '../engine/disk-usage';
import type { Builder } from './builder';
import {
  afterBuild,
  compareSnapshot,
  layersIn,
  loadSnapshot,
  mayBeForeign,
  saveSnapshot,
  withoutForeign,
} from './cache-snapshot';
import type { ForecastInput } from './forecast';
import type { ForecastEngine } from './forecaster';
import { type ForeignImages, madeAnew, mayBeAmong } from './foreign-images';
import { imageDetails } from './image-details';
import { type BuildRecord, RecordBook } from './record-book';

/** What a builder has at the moment, of our records and of what others have built. */
export interface Kept extends Required<Pick<ForecastInput, 'mayHave' | 'doubtful' | 'madeAnew'>> {
  readonly book: RecordBook;
  /** It has copies of build contexts that it had at that time (in milliseconds since the epoch), and asks only for what is new. */
  hadContexts(time: number): boolean;
  /** Of BuildKit: what it keeps, and when we last noticed that something was gone, in milliseconds since the epoch. */
  readonly cache: readonly BuildCacheRecord[];
  readonly pruned: number;
  /** Looks again, since what is new is ours. */
  afterBuild(): Promise<void>;
  /** Remembers that others have built these, and that it is known what they are. */
  explain(ids: ReadonlySet<string>): void;
}

export interface KeptPlace {
  readonly builder: Builder;
  readonly snapshotFile: string;
}

export interface KnownBuilds {
  readonly builds: readonly BuildRecord[];
  readonly foreign: ForeignImages;
  /** Ids of images that are known to be gone, which do not come back; those found out are added. */
  readonly gone: Set<string>;
  /** Of this look; what a build leaves is looked at when the build has ended, whoever has gone by then. */
  readonly signal: AbortSignal | undefined;
}

/** Rejects with an EngineError. */
export async function keptBy(place: KeptPlace, engine: ForecastEngine, known: KnownBuilds): Promise<Kept> {
  return place.builder === 'buildkit' ? keptByBuildkit(place, engine, known) : keptAsImages(place, engine, known);
}

async function keptByBuildkit(
  { snapshotFile }: KeptPlace,
  engine: ForecastEngine,
  { builds, signal }: KnownBuilds,
): Promise<Kept> {
  const list = async (signal?: AbortSignal) =>
    (await engine.diskUsage({ only: 'build-cache', ...(signal && { signal }) })).buildCache;
  const records = await list(signal);
  const snapshot = compareSnapshot(loadSnapshot(snapshotFile), layersIn(records), Date.now());
  const book = new RecordBook(builds.filter(({ time }) => time > snapshot.emptied));
  return {
    book,
    // Not those that other clients have sent since all was pruned.
    hadContexts: (time) => records.some(({ type, created }) => type === 'source.local' && created <= time),
    mayHave: (step) => mayBeForeign(snapshot, step),
    doubtful: (key) => book.confirmed(key) < snapshot.pruned,
    madeAnew: () => false,
    cache: records,
    pruned: Math.max(snapshot.pruned, snapshot.emptied),
    afterBuild: async () => saveSnapshot(snapshotFile, afterBuild(snapshot, layersIn(await list()), Date.now())),
    explain: (ids) => saveSnapshot(snapshotFile, withoutForeign(snapshot, ids)),
  };
}

/** What other builders keep are images: gone when the last image that is made of them is. */
async function keptAsImages(
  { builder, snapshotFile }: KeptPlace,
  { images }: ForecastEngine,
  { builds, foreign, gone, signal }: KnownBuilds,
): Promise<Kept> {
  const list = async (signal?: AbortSignal) => {
    const all = [...(await images.list(signal ? { signal } : {}))].sort((a, b) => b.created - a.created);
    return all.map(({ id, tags }) => ({ id, description: tags[0] ?? '' }));
  };
  const listed = await list(signal);
  const snapshot = compareSnapshot(loadSnapshot(snapshotFile), listed, Date.now());
  const there = new Set(listed.map(({ id }) => id));
  // What others are built on is not listed.
  const own = new Set(builds.flatMap(({ image }) => image ?? []));
  const asked = [...own].filter((id) => !there.has(id) && !gone.has(id));
  const found = await imageDetails(images, asked, signal);
  for (const id of asked) (found.has(id) ? there : gone).add(id);
  const others = await foreign.read(images, Object.keys(snapshot.foreign), signal);
  // Podman's images do not say of each step which image it made.
  const anew =
    builder === 'legacy' && others.steps.some(({ id }) => id !== undefined)
      ? madeAnew(
          others,
          await foreign.read(
            images,
            [...own].filter((id) => there.has(id)),
            signal,
          ),
          there,
        )
      : undefined;
  return {
    book: new RecordBook(builds.filter(({ image }) => image === undefined || there.has(image))),
    hadContexts: () => false,
    mayHave: (step) => mayBeAmong(others, step),
    doubtful: () => false,
    madeAnew: (step) => anew !== undefined && mayBeAmong(anew, step),
    cache: [],
    pruned: 0,
    afterBuild: async () => saveSnapshot(snapshotFile, afterBuild(snapshot, await list(), Date.now())),
    explain() {},
  };
}
