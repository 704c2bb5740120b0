import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BuildRequest, BuildRun } from '../../builds/build-run';
import type { Engine } from '../../engine/engine';
import { reasonOf } from '../batch';
import type { Services } from '../services';
import type { BuildJob } from './run-build';

/** What forecasts can learn from a build. */
export interface BuildMemory {
  /** The builder has taken its copy of the build context. */
  taken(): void;
  /** Writes down what the build has shown of the engine's cache. Never rejects. */
  remember(run: BuildRun, image: string | undefined): Promise<void>;
}

export const noMemory: BuildMemory = { taken: () => {}, remember: async () => {} };

/** Milliseconds that a build waits for the look at the files it is made from. */
const longest = 3000;

interface Prepared extends Pick<BuildJob, 'options' | 'signal'> {
  readonly request: BuildRequest;
}

/** With a builder of buildx, or a cache of another place: what the engine's own cache holds says nothing of it. */
export function buildsElsewhere({ builder, docker = {} }: Prepared['options']): boolean {
  return builder === 'docker' && (docker.builder !== undefined || (docker.cacheFrom ?? []).length > 0);
}

/**
 * Looks at what the build is made from, before it begins. A build that is not written down costs nothing but later answers:
 * what the engine has then, nobody knows of. That goes for builds that fetch their base images or another machine's cache.
 */
export async function prepareRecord(
  { forecaster, log }: Pick<Services, 'forecaster' | 'log'>,
  engine: Engine,
  { request, options, signal }: Prepared,
): Promise<BuildMemory> {
  if (options.pull || (options.cacheFrom ?? []).length > 0 || buildsElsewhere(options)) return noMemory;
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
    return noMemory;
  }
  const asItWas = async () => (await open.holds()) && (await readFile(request.dockerfile, 'utf8')) === request.text;
  let holds: Promise<boolean> | undefined;
  const remember: BuildMemory['remember'] = async (run, image) => {
    try {
      if ((await holds) === false) {
        log.info(`The build of ${request.dockerfile} is not written down for forecasts: files changed as it began.`);
        return;
      }
      await open.record(run.steps.values(), { image, sizes: run.sizes });
    } catch (error) {
      log.info(`The build of ${request.dockerfile} was not written down for forecasts: ${reasonOf(error)}`);
    }
  };
  return {
    taken: () => {
      holds ??= asItWas();
      // Who waits for it hears of it.
      holds.catch(() => {});
    },
    remember,
  };
}
