import type { Readable } from 'node:stream';
import { ContextError } from '../../context/context-error';
import type { BuildContext, BuildOptions } from '../build-options';
import type { BuildEvent } from '../build-progress';
import { EngineError } from '../errors';
import type { Api } from './api';
import { buildFailure, createBuildLog } from './build-failure';
import type { BuildSession } from './buildkit-session';
import { assertReference } from './ids';
import { createLegacyDecoder } from './legacy-progress';
import { configHeader } from './registry-auth';
import { jsonLines, reportedError } from './streams';
import type { Query } from './transport';
import { type Upload, watchUpload } from './upload';

/** Leaving the loop, or the signal, closes the connection: that stops what the engine runs. */
export async function* build(api: Api, context: BuildContext, options: BuildOptions): AsyncGenerator<BuildEvent> {
  for (const tag of options.tags) assertReference(tag);
  const { buildkit } = await api.negotiated(options.signal);
  const withBuildkit = options.builder === undefined ? buildkit : options.builder === 'buildkit';
  assertCan(options, { buildkit, withBuildkit });
  const log = createBuildLog();
  const buildkitParts = withBuildkit ? await loadBuildkit() : undefined;
  const decoder = buildkitParts ? buildkitParts.createBuildkitDecoder() : createLegacyDecoder();
  let session: BuildSession | undefined;
  let upload: Upload | undefined;
  try {
    const packed = await pack(context, options.signal);
    const archive = countBytes(packed.stream, context.onSent);
    upload = watchUpload(archive, options.signal);
    const { signal } = upload;
    session = await buildkitParts?.openBuildSession(api, options.auths ?? {}, signal);
    const answer = await api.stream({
      method: 'POST',
      path: '/build',
      query: { ...buildQuery(options, withBuildkit), dockerfile: packed.dockerfilePath, session: session?.id },
      headers: { 'Content-Type': 'application/x-tar', ...configHeader(options.auths) },
      upload: archive,
      signal,
      concern: 'build',
    });
    for await (const line of jsonLines(answer, (cause) => api.failure(cause, signal))) {
      const problem = reportedError(line);
      const events = problem === undefined ? decoder.decode(line) : decoder.fail(problem);
      for (const event of events) {
        log.add(event);
        yield event;
      }
      if (problem !== undefined) throw buildFailure(problem, log);
    }
    yield* decoder.end();
    const id = decoder.image();
    // Neither an image nor an error: the engine gave up without a word.
    if (id === undefined) throw new EngineError('build-failed', 'The build ended without an image.', log.hint());
    yield { type: 'image', id };
  } catch (error) {
    const broken = upload?.error();
    throw broken === undefined ? contextFailure(error, options.signal) : unreadable(broken);
  } finally {
    session?.close();
    upload?.end();
  }
}

/** A chunk of its own, for the sake of those who never build. */
async function loadBuildkit() {
  const [{ createBuildkitDecoder }, { openBuildSession }] = await Promise.all([
    import('./buildkit-progress'),
    import('./buildkit-session'),
  ]);
  return { createBuildkitDecoder, openBuildSession };
}

function assertCan(options: BuildOptions, can: { readonly buildkit: boolean; readonly withBuildkit: boolean }): void {
  if (can.withBuildkit && !can.buildkit)
    throw new EngineError('invalid', 'This engine has no BuildKit.', { hint: 'Build with the legacy builder.' });
  const mounts = Object.keys({ ...options.secrets, ...options.ssh }).length > 0;
  if (mounts && !can.withBuildkit)
    throw new EngineError('invalid', 'Secrets and ssh agents need BuildKit.', {
      hint: can.buildkit ? 'Build with BuildKit.' : 'Use an engine with BuildKit.',
    });
}

async function pack({ root, dockerfile, ignoreFile, onSkip }: BuildContext, signal: AbortSignal) {
  const { packContext } = await import('../../context/tar-context');
  return packContext({ root, dockerfile, ignoreFile, onSkip, signal });
}

/** What the person is told of a context that could not be read; anything else stays as it is. */
function contextFailure(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted && !(error instanceof EngineError))
    return new EngineError('cancelled', 'The call was cancelled.', { cause: error });
  return error instanceof ContextError ? unreadable(error) : error;
}

function unreadable(cause: Error): EngineError {
  const reason = cause.message.replace(/\.$/, '');
  const message = cause instanceof ContextError ? reason : `The build context could not be read: ${reason}`;
  return new EngineError('invalid', `${message}.`, { cause });
}

function buildQuery(options: BuildOptions, buildkit: boolean): Query {
  const { tags, target, buildArgs, labels, noCache, pull, platform, networkMode, extraHosts, cacheFrom } = options;
  return {
    t: tags,
    target,
    buildargs: buildArgs && JSON.stringify(buildArgs),
    labels: labels && JSON.stringify(labels),
    nocache: noCache,
    pull: pull ? '1' : undefined,
    platform,
    networkmode: networkMode,
    extrahosts: extraHosts,
    cachefrom: cacheFrom && JSON.stringify(cacheFrom),
    rm: true,
    forcerm: true,
    version: buildkit ? '2' : undefined,
  };
}

/** Destroying it destroys the source. */
function countBytes(source: Readable, onBytes: BuildContext['onSent']): Readable {
  if (!onBytes) return source;
  let sent = 0;
  source.on('data', (chunk: Buffer) => {
    sent += chunk.length;
    onBytes(sent);
  });
  return source.pause();
}
