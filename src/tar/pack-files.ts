import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Pack } from 'tar-stream';

export type TarHeader = Parameters<Pack['entry']>[0];

/** The archive as a stream. Filling starts with the first read and stops when the reader does. */
export function archiveStream(archive: Pack, fill: () => Promise<void>, signal?: AbortSignal): Readable {
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
  return Readable.from(chunks(), { objectMode: false, ...(signal ? { signal } : {}) });
}

/** Resolves when the entry has been read. */
export function addEntry(archive: Pack, header: TarHeader, content?: Buffer): Promise<void> {
  return new Promise((done, fail) => {
    const settle = (error?: Error | null) => (error ? fail(error) : done());
    if (content) archive.entry(header, content, settle);
    else archive.entry(header, settle);
  });
}

export interface AddFileOptions {
  /** Bytes read at once. */
  readonly chunkBytes: number;
  readonly signal?: AbortSignal | undefined;
  readonly onBytes?: (bytes: number) => void;
  /** What is thrown for a file that cannot be opened or read, with node's error. */
  readonly unreadable: (error: unknown) => unknown;
  /** What is thrown for one that became shorter while it was read. */
  readonly shrunk: () => Error;
}

/**
 * Adds a file, as a stream. The size in the header is the open file's: a file that grows meanwhile is sent as it was; one
 * that shrinks fails, as nothing true could be sent for the rest.
 */
export async function addFile(archive: Pack, path: string, header: TarHeader, options: AddFileOptions): Promise<void> {
  const handle = await open(path, 'r').catch((error) => {
    throw options.unreadable(error);
  });
  try {
    const { size } = await handle.stat();
    if (size === 0) return await addEntry(archive, header, Buffer.alloc(0));
    await new Promise<void>((done, fail) => {
      const sink = archive.entry({ ...header, size }, (error) => (error ? fail(error) : done()));
      sink.on('error', fail);
      sendFile(handle, size, sink, options).catch((error) => {
        fail(error);
        sink.destroy(error);
      });
    });
  } finally {
    await handle.close();
  }
}

type Sink = ReturnType<Pack['entry']>;

async function sendFile(
  handle: FileHandle,
  size: number,
  sink: Sink,
  { chunkBytes, signal, onBytes, unreadable, shrunk }: AddFileOptions,
): Promise<void> {
  for (let sent = 0; sent < size; ) {
    signal?.throwIfAborted();
    const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, size - sent));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, sent).catch((error) => {
      throw unreadable(error);
    });
    if (bytesRead === 0) throw shrunk();
    sent += bytesRead;
    onBytes?.(bytesRead);
    if (!sink.write(buffer.subarray(0, bytesRead))) await drained(sink);
    if (sink.destroyed) return;
  }
  sink.end(undefined);
}

function drained(sink: Sink): Promise<void> {
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
