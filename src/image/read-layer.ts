import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import { extract, type Header } from 'tar-stream';
import type { FileType, ImageFile, Layer, LayerEntry } from './image-file';

const whiteout = '.wh.';
/** Of AUFS: `.wh..wh..opq` empties a directory, the others are its own book-keeping. */
const internal = '.wh..wh.';
const opaque = '.wh..wh..opq';
const attributePrefix = 'SCHILY.xattr.';

/** Reads a layer's uncompressed archive to its end. Contents are hashed as they pass and kept nowhere. */
export async function readLayer(archive: Readable): Promise<Layer> {
  // The archives from before ustar, too. Its types do not know the option.
  const reader = extract({ allowUnknownFormat: true } as object);
  archive.on('error', (error) => reader.destroy(error));
  archive.pipe(reader as unknown as NodeJS.WritableStream);
  const entries: LayerEntry[] = [];
  let bytes = 0;
  for await (const part of reader) {
    const { header } = part;
    const digest = isContent(header) ? await sha256(part as unknown as AsyncIterable<Uint8Array>) : undefined;
    part.resume();
    const entry = layerEntry(header, digest);
    if (entry === undefined) continue;
    entries.push(entry);
    if (entry.kind === 'file') bytes += entry.file.size;
  }
  return { entries, bytes };
}

function isContent({ type }: Header): boolean {
  return type === 'file' || type === 'contiguous-file';
}

async function sha256(content: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of content) hash.update(chunk);
  return hash.digest('hex');
}

/** Undefined for the root itself, for a name that leads out of it, and for what is no file. */
function layerEntry(header: Header, digest: string | undefined): LayerEntry | undefined {
  const path = insideRoot(header.name);
  if (path === undefined) return undefined;
  const { dir, base } = posix.parse(path);
  if (base === opaque) return { kind: 'emptied', path: dir };
  if (base.startsWith(internal)) return undefined;
  if (base.startsWith(whiteout)) return { kind: 'removed', path: posix.join(dir, base.slice(whiteout.length)) };
  if (header.type === 'link') {
    const target = insideRoot(header.linkname ?? '');
    return target === undefined ? undefined : { kind: 'hard-link', path, target };
  }
  const type = fileType(header.type);
  return type && { kind: 'file', file: imageFile(path, type, header, digest) };
}

function imageFile(path: string, type: FileType, header: Header, digest: string | undefined): ImageFile {
  const { mode = 0, uid = 0, gid = 0, size = 0, linkname, devmajor = 0, devminor = 0, pax } = header;
  const isDevice = type === 'character-device' || type === 'block-device';
  return {
    path,
    type,
    // A link has no permissions of its own.
    mode: type === 'symlink' ? 0o777 : mode & 0o7777,
    uid,
    gid,
    size: type === 'file' ? size : 0,
    digest,
    target: type === 'symlink' ? (linkname ?? '') : undefined,
    device: isDevice ? `${devmajor}:${devminor}` : undefined,
    attributes: attributes(pax),
  };
}

/** From the records of an extended header: key → value, both text. */
function attributes(pax: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries((pax ?? {}) as Readonly<Record<string, string>>)
      .filter(([key]) => key.startsWith(attributePrefix))
      .map(([key, value]) => [key.slice(attributePrefix.length), value]),
  );
}

function insideRoot(name: string): string | undefined {
  const path = posix.normalize(`./${name}`).replace(/\/$/, '');
  return path === '.' || path === '' || path === '..' || path.startsWith('../') ? undefined : path;
}

function fileType(type: Header['type']): FileType | undefined {
  switch (type) {
    case 'file':
    case 'contiguous-file':
      return 'file';
    case 'directory':
    case 'symlink':
    case 'character-device':
    case 'block-device':
    case 'fifo':
      return type;
    default:
      return undefined;
  }
}
