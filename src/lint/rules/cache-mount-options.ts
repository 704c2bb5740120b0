import type { RunInstruction } from '../../dockerfile/model';
import { isReadOnly, mountOption } from '../../dockerfile/mount';
import { addOption } from '../cache-mounts/add-mounts';
import { type CacheUsers, foreignUser, ownId } from '../cache-mounts/cache-id';
import { cacheMountsOf, mountOver, type PlacedMount } from '../cache-mounts/mount-places';
import { notOwned } from '../cache-mounts/not-owned';
import { places } from '../cache-mounts/places';
import { ecosystemOf } from '../ecosystems/ecosystems';
import { hasCacheMount } from '../facts/file-facts';
import type { RunStep } from '../flow/flow';
import { runStepsWithTriggers } from '../flow/run-step';
import type { Rule, RuleFinding } from '../rule';

/** A cache mount that two builds break, or that its user cannot write to. */
export const cacheMountOptions: Rule = {
  id: 'cache-mount-options',
  summary: 'Give cache mounts the lock, the owner and the id they need',
  category: 'cache',
  severity: 'warning',
  since: '0.1.0',
  related: { cache: 'CACHE034' },
  docs: {
    why: 'A cache mount is shared between builds, and between steps that run side by side. apt, apk, dnf, zypper and pacman lock their directories and give up when somebody else holds the lock, unless the mount has `sharing=locked`. A mount belongs to root: a step that runs as another user cannot write to it, and fails or goes without its cache, unless the mount has `uid` and `gid`. Mounts with the same id are the same directory, and the id is the target unless something else is said: two distributions then overwrite each other’s index.',
    notes:
      'The numbers of a user are taken from `USER`, from the `useradd` or `adduser` of this file, and known for `node` and a few others; where they are not known, there is no fix. Options count when a cache is made: a builder that has the cache already keeps its owner until the cache is pruned or gets another id. A cache of compiled code that several architectures share wants `id=…-$TARGETARCH`, which no rule can see from here.',
    bad: [
      'FROM alpine:3.20\nRUN --mount=type=cache,target=/etc/apk/cache apk add git\n',
      'FROM node:22\nWORKDIR /app\nUSER node\nCOPY --chown=node package.json ./\nRUN --mount=type=cache,target=/home/node/.npm npm install\n',
    ],
    good: [
      'FROM alpine:3.20\nRUN --mount=type=cache,target=/etc/apk/cache,sharing=locked apk add git\n',
      'FROM node:22\nWORKDIR /app\nUSER node\nCOPY --chown=node package.json ./\nRUN --mount=type=cache,target=/home/node/.npm,uid=1000,gid=1000 npm install\n',
      'FROM node:22\nRUN --mount=type=cache,target=/root/.npm npm install --global typescript@5\n',
    ],
  },
  applies: hasCacheMount,
  *check(file) {
    const users: CacheUsers = new Map();
    for (const step of runStepsWithTriggers(file)) {
      const mounts = cacheMountsOf(file, step.instruction).filter(({ mount }) => !isReadOnly(mount));
      if (mounts.length === 0) continue;
      yield* unlocked(step, mounts);
      yield* notOwned(file, step, mounts);
      yield* mixed(users, step, mounts);
    }
  },
};

/** Directories each manager holds a lock in, or writes without asking. */
const lockedDirectories = (['apt', 'apk', 'dnf', 'zypper', 'pacman'] as const).map(
  (id) => [id, [...(places[id]?.fixed ?? []), ...(places[id]?.also ?? [])]] as const,
);

function* unlocked(step: RunStep, mounts: readonly PlacedMount[]): Iterable<RuleFinding> {
  for (const [id, directories] of lockedDirectories) {
    const used = step.commands.some(
      ({ recognised }) => recognised?.ecosystem === id && /^system-(?:install|update|upgrade)$/.test(recognised.role),
    );
    if (!used) continue;
    const open = mounts.filter((placed) => {
      const sharing = mountOption(placed.mount, 'sharing')?.value ?? 'shared';
      const known = placed.target !== undefined && sharing === 'shared';
      const below = directories.some((directory) => placed.target?.startsWith(`${directory}/`));
      return known && (below || directories.some((directory) => mountOver([placed], directory)));
    });
    const [first] = open;
    if (!first) continue;
    yield {
      span: first.mount.flag.span,
      instruction: step.instruction,
      message: `Another build, or a step of this one that runs at the same time, may use this cache too, and ${ecosystemOf(id).name} breaks when two write to it. Add sharing=locked, and one waits for the other.`,
      related: open.slice(1).map(({ mount }) => ({ span: mount.flag.span, message: 'This mount, too.' })),
      // Safe: it decides who waits for whom, not what is installed.
      fixes: [
        {
          title: 'Add sharing=locked',
          safe: true,
          edits: open.map(({ mount }) => {
            const sharing = mountOption(mount, 'sharing');
            return sharing ? { span: sharing.span, newText: 'sharing=locked' } : addOption(mount, ',sharing=locked');
          }),
        },
      ],
    };
  }
}

function* mixed(users: CacheUsers, step: RunStep, mounts: readonly PlacedMount[]): Iterable<RuleFinding> {
  const clashes = mounts.flatMap((placed) => {
    const other = foreignUser(users, step, placed);
    return other ? [{ placed, other }] : [];
  });
  const [first] = clashes;
  if (!first) return;
  yield {
    span: first.placed.mount.flag.span,
    instruction: step.instruction,
    message:
      'A stage on another distribution uses the same cache, because the id is the target unless another one is given: each overwrites the index and the packages of the other. Give this mount an id of its own.',
    related: [{ span: firstMount(first.other.instruction), message: 'The other stage uses it here.' }],
    // Safe: it only decides which cache is used.
    fixes: [
      {
        title: 'Give the cache an id of its own',
        safe: true,
        edits: clashes.map(({ placed: { mount, target } }) => {
          const id = mountOption(mount, 'id');
          const text = `id=${ownId(step, target ?? '')}`;
          return id ? { span: id.span, newText: text } : addOption(mount, `,${text}`);
        }),
      },
    ],
  };
}

function firstMount(run: RunInstruction) {
  return run.mounts.find(({ type }) => type === 'cache')?.flag.span ?? run.keywordSpan;
}
