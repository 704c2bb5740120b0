import type { ContainerSummary } from '../../engine/engine';
import { compareNames } from '../format';

/** Names of the containers that use an image, in order. */
export interface ImageUse {
  readonly running: readonly string[];
  readonly stopped: readonly string[];
}

/** Which containers use which image, kept as containers come and go. */
export interface ImageUses {
  of(imageId: string): ImageUse;
  /** Takes in these containers, and returns the ids of the images whose use differs. */
  update(containerIds: readonly string[], containers: ReadonlyMap<string, ContainerSummary>): readonly string[];
}

interface User {
  readonly imageId: string;
  readonly name: string;
  readonly active: boolean;
}

const unused: ImageUse = { running: [], stopped: [] };

export function createImageUses(): ImageUses {
  const users = new Map<string, User>();
  const byImage = new Map<string, Map<string, User>>();
  const known = new Map<string, ImageUse>();

  function forget(id: string, { imageId }: User): void {
    const others = byImage.get(imageId);
    others?.delete(id);
    if (others?.size === 0) byImage.delete(imageId);
  }

  function remember(id: string, user: User): void {
    const others = byImage.get(user.imageId);
    if (others) others.set(id, user);
    else byImage.set(user.imageId, new Map([[id, user]]));
  }

  return {
    of(imageId) {
      const members = byImage.get(imageId);
      if (!members) return unused;
      const use = known.get(imageId) ?? useOf(members.values());
      known.set(imageId, use);
      return use;
    },
    update(containerIds, containers) {
      const differing = new Set<string>();
      for (const id of containerIds) {
        const before = users.get(id);
        const now = userOf(containers.get(id));
        if (before?.imageId === now?.imageId && before?.name === now?.name && before?.active === now?.active) continue;
        if (before) forget(id, before);
        if (now) remember(id, now);
        if (now) users.set(id, now);
        else users.delete(id);
        for (const user of [before, now]) if (user) differing.add(user.imageId);
      }
      for (const imageId of differing) known.delete(imageId);
      return [...differing];
    },
  };
}

function userOf(container: ContainerSummary | undefined): User | undefined {
  if (!container) return undefined;
  const { imageId, name, state } = container;
  return { imageId, name, active: state === 'running' || state === 'paused' || state === 'restarting' };
}

function useOf(users: Iterable<User>): ImageUse {
  const running: string[] = [];
  const stopped: string[] = [];
  for (const { name, active } of users) (active ? running : stopped).push(name);
  return { running: running.sort(compareNames), stopped: stopped.sort(compareNames) };
}
