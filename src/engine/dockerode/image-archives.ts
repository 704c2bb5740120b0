import { PassThrough, pipeline, type Readable } from 'node:stream';
import type { ImportOptions, LoadEvent } from '../archives';
import { EngineError } from '../errors';
import { parseReference } from '../references';
import { sentence } from './answer-errors';
import type { Api, ApiCall } from './api';
import { assertReference, isImageId } from './ids';
import { type Raw, rawObject, rawText } from './raw';
import { jsonLines, reportedError } from './streams';
import { watchUpload } from './upload';

/** An answer that is an archive: ends with an EngineError when it breaks off. */
export async function download(api: Api, call: ApiCall): Promise<Readable> {
  const answer = await api.stream(call);
  const archive = new PassThrough();
  pipeline(answer, archive, () => {});
  archive.on('error', () => {});
  answer.on('error', (cause) => archive.destroy(api.failure(cause, call.signal)));
  answer.on('aborted', () => archive.destroy(api.failure(new Error('aborted'), call.signal)));
  return archive;
}

export async function saveImages(api: Api, refs: readonly string[], signal: AbortSignal): Promise<Readable> {
  for (const ref of refs) if (!isImageId(ref)) assertReference(ref);
  return download(api, { path: '/images/get', query: { names: refs }, signal });
}

export async function* loadImages(api: Api, archive: Readable, signal: AbortSignal): AsyncGenerator<LoadEvent> {
  for await (const line of uploaded(api, archive, { path: '/images/load', query: { quiet: false }, signal })) {
    const detail = rawObject(line.progressDetail);
    yield {
      current: typeof detail.current === 'number' ? detail.current : undefined,
      total: typeof detail.total === 'number' ? detail.total : undefined,
      loaded: loadedName(line),
    };
  }
}

export async function importImage(api: Api, archive: Readable, options: ImportOptions): Promise<string> {
  const { reference, message, changes, platform, signal } = options;
  const name = reference === undefined ? undefined : tagOf(reference);
  const query = { fromSrc: '-', repo: name?.repo, tag: name?.tag, message, changes, platform };
  let id: string | undefined;
  for await (const line of uploaded(api, archive, { path: '/images/create', query, signal })) {
    id = /^sha256:[0-9a-f]{64}$/.exec(rawText(line.status) || rawText(line.id))?.[0] ?? id;
  }
  if (id === undefined) throw new EngineError('protocol', 'The engine did not say which image it made.');
  return id;
}

/** Throws EngineError `invalid` for a reference that cannot be given to an image. */
export function tagOf(reference: string): { readonly repo: string; readonly tag: string } {
  assertReference(reference);
  const { name = '', tag = 'latest', digest } = parseReference(reference) ?? {};
  if (digest !== undefined) throw new EngineError('invalid', 'A tag cannot have a digest.');
  return { repo: name, tag };
}

async function* uploaded(api: Api, archive: Readable, call: ApiCall & { signal: AbortSignal }): AsyncGenerator<Raw> {
  const upload = watchUpload(archive, call.signal);
  try {
    const headers = { 'Content-Type': 'application/x-tar' };
    const answer = await api.stream({ ...call, method: 'POST', headers, upload: archive, signal: upload.signal });
    for await (const line of jsonLines(answer, (cause) => api.failure(cause, upload.signal))) {
      const problem = reportedError(line);
      if (problem !== undefined) throw notAnArchive(problem);
      yield line;
    }
  } catch (error) {
    const broken = upload.error();
    if (broken === undefined) throw error instanceof EngineError ? notAnArchive(error.message, error) : error;
    throw new EngineError('invalid', `The archive could not be read: ${broken.message.replace(/\.$/, '')}.`, {
      cause: broken,
    });
  } finally {
    upload.end();
  }
}

/** Engines say this of a file that is no tar, or another tar than they expect. */
function notAnArchive(message: string, cause: EngineError | undefined = undefined): EngineError {
  if (
    /archive\/tar|invalid tar header|unexpected EOF|manifest\.json|no such file or directory|repositories|unrecognized image format|gzip: invalid header|does not contain/i.test(
      message,
    )
  ) {
    return new EngineError('invalid', 'This is not an archive the engine can read.', {
      cause: cause ?? new Error(message),
      hint: 'Load takes what "docker save" wrote; import takes a tar of files, as "docker export" writes it.',
    });
  }
  return cause ?? new EngineError('protocol', sentence(message));
}

/** `Loaded image: name` of Docker, `Loaded image ID: sha256:…` of one without a name, `Loaded image(s): a,b` of Podman. */
function loadedName(line: Raw): string | undefined {
  return /^Loaded image(?: ID|\(s\))?: (\S+)/.exec(rawText(line.stream))?.[1];
}
