import type { Readable } from 'node:stream';
import type { BuildEvent } from '../build-progress';
import type { BuildOptions } from '../engine';
import { EngineError } from '../errors';
import type { Api } from './api';
import { buildFailure, createBuildLog } from './build-failure';
import type { BuildSession } from './buildkit-session';
import { assertReference } from './ids';
import { createLegacyDecoder } from './legacy-progress';
import { configHeader } from './registry-auth';
import { jsonLines, reportedError } from './streams';
import type { Query } from './transport';
import { watchUpload } from './upload';

/**
 * Builds from a tar stream. Leaving the loop, or the signal, closes the connection: that stops what the engine runs. The
 * context is destroyed in every case.
 */
export async function* build(api: Api, context: Readable, options: BuildOptions): AsyncGenerator<BuildEvent> {
  const upload = watchUpload(context, options.signal);
  const log = createBuildLog();
  let session: BuildSession | undefined;
  try {
    for (const tag of options.tags) assertReference(tag);
    const { buildkit } = await api.negotiated(upload.signal);
    const withBuildkit = options.builder === undefined ? buildkit : options.builder === 'buildkit';
    if (withBuildkit && !buildkit)
      throw new EngineError('invalid', 'This engine has no BuildKit.', { hint: 'Build with the legacy builder.' });
    const buildkitParts = withBuildkit ? await loadBuildkit() : undefined;
    const decoder = buildkitParts ? buildkitParts.createBuildkitDecoder() : createLegacyDecoder();
    session = await buildkitParts?.openBuildSession(api, options.auths ?? {}, upload.signal);
    const answer = await api.stream({
      method: 'POST',
      path: '/build',
      query: { ...buildQuery(options, withBuildkit), session: session?.id },
      headers: { 'Content-Type': 'application/x-tar', ...configHeader(options.auths) },
      upload: context,
      signal: upload.signal,
      concern: 'build',
    });
    for await (const line of jsonLines(answer, (cause) => api.failure(cause, upload.signal))) {
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
    const broken = upload.error();
    if (broken === undefined) throw error;
    throw new EngineError('invalid', `The build context could not be read: ${broken.message.replace(/\.$/, '')}.`, {
      cause: broken,
    });
  } finally {
    session?.close();
    upload.end();
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

function buildQuery(options: BuildOptions, buildkit: boolean): Query {
  const { dockerfile, tags, target, buildArgs, labels, noCache, pull, platform } = options;
  return {
    dockerfile,
    t: tags,
    target,
    buildargs: buildArgs && JSON.stringify(buildArgs),
    labels: labels && JSON.stringify(labels),
    nocache: noCache,
    pull: pull ? '1' : undefined,
    platform,
    rm: true,
    forcerm: true,
    version: buildkit ? '2' : undefined,
  };
}
