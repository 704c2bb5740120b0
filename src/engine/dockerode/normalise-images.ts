import type { HistoryLayer, ImageDetails, ImageSummary, PruneReport, RemovedImages, TransferEvent } from '../engine';
import { type Raw, rawList, rawNumber, rawObject, rawRecord, rawText, rawTexts, rawTime } from './raw';

export function imageSummary(raw: Raw): ImageSummary {
  const containers = rawNumber(raw.Containers ?? -1);
  return {
    id: rawText(raw.Id),
    tags: named(raw.RepoTags),
    digests: named(raw.RepoDigests),
    created: rawNumber(raw.Created),
    bytes: rawNumber(raw.Size),
    labels: rawRecord(raw.Labels),
    containers: containers < 0 ? undefined : containers,
  };
}

export function imageDetails(raw: Raw): ImageDetails {
  const config = rawObject(raw.Config);
  return {
    id: rawText(raw.Id),
    tags: named(raw.RepoTags),
    digests: named(raw.RepoDigests),
    created: rawTime(raw.Created),
    bytes: rawNumber(raw.Size),
    labels: rawRecord(config.Labels),
    containers: undefined,
    os: rawText(raw.Os),
    architecture: rawText(raw.Architecture),
    exposedPorts: Object.keys(rawObject(config.ExposedPorts)),
    volumes: Object.keys(rawObject(config.Volumes)),
    env: rawTexts(config.Env),
    entrypoint: rawTexts(config.Entrypoint),
    command: rawTexts(config.Cmd),
    workdir: rawText(config.WorkingDir),
    user: rawText(config.User),
    shell: Array.isArray(config.Shell) && config.Shell.length > 0 ? rawTexts(config.Shell) : undefined,
    onbuild: rawTexts(config.OnBuild),
    layers: rawTexts(rawObject(raw.RootFS).Layers),
    raw,
  };
}

export function historyLayer(raw: Raw): HistoryLayer {
  const id = rawText(raw.Id);
  return {
    id: id === '' || id === '<missing>' ? undefined : id,
    created: rawNumber(raw.Created),
    createdBy: rawText(raw.CreatedBy),
    bytes: rawNumber(raw.Size),
    tags: named(raw.Tags),
    comment: rawText(raw.Comment),
  };
}

/** A list of `{ Untagged }` and `{ Deleted }`. */
export function removedImages(raw: unknown): RemovedImages {
  const items = rawList(raw);
  return {
    untagged: items.flatMap((item) => rawTexts(item.Untagged)),
    deleted: items.flatMap((item) => rawTexts(item.Deleted)),
  };
}

export function imagePruneReport(raw: unknown): PruneReport {
  const report = rawObject(raw);
  const { untagged, deleted } = removedImages(report.ImagesDeleted);
  return { removed: [...untagged, ...deleted], reclaimedBytes: rawNumber(report.SpaceReclaimed) };
}

/** A line of a pull or push. */
export function transferEvent(raw: Raw): TransferEvent {
  const detail = rawObject(raw.progressDetail);
  const aux = rawObject(raw.aux);
  const status = rawText(raw.status) || rawText(raw.stream).trim();
  const layer = rawText(raw.id);
  const { Digest: pushed } = aux;
  return {
    layer: /^[0-9a-f]{12,}$/.test(layer) ? layer : undefined,
    status,
    current: typeof detail.current === 'number' ? detail.current : undefined,
    total: typeof detail.total === 'number' ? detail.total : undefined,
    digest: typeof pushed === 'string' ? pushed : /^Digest: (\S+)$/.exec(status)?.[1],
  };
}

/** Names without the placeholders of what has none. */
function named(value: unknown): readonly string[] {
  return rawTexts(value).filter((name) => !name.includes('<none>'));
}
