import { cacheId, isReadOnly } from '../../dockerfile/mount';
import type { RunStep } from '../flow/flow';
import { baseImageOf, type Release, releaseOf } from './base-image';
import type { PlacedMount } from './mount-places';

/** The first use of each cache of system packages, by its id. */
export type CacheUsers = Map<string, { readonly step: RunStep; readonly release: Release }>;

/** Another distribution, or another release of it, uses the same cache further up. */
export function foreignUser(users: CacheUsers, step: RunStep, { mount, target }: PlacedMount): RunStep | undefined {
  if (target === undefined || isReadOnly(mount) || !/^\/var\/(?:cache|lib)\/(?:apt|dnf|yum|zypp)(?:\/|$)/.test(target))
    return undefined;
  const id = cacheId(mount);
  const image = baseImageOf(step.instruction.stage);
  const release = image && releaseOf(image);
  if (id === undefined || id.includes('$') || !release || release.distribution === 'other') return undefined;
  const first = users.get(id);
  if (!first) {
    users.set(id, { step, release });
    return undefined;
  }
  const differs =
    first.release.distribution !== release.distribution ||
    (first.release.release !== undefined && release.release !== undefined && first.release.release !== release.release);
  return differs ? first.step : undefined;
}

/** `var-cache-apt-debian-bookworm`: an id that says whose cache it is. */
export function ownId(step: RunStep, target: string): string {
  const image = baseImageOf(step.instruction.stage);
  const release = image && releaseOf(image);
  const base = release ? [release.distribution, release.release] : [image?.name];
  return [...target.split('/'), ...base].filter(Boolean).join('-');
}
