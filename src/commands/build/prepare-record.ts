import { setTimeout as sleep } from 'node:timers/promises';
import type { BuildRequest, BuildRun } from '../../builds/build-run';
import type { Engine } from '../../engine/engine';
import { reasonOf } from '../batch';
import type { Services } from '../services';
import type { BuildJob } from './run-build';

/** Writes down what a build has shown of the engine's cache, for forecasts. Never rejects. */
export type RememberBuild = (run: BuildRun, image: string | undefined) => Promise<void>;

/** Milliseconds that a build waits for the look at the files it is made from. */
const longest = 3000;

interface Prepared extends Pick<BuildJob, 'options' | 'signal'> {
  readonly request: BuildRequest;
}

/**
 * Looks at what the build is made from, before it begins. A build that is not written down costs nothing but later answers:
 * what the engine has then, nobody knows of. That goes for builds that fetch their base images or another machine's cache.
 */
export async function prepareRecord(
  { forecaster, log }: Pick<Services, 'forecaster' | 'log'>,
  engine: Engine,
  { request, options, signal }: Prepared,
): Promise<RememberBuild> {
  const nothing: RememberBuild = async () => {};
  if (options.pull || (options.cacheFrom ?? []).length > 0) return nothing;
  const given = new AbortController();
  const looking = forecaster.forecast({
    engine,
    dockerfile: request.dockerfile,
    text: request.text,
    root: request.context,
    target: request.target,
    buildArgs: request.buildArgs,
    platform: options.platform,
    noCache: options.noCache === true,
    network: options.networkMode,
    hosts: options.extraHosts,
    builder: request.builder === 'podman' ? undefined : request.builder,
    signal: AbortSignal.any([signal, given.signal]),
  });
  const open = await Promise.race([looking, sleep(longest, undefined, { ref: false })]).catch((error: unknown) => {
    log.info(`The build of ${request.dockerfile} is not written down for forecasts: ${reasonOf(error)}`);
    return undefined;
  });
  looking.catch(() => {});
  if (!open) {
    given.abort();
    return nothing;
  }
  return async (run, image) => {
    try {
      await open.record(run.steps.values(), { image, sizes: run.sizes });
    } catch (error) {
      log.info(`The build of ${request.dockerfile} was not written down for forecasts: ${reasonOf(error)}`);
    }
  };
}
