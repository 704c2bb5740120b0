import { posix } from 'node:path';
import { Readable } from 'node:stream';
import { extract, type Header } from 'tar-stream';
import { type ImageConfiguration, parseConfiguration } from './configuration';
import type { Layer } from './image-file';
import { readLayer } from './read-layer';
import { isPacked, unpack } from './unpack';

/** An image with the metadata of all its files; lowest layer first. */
export interface SavedImage {
  /** `repository:tag`; empty when it was saved by its id. */
  readonly tags: readonly string[];
  readonly configuration: ImageConfiguration;
  readonly layers: readonly Layer[];
}

/** The archive is broken or of a form nobody here knows: one sentence. */
export class ImageArchiveError extends Error {
  override readonly name = 'ImageArchiveError';
}

const maximumText = 32 * 1024 * 1024;
/** Of a tar archive. */
const blockSize = 512;

/** What is in an archive, by name. */
interface Members {
  readonly layers: Map<string, Layer>;
  readonly texts: Map<string, string>;
  /** A layer that is in the archive already is a link to it (engines before 25). */
  readonly links: Map<string, string>;
}

/**
 * Reads what `docker save` wrote, by older engines (`<id>/layer.tar`) and newer ones (`blobs/sha256/…`, compressed or
 * not), in one pass: layers are hashed as they come, nothing is kept of their content and nothing is written. Layers that
 * several of the images share are read once. Rejects with an ImageArchiveError, or with what the stream rejects with;
 * the stream is destroyed in every case.
 */
export async function readArchive(archive: Readable): Promise<readonly SavedImage[]> {
  const members: Members = { layers: new Map(), texts: new Map(), links: new Map() };
  const reader = extract();
  let broken: Error | undefined;
  archive.on('error', (error) => {
    broken = error;
    reader.destroy(error);
  });
  archive.pipe(reader as unknown as NodeJS.WritableStream);
  try {
    for await (const part of reader) {
      await readMember(part.header, part as unknown as AsyncIterable<Buffer>, members);
      part.resume();
    }
  } catch (error) {
    if (broken) throw broken;
    if (error instanceof ImageArchiveError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ImageArchiveError(`The engine's archive of the image cannot be read: ${reason.replace(/\.$/, '')}.`, {
      cause: error,
    });
  } finally {
    archive.destroy();
  }
  return manifests(members).map((manifest) => savedImage(manifest, members));
}

async function readMember({ name, type, size = 0, linkname }: Header, part: AsyncIterable<Buffer>, members: Members) {
  const path = posix.normalize(name);
  if (type === 'symlink') members.links.set(path, posix.join(posix.dirname(path), linkname ?? ''));
  if (type === 'link') members.links.set(path, posix.normalize(linkname ?? ''));
  if (type !== 'file' || size === 0) return;
  const { head, content } = await peek(part);
  switch (contentKind(head)) {
    case 'text':
      members.texts.set(path, await readText(content, name, size));
      break;
    case 'layer':
      members.layers.set(path, await readLayer(unpack(content, head)));
      break;
    default:
      // Says which version wrote this.
      content.resume();
  }
}

/** Archives are told by the magic in their first block, or by their length where they are too old to have one. */
function contentKind(head: Buffer): 'text' | 'layer' | 'other' {
  if (isPacked(head) || head.toString('latin1', 257, 262) === 'ustar') return 'layer';
  if (/^\s*[[{]/.test(head.toString('latin1', 0, 64))) return 'text';
  return head.length >= blockSize ? 'layer' : 'other';
}

/** The first block, or all there is, and a stream of everything. */
async function peek(part: AsyncIterable<Buffer>): Promise<{ readonly head: Buffer; readonly content: Readable }> {
  const chunks = part[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < blockSize) {
    const next = await chunks.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  return { head, content: Readable.from(joined(head, chunks), { objectMode: false }) };
}

async function* joined(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

async function readText(content: Readable, name: string, size: number): Promise<string> {
  if (size > maximumText)
    throw new ImageArchiveError(`The engine's archive of the image holds ${name} of ${size} bytes.`);
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

interface Manifest {
  readonly config: string;
  readonly tags: readonly string[];
  readonly layers: readonly string[];
}

/** `manifest.json`, which engines of all versions write. */
function manifests({ texts }: Members): readonly Manifest[] {
  const list = parse(texts.get('manifest.json') ?? 'null', 'manifest.json');
  if (!Array.isArray(list)) throw new ImageArchiveError("The engine's archive of the image has no list of images.");
  return list.map((item: { Config?: unknown; RepoTags?: unknown; Layers?: unknown }) => ({
    config: String(item.Config),
    tags: Array.isArray(item.RepoTags) ? item.RepoTags.map(String) : [],
    layers: Array.isArray(item.Layers) ? item.Layers.map(String) : [],
  }));
}

function savedImage({ config, tags, layers }: Manifest, members: Members): SavedImage {
  const text = members.texts.get(posix.normalize(config));
  if (text === undefined) throw new ImageArchiveError("The engine's archive lacks the configuration of the image.");
  return {
    tags,
    configuration: parseConfiguration(parse(text, config)),
    layers: layers.map((name) => findLayer(posix.normalize(name), members)),
  };
}

function findLayer(name: string, { layers, links }: Members): Layer {
  const linked = links.get(name);
  const layer = layers.get(name) ?? (linked === undefined ? undefined : layers.get(linked));
  if (layer) return layer;
  throw new ImageArchiveError(`The engine's archive of the image lacks the layer ${name}.`);
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ImageArchiveError(`${name} in the engine's archive of the image is no JSON.`, { cause });
  }
}
