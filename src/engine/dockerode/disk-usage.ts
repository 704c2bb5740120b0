import { setTimeout as sleep } from 'node:timers/promises';
import type { BuildCachePrune, BuildCacheRecord, DiskUsage, ImageUsage } from '../disk-usage';
import type { Engine, PruneReport } from '../engine';
import { EngineError, isEngineError } from '../errors';
import { createTurns } from '../turns';
import type { Api } from './api';
import { compareVersions } from './negotiate';
import { containerSummary } from './normalise-containers';
import { imageSummary } from './normalise-images';
import { type Raw, rawList, rawNumber, rawObject, rawText, rawTexts, rawTime } from './raw';
import { volumeSummary } from './volumes';

type DiskUsageOf = Engine['diskUsage'];

/** Milliseconds that somebody else's measuring is waited for. */
const longestWait = 120_000;

/**
 * Engines before API 1.42 refuse to measure while they measure for somebody else (seen on 20.10), and measure all there is: one
 * answer is then shared by those who ask for it at once.
 */
export function createDiskUsage(api: Api): DiskUsageOf {
  const all = createTurns((signal) => measureInTurn(api, signal));
  return async ({ only, signal } = {}) => {
    const { apiVersion } = await api.negotiated(signal);
    return compareVersions(apiVersion, '1.42') >= 0 ? measure(api, only, signal) : all.get(signal);
  };
}

/** Waits while the engine measures for somebody else. */
async function measureInTurn(api: Api, signal: AbortSignal): Promise<DiskUsage> {
  const end = Date.now() + longestWait;
  for (let pause = 50; ; pause = Math.min(2 * pause, 1000)) {
    try {
      return await measure(api, undefined, signal);
    } catch (error) {
      const busy = isEngineError(error) && /disk usage operation is already running/i.test(error.message);
      if (!busy || Date.now() > end) throw error;
    }
    await sleep(pause, undefined, { signal });
  }
}

async function measure(
  api: Api,
  type: (Parameters<DiskUsageOf>[0] & object)['only'],
  signal: AbortSignal | undefined,
): Promise<DiskUsage> {
  const raw = rawObject(await api.json({ path: '/system/df', query: { type }, signal, long: true }));
  return {
    layersBytes: rawNumber(raw.LayersSize),
    images: rawList(raw.Images).map(imageUsage),
    containers: rawList(raw.Containers).map((container) => {
      const { id, name, image, imageId, state } = containerSummary(container);
      return { id, name, image, imageId, state, bytes: Math.max(0, rawNumber(container.SizeRw)) };
    }),
    volumes: rawList(raw.Volumes).map((volume) => {
      const usage = rawObject(volume.UsageData);
      return { ...volumeSummary(volume), bytes: known(usage.Size), users: known(usage.RefCount) };
    }),
    buildCache: rawList(raw.BuildCache).map(buildCacheRecord),
  };
}

export async function pruneBuildCache(
  api: Api,
  { all, ids, unusedForHours, signal }: BuildCachePrune,
): Promise<PruneReport> {
  const filter = {
    ...(unusedForHours === undefined ? {} : { until: [`${unusedForHours}h`] }),
    // Engines take one value, as a regular expression.
    ...(ids === undefined ? {} : { id: [`^(${ids.filter((id) => /^\w+$/.test(id)).join('|')})$`] }),
  };
  const filters = Object.keys(filter).length === 0 ? undefined : JSON.stringify(filter);
  try {
    const raw = rawObject(
      await api.json({ method: 'POST', path: '/build/prune', query: { all, filters }, signal, long: true }),
    );
    return { removed: rawTexts(raw.CachesDeleted), reclaimedBytes: rawNumber(raw.SpaceReclaimed) };
  } catch (cause) {
    if (!isEngineError(cause, 'not-found')) throw cause;
    throw new EngineError('invalid', 'This engine has no build cache of its own to prune.', {
      cause,
      hint: 'Podman keeps it as images without a name: prune the dangling images.',
    });
  }
}

function imageUsage(raw: Raw): ImageUsage {
  const { id, tags, digests, bytes, containers } = imageSummary(raw);
  return { id, tags, digests, bytes, containers, sharedBytes: known(raw.SharedSize) };
}

function buildCacheRecord(raw: Raw): BuildCacheRecord {
  return {
    id: rawText(raw.ID),
    type: rawText(raw.Type),
    description: rawText(raw.Description),
    bytes: rawNumber(raw.Size),
    inUse: raw.InUse === true,
    shared: raw.Shared === true,
    created: Date.parse(rawText(raw.CreatedAt)) || 0,
    lastUsed: rawTime(raw.LastUsedAt),
    uses: rawNumber(raw.UsageCount),
  };
}

/** Engines write -1 for what they did not count. */
function known(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 ? value : undefined;
}
