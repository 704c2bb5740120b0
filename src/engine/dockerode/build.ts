import { ContextError } from '../../context/context-error';
import type { BuildContext, BuildOptions } from '../build-options';
import type { BuildEvent } from '../build-progress';
import { EngineError } from '../errors';
import type { Api, ApiCall } from './api';
import { buildFailure, createBuildLog } from './build-failure';
import { buildQuery } from './build-query';
import { assertReference } from './ids';
import type { ProgressDecoder } from './progress-decoder';
import { type SilenceWatch, watchSilence } from './silence';
import { jsonLines, reportedError } from './streams';

/** Leaving the loop, or the signal, closes the connection: that stops what the engine runs. */
export async function* build(api: Api, context: BuildContext, options: BuildOptions): AsyncGenerator<BuildEvent> {
  for (const tag of options.tags) assertReference(tag);
  if (options.builder === 'docker') {
    const { buildWithDocker } = await import('./buildx/build-with-docker');
    yield* buildWithDocker(api.endpoint, context, options);
    return;
  }
  const { buildkit } = await api.negotiated(options.signal);
  const withBuildkit = options.builder === undefined ? buildkit : options.builder === 'buildkit';
  assertCan(options, { buildkit, withBuildkit });
  const stop = createStop(options.signal);
  const silence = watchSilence(api, stop.because);
  const watched: BuildContext = {
    ...context,
    onSent(bytes) {
      silence.heard();
      context.onSent?.(bytes);
    },
  };
  const prepare = withBuildkit
    ? (await import('./build-with-session')).prepareSession
    : (await import('./build-with-tar')).prepareTar;
  let prepared: PreparedBuild | undefined;
  try {
    prepared = await prepare(api, { context: watched, options, stop: stop.because, signal: stop.signal });
    const call: ApiCall = {
      ...prepared.call,
      method: 'POST',
      path: '/build',
      query: { ...buildQuery(options), ...prepared.call.query },
      signal: stop.signal,
      concern: 'build',
    };
    yield* events(api, call, { decoder: prepared.decoder, silence });
  } catch (error) {
    throw stop.error() ?? readable(error, options.signal);
  } finally {
    silence.end();
    prepared?.close();
    stop.end();
  }
}

/** What one builder needs, and how it speaks. */
export interface PreparedBuild {
  readonly call: Pick<ApiCall, 'query' | 'headers' | 'upload'>;
  readonly decoder: ProgressDecoder;
  close(): void;
}

export interface Preparation {
  readonly context: BuildContext;
  readonly options: BuildOptions;
  /** Ends the build because of something that went wrong on our side. */
  readonly stop: (error: unknown) => void;
  readonly signal: AbortSignal;
}

interface Watched {
  readonly decoder: ProgressDecoder;
  readonly silence: SilenceWatch;
}

async function* events(api: Api, call: ApiCall, { decoder, silence }: Watched): AsyncGenerator<BuildEvent> {
  const log = createBuildLog();
  const answer = await api.stream(call);
  for await (const line of jsonLines(answer, (cause) => api.failure(cause, call.signal))) {
    silence.heard();
    const problem = reportedError(line);
    for (const event of problem === undefined ? decoder.decode(line) : decoder.fail(problem)) {
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

interface Stop {
  /** Aborts with the caller's signal, and when something goes wrong on our side. */
  readonly signal: AbortSignal;
  readonly because: (error: unknown) => void;
  /** What went wrong, if anything did before the caller gave up. */
  error(): EngineError | undefined;
  end(): void;
}

function createStop(caller: AbortSignal): Stop {
  const abort = new AbortController();
  let first: EngineError | undefined;
  const onAbort = () => abort.abort();
  if (caller.aborted) onAbort();
  caller.addEventListener('abort', onAbort, { once: true });
  return {
    signal: abort.signal,
    because(error) {
      if (!caller.aborted) first ??= onOurSide(error);
      abort.abort();
    },
    error: () => first,
    end: () => caller.removeEventListener('abort', onAbort),
  };
}

function onOurSide(cause: unknown): EngineError {
  if (cause instanceof EngineError) return cause;
  const reason = (cause instanceof Error ? cause.message : String(cause)).replace(/\.$/, '');
  const message = cause instanceof ContextError ? reason : `The build context could not be read: ${reason}`;
  return new EngineError('invalid', `${message}.`, { cause });
}

function readable(error: unknown, caller: AbortSignal): unknown {
  if (error instanceof EngineError) return error;
  if (caller.aborted) return new EngineError('cancelled', 'The call was cancelled.', { cause: error });
  return error instanceof ContextError ? onOurSide(error) : error;
}
