import { EngineError } from '../errors';
import { validateReference } from '../references';

/**
 * Ids and names as they stand in a path. An empty or `..` one would be redirected by the engine to another call, and
 * `?` would end the path, so only what the engine itself accepts as a name passes.
 */
export function containerPath(id: string): string {
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/.test(id))
    throw new EngineError('invalid', `"${id}" is not a container name or id.`);
  return `/containers/${id}`;
}

export function volumePath(name: string): string {
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/.test(name)) throw new EngineError('invalid', `"${name}" is not a volume name.`);
  return `/volumes/${name}`;
}

/** Names of networks may hold spaces and the like; dots alone and slashes would lead elsewhere. */
export function networkPath(network: string): string {
  if (network.trim() === '' || /^\.+$|[/?#%\\]/.test(network))
    throw new EngineError('invalid', `"${network}" is not a network name or id.`);
  return `/networks/${encodeURIComponent(network)}`;
}

export function imagePath(reference: string): string {
  if (isImageId(reference)) return `/images/${reference}`;
  assertReference(reference);
  return `/images/${reference}`;
}

export function assertReference(reference: string): void {
  const problem = validateReference(reference);
  if (problem !== undefined) throw new EngineError('invalid', problem);
}

/** A full or shortened id. */
export function isImageId(reference: string): boolean {
  return /^(?:sha256:)?[0-9a-f]{4,64}$/.test(reference);
}
