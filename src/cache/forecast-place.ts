import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { EngineInfo } from '../engine/engine';
import type { Builder } from './builder';
import { seenFile, sentFile } from './context-memory';
import type { ForecastRequest } from './forecaster';
import type { KeptPlace } from './kept';

/** Where it is written down what a builder has, and what it was sent of a directory. */
export interface ForecastPlace extends KeptPlace {
  readonly context: string;
  readonly recordFile: string;
  readonly seenFile: string;
  /** Of builds from terminals: those that were looked at, and what the last one was sent. */
  readonly refsFile: string;
  readonly sentFile: string;
}

/** `folder` is the program's own; `storage` tells engines apart. */
export function forecastPlace(
  folder: string,
  { root, builder }: Pick<ForecastRequest, 'root' | 'builder'>,
  info: EngineInfo,
  storage: string,
): ForecastPlace {
  const chosen: Builder = info.podman ? 'podman' : (builder ?? (info.buildkit ? 'buildkit' : 'legacy'));
  const engine = hashOf(storage);
  const context = hashOf(realPath(root));
  return {
    builder: chosen,
    context,
    recordFile: join(folder, 'records', `${engine}.${chosen}.jsonl`),
    snapshotFile: join(folder, 'records', `${engine}.${chosen}.json`),
    seenFile: seenFile(folder, context, engine),
    refsFile: join(folder, 'records', `${engine}.${chosen}.refs`),
    sentFile: sentFile(folder, context, engine),
  };
}

/** What is built: a Dockerfile up to a stage. */
export function subjectOf(dockerfile: string, target: string | undefined): string {
  return hashOf(`${resolve(dockerfile)}\0${target ?? ''}`);
}

function realPath(root: string): string {
  try {
    return realpathSync(root);
  } catch {
    return resolve(root);
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}
