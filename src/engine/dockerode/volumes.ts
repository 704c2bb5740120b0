import type { VolumeSummary, Volumes } from '../volumes';
import type { Api } from './api';
import { volumePath } from './ids';
import { type Raw, rawList, rawObject, rawRecord, rawText, rawTime } from './raw';

export function createVolumes(api: Api): Volumes {
  return {
    async list({ unused = false, signal } = {}) {
      const filters = unused ? JSON.stringify({ dangling: ['true'] }) : undefined;
      const raw = rawObject(await api.json({ path: '/volumes', query: { filters }, signal, quick: true }));
      return rawList(raw.Volumes).map(volumeSummary);
    },
    async inspect(name, signal) {
      const raw = rawObject(await api.json({ path: volumePath(name), signal, quick: true }));
      return { ...volumeSummary(raw), raw };
    },
    async create({ name, driver = 'local', options = {}, labels = {} }, signal) {
      if (name !== undefined) volumePath(name);
      const body = { Name: name, Driver: driver, DriverOpts: options, Labels: labels };
      return volumeSummary(
        rawObject(await api.json({ method: 'POST', path: '/volumes/create', body, signal, long: true })),
      );
    },
    async remove(name) {
      await api.json({ method: 'DELETE', path: volumePath(name), long: true });
    },
  };
}

export function volumeSummary(raw: Raw): VolumeSummary {
  const name = rawText(raw.Name);
  const labels = rawRecord(raw.Labels);
  return {
    name,
    // Engines since 23 say so in a label; those before make up names like these.
    anonymous: 'com.docker.volume.anonymous' in labels || raw.Anonymous === true || /^[0-9a-f]{64}$/.test(name),
    driver: rawText(raw.Driver),
    mountpoint: rawText(raw.Mountpoint),
    created: rawTime(raw.CreatedAt),
    labels,
    options: rawRecord(raw.Options),
  };
}
