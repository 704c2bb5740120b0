import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { socketJson, socketRequest } from './socket-http';

/** Base images of an engine: reference to image id. Kept beside its data, because a test may untag or remove them. */
export type BaseRecord = Readonly<Record<string, string>>;

export function readBases(stateFolder: string): BaseRecord {
  const file = recordFile(stateFolder);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as BaseRecord) : {};
}

export function writeBases(stateFolder: string, bases: BaseRecord): void {
  writeFileSync(recordFile(stateFolder), JSON.stringify(bases, null, 2));
}

/** Brings an engine back to nothing but its base images under their names. */
export async function resetEngine(socketPath: string, stateFolder: string): Promise<void> {
  const call = <T>(path: string, method: 'GET' | 'POST' | 'DELETE' = 'GET') =>
    socketJson<T>(socketPath, path, { method });
  const containers = await call<readonly { Id: string }[]>('/containers/json?all=1');
  await Promise.all(
    containers.map(({ Id }) => socketRequest(socketPath, `/containers/${Id}?force=1&v=1`, { method: 'DELETE' })),
  );
  const bases = readBases(stateFolder);
  await removeImages(socketPath, bases);
  await call('/networks/prune', 'POST');
  // Podman has no build cache of its own, and answers 404.
  await socketRequest(socketPath, '/build/prune?all=1', { method: 'POST' });
  const { Volumes } = await call<{ Volumes: readonly { Name: string }[] | null }>('/volumes');
  for (const { Name } of Volumes ?? []) await call(`/volumes/${Name}?force=1`, 'DELETE');
  const kept: Record<string, string> = {};
  for (const [reference, id] of Object.entries(bases)) {
    const [repository = '', tag = 'latest'] = reference.split(':');
    const { status } = await socketRequest(socketPath, `/images/${id}/tag?repo=${repository}&tag=${tag}`, {
      method: 'POST',
    });
    if (status === 201) kept[reference] = id;
  }
  writeBases(stateFolder, kept);
}

async function removeImages(socketPath: string, bases: BaseRecord): Promise<void> {
  const ids = new Set(Object.values(bases));
  const images = await socketJson<readonly { Id: string; RepoTags: readonly string[] | null }[]>(
    socketPath,
    '/images/json',
  );
  const remove = (name: string) =>
    socketRequest(socketPath, `/images/${encodeURIComponent(name)}?force=1`, { method: 'DELETE' });
  for (const { Id, RepoTags } of images) {
    if (!ids.has(Id)) await remove(Id);
    else for (const tag of RepoTags ?? []) if (!(tag in bases)) await remove(tag);
  }
  await socketJson(socketPath, `/images/prune?filters=${encodeURIComponent('{"dangling":["true"]}')}`, {
    method: 'POST',
  });
}

function recordFile(stateFolder: string): string {
  return join(stateFolder, 'bases.json');
}
