import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { type Pack, pack } from 'tar-stream';
import { addEntry, addFile, archiveStream } from '../tar/pack-files';
import { becameShorter, readAnnounced } from './announced-file';
import { ContextError } from './context-error';
import { type FoundIgnoreFile, podmanIgnoreFiles } from './context-files';
import { type ContextPlace, openContext } from './open-context';
import { type ContextEntry, modeOf, type SkippedEntry, walkContext } from './walk';

export interface PackOptions extends ContextPlace {
  /** Sockets, pipes and devices, which no archive for a builder can hold. */
  readonly onSkip?: ((entry: SkippedEntry) => void) | undefined;
  /** Ends the stream with an AbortError. */
  readonly signal?: AbortSignal | undefined;
}

export interface PackedContext {
  /** An uncompressed tar archive, made while it is read. Fails with a ContextError; destroying it closes all files. */
  readonly stream: Readable;
  /** The Dockerfile's path in the archive, for the build API. */
  readonly dockerfilePath: string;
}

const chunkBytes = 64 * 1024;

/**
 * The archive a builder gets: what the ignore file leaves, and always the Dockerfile and the ignore file. A Dockerfile from
 * elsewhere comes with an ignore file that names both, instead of the context's own, whose lines are no longer needed: so it gets
 * into no image. Owner 0:0, so that the cache does not depend on who builds; times are kept. The first entry is the root itself, because BuildKit takes an
 * archive that starts with an extended header for a Dockerfile.
 */
export async function packContext(options: PackOptions): Promise<PackedContext> {
  const { onSkip = () => {}, signal } = options;
  signal?.throwIfAborted();
  const { root, rootStats, dockerfileText, dockerfilePath: inContext, ignoreFile, ignore } = await openContext(options);
  const dockerfilePath = inContext ?? freeName(root);
  const { podman } = options;
  const replaced = new Set(replacedIgnoreFiles({ podman, ignoreFile, outside: inContext === undefined }));
  const always = inContext === undefined ? [] : [inContext, ...(ignoreFile ? [ignoreFile.path] : [])];
  const entries = walkContext({ root, ignore, always: new Set(always), signal, onSkip });
  const archive = pack();
  const fill = async () => {
    await addEntry(archive, { name: './', type: 'directory', mode: modeOf(rootStats.mode), mtime: rootStats.mtime });
    const add = (name: string, text: Buffer) => addEntry(archive, { name, mtime: new Date(0) }, text);
    if (inContext === undefined) {
      await add(dockerfilePath, dockerfileText);
      await add('.dockerignore', Buffer.from(`.dockerignore\n${dockerfilePath}\n`));
    }
    try {
      for (const entry of entries) {
        if (!replaced.has(entry.path)) await addContextEntry(archive, root, entry, signal);
      }
    } catch (error) {
      // Whoever gave up has destroyed the archive, which then refuses the next entry.
      signal?.throwIfAborted();
      throw error;
    }
    archive.finalize();
  };
  signal?.throwIfAborted();
  const stream = archiveStream(archive, fill, signal);
  // Whoever reads it is told; nobody may do so yet when the signal aborts.
  stream.on('error', () => {});
  return { stream, dockerfilePath };
}

/**
 * Ignore files in the context's root that a builder does not get: when the Dockerfile is elsewhere, and where another ignore file
 * holds, because Podman 5 follows those in the root all the same.
 */
export function replacedIgnoreFiles(of: {
  readonly podman?: boolean | undefined;
  readonly ignoreFile: FoundIgnoreFile | undefined;
  /** The Dockerfile is not in the context. */
  readonly outside: boolean;
}): readonly string[] {
  const names = of.podman ? podmanIgnoreFiles : ['.dockerignore'];
  const another = of.podman && of.ignoreFile !== undefined && !names.includes(of.ignoreFile.path);
  return of.outside || another ? names : [];
}

async function addContextEntry(
  archive: Pack,
  root: string,
  entry: ContextEntry,
  signal: AbortSignal | undefined,
): Promise<void> {
  const header = { name: entry.path, mode: entry.mode, mtime: new Date(Number(entry.modified / 1_000_000n)) };
  if (entry.kind === 'directory') await addEntry(archive, { ...header, name: `${entry.path}/`, type: 'directory' });
  else if (entry.kind === 'link') await addEntry(archive, { ...header, type: 'symlink', linkname: entry.target });
  else if (entry.size <= chunkBytes)
    await addEntry(archive, header, readAnnounced(entry.path, join(root, entry.path), entry.size));
  else
    await addFile(archive, join(root, entry.path), header, {
      chunkBytes,
      signal,
      unreadable: (error) => ContextError.from('read', entry.path, error),
      shrunk: () => becameShorter(entry.path),
    });
}

function freeName(root: string): string {
  for (let number = 0; ; number++) {
    const name = `.layerwright.Dockerfile${number || ''}`;
    if (!existsSync(join(root, name))) return name;
  }
}
