import { existsSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type Pack, pack } from 'tar-stream';
import { ContextError } from './context-error';
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

type Header = Parameters<Pack['entry']>[0];

const chunkSize = 64 * 1024;

/**
 * The archive a builder gets: what the ignore file leaves, and always the Dockerfile and the ignore file. Owner 0:0, so that
 * the cache does not depend on who builds; times are kept. The first entry is the root itself, because BuildKit takes an
 * archive that starts with an extended header for a Dockerfile.
 */
export async function packContext(options: PackOptions): Promise<PackedContext> {
  const { onSkip = () => {}, signal } = options;
  signal?.throwIfAborted();
  const { root, rootStats, dockerfileText, dockerfilePath: inContext, ignoreFile, ignore } = await openContext(options);
  const dockerfilePath = inContext ?? freeName(root);
  const entries = walkContext({
    root,
    ignore,
    always: new Set([inContext, ignoreFile?.path].filter((path) => path !== undefined)),
    signal,
    onSkip,
  });
  const archive = pack();
  const fill = async () => {
    await addEntry(archive, { name: './', type: 'directory', mode: modeOf(rootStats.mode), mtime: rootStats.mtime });
    if (inContext === undefined) await addEntry(archive, { name: dockerfilePath, mtime: new Date(0) }, dockerfileText);
    for (const entry of entries) {
      await addContextEntry(archive, root, entry, signal);
    }
    archive.finalize();
  };
  return { stream: readable(archive, fill, signal), dockerfilePath };
}

/** Filling starts with the first read and stops when the reader does. */
function readable(archive: Pack, fill: () => Promise<void>, signal: AbortSignal | undefined): Readable {
  async function* chunks(): AsyncGenerator<Buffer> {
    let failure: unknown;
    const filling = fill().catch((error: unknown) => {
      failure = error;
      archive.destroy();
    });
    try {
      yield* archive as AsyncIterable<Buffer>;
    } catch (error) {
      failure ??= error;
    } finally {
      archive.destroy();
      await filling;
    }
    if (failure !== undefined) throw failure;
  }
  signal?.throwIfAborted();
  const stream = Readable.from(chunks(), { objectMode: false, ...(signal ? { signal } : {}) });
  // Whoever reads it is told; nobody may do so yet when the signal aborts.
  stream.on('error', () => {});
  return stream;
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
  else await addFile(archive, join(root, entry.path), header, signal);
}

/**
 * The size in the header is the open file's. A file that grows meanwhile is sent as it was; one that shrinks fails, as
 * nothing true could be sent for the rest.
 */
async function addFile(archive: Pack, file: string, header: Header, signal: AbortSignal | undefined): Promise<void> {
  const handle = await open(file, 'r').catch((error) => {
    throw ContextError.from('read', header.name, error);
  });
  try {
    const { size } = await handle.stat();
    if (size === 0) return await addEntry(archive, header, Buffer.alloc(0));
    await new Promise<void>((done, fail) => {
      const sink = archive.entry({ ...header, size }, (error) => (error ? fail(error) : done()));
      sink.on('error', fail);
      sendFile(handle, size, header.name, signal, sink).catch((error) => {
        fail(error);
        sink.destroy(error);
      });
    });
  } finally {
    await handle.close();
  }
}

async function sendFile(
  handle: FileHandle,
  size: number,
  path: string,
  signal: AbortSignal | undefined,
  sink: ReturnType<Pack['entry']>,
): Promise<void> {
  for (let sent = 0; sent < size; ) {
    signal?.throwIfAborted();
    const buffer = Buffer.allocUnsafe(Math.min(chunkSize, size - sent));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, sent).catch((error) => {
      throw ContextError.from('read', path, error);
    });
    if (bytesRead === 0) {
      throw new ContextError(`"${path}" became shorter while the build context was sent; build again`, path);
    }
    sent += bytesRead;
    if (!sink.write(buffer.subarray(0, bytesRead))) await drained(sink);
    if (sink.destroyed) return;
  }
  sink.end(undefined);
}

function drained(sink: ReturnType<Pack['entry']>): Promise<void> {
  return new Promise((done) => {
    const settle = () => {
      sink.off('drain', settle);
      sink.off('close', settle);
      done();
    };
    sink.on('drain', settle);
    sink.on('close', settle);
  });
}

function addEntry(archive: Pack, header: Header, content?: Buffer): Promise<void> {
  return new Promise((done, fail) => {
    const settle = (error?: Error | null) => (error ? fail(error) : done());
    if (content) archive.entry(header, content, settle);
    else archive.entry(header, settle);
  });
}

function freeName(root: string): string {
  for (let number = 0; ; number++) {
    const name = `.layerwright.Dockerfile${number || ''}`;
    if (!existsSync(join(root, name))) return name;
  }
}
