import { type Pack, pack } from 'tar-stream';
import { packBusybox, packNode } from './base-files';
import type { TestEngine } from './engine';
import { readBases, writeBases } from './engine-reset';
import { socketRequest } from './socket-http';
import { requireTools } from './tools.mjs';

/** `busybox` answers for alpine and busybox, `node` for the official Node.js images. */
export type BaseKind = 'busybox' | 'node';

const standIns: Readonly<
  Record<BaseKind, { readonly references: readonly string[]; readonly changes: readonly string[] }>
> = {
  busybox: {
    references: ['alpine:latest', 'alpine:3.20', 'alpine:3.19', 'busybox:latest', 'busybox:1.36'],
    changes: ['CMD ["sh"]'],
  },
  node: {
    references: [
      'node:latest',
      'node:22',
      'node:20',
      'node:22-slim',
      'node:20-slim',
      'node:22-alpine',
      'node:20-alpine',
      'node:lts-alpine',
    ],
    changes: ['CMD ["node"]', `ENV NODE_VERSION=${process.versions.node}`],
  },
};

const path = 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * Makes base images in the engine from files of this machine, without a network. They stay in the engine's data between
 * runs and survive `reset`, so only the first run of a clone pays for them.
 */
export async function ensureBases(engine: TestEngine, kinds: readonly BaseKind[]): Promise<void> {
  requireTools('The stand-in for alpine', [{ program: 'busybox', debianPackage: 'busybox-static' }]);
  for (const kind of kinds) {
    const { references, changes } = standIns[kind];
    const [first = ''] = references;
    const bases = readBases(engine.stateFolder);
    if (references.every((reference) => reference in bases)) continue;
    const fill = kind === 'node' ? packNode : packBusybox;
    const id = bases[first] ?? (await importImage(engine, fill, first, [...changes, path]));
    for (const reference of references) {
      const [repository, tag] = reference.split(':');
      await engine.call(`/images/${id}/tag?repo=${repository}&tag=${tag}`, { method: 'POST' });
    }
    writeBases(engine.stateFolder, { ...bases, ...Object.fromEntries(references.map((reference) => [reference, id])) });
  }
}

async function importImage(
  engine: TestEngine,
  fill: (archive: Pack) => Promise<void>,
  reference: string,
  changes: readonly string[],
): Promise<string> {
  const [repository = '', tag = ''] = reference.split(':');
  const query = new URLSearchParams([
    ['fromSrc', '-'],
    ['repo', repository],
    ['tag', tag],
  ]);
  for (const change of changes) query.append('changes', change);
  const body = pack();
  fill(body).then(
    () => body.finalize(),
    (error) => body.destroy(error),
  );
  const headers = { 'Content-Type': 'application/x-tar' };
  const { text } = await socketRequest(engine.socketPath, `/images/create?${query}`, { method: 'POST', body, headers });
  // The engine answers 200 before it knows, and reports a failure inside the stream.
  if (/"error"|"message"/.test(text)) throw new Error(`The base image ${reference} could not be made: ${text.trim()}`);
  return (await engine.call<{ Id: string }>(`/images/${reference}/json`)).Id;
}
