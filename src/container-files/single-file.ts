import { Readable } from 'node:stream';
import { extract, type Header, pack } from 'tar-stream';
import type { TarHeader } from '../tar/pack-files';

export interface TarFile {
  readonly header: Header;
  readonly content: AsyncIterable<Buffer>;
}

/**
 * The first entry of a tar, which is what the tar was made of. Whoever does not read the content to its end destroys the
 * tar. Undefined for an empty tar.
 */
export async function firstEntry(tar: Readable): Promise<TarFile | undefined> {
  const reader = extract();
  tar.on('error', (error) => reader.destroy(error));
  tar.on('close', () => {
    if (!tar.readableEnded) reader.destroy();
  });
  tar.pipe(reader as unknown as NodeJS.WritableStream);
  const { done, value: entry } = await reader[Symbol.asyncIterator]().next();
  return done ? undefined : { header: entry.header, content: entry as AsyncIterable<Buffer> };
}

/** A tar of one entry, for an upload. */
export function tarOf(header: TarHeader, content?: Uint8Array): Readable {
  const archive = pack();
  if (content) archive.entry({ ...header, size: content.length }, Buffer.from(content));
  else archive.entry(header);
  archive.finalize();
  return Readable.from(archive as AsyncIterable<Buffer>, { objectMode: false });
}

/** Tar's own times are in whole seconds; an extended header holds the fraction, which tells two saves of one second apart. */
export function exactTime(milliseconds: number): Pick<Header, 'mtime' | 'pax'> {
  return { mtime: new Date(milliseconds), pax: { mtime: (milliseconds / 1000).toFixed(3) } };
}
