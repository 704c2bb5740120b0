// Chunks that are imported on first use need the hooks of import as well.
import 'tsx';
import { join } from 'node:path';
import type { BuildContext, BuildOptions } from '../../src/engine/build-options';
import type { BuildEvent } from '../../src/engine/build-progress';
import type { CreateContainer } from '../../src/engine/create-container';
import { connect } from '../../src/engine/dockerode/connect';
import type { Endpoint } from '../../src/engine/endpoints';
import type { Engine, LogChunk } from '../../src/engine/engine';
import { ensureBases } from '../support/bases';
import { sharedEngine, type TestEngine } from '../support/engine';
import { engineIsSkipped } from '../support/engine-environment';
import { temporaryDirectory } from '../unit/support/temporary-directory';
import { removeIfThere } from './remove-if-there';

/** What every object of these tests is labelled with, so that one test cleans up after itself only. */
export const testLabel = { 'layerwright.test': 'engine' };

export interface Connected {
  readonly test: TestEngine;
  readonly engine: Engine;
}

export function endpointOf(path: string): Endpoint {
  return { source: 'setting', context: undefined, address: { kind: 'unix', path } };
}

/**
 * Connects the tests of a describe block to the shared engine, with the busybox bases. At the end its containers are removed
 * and `cleanUp` is called.
 */
export function useEngine(cleanUp: (engine: Engine) => Promise<unknown> = async () => {}): Connected {
  let connected: Connected | undefined;
  before(async function () {
    if (engineIsSkipped) return this.skip();
    this.timeout(120_000);
    const test = await sharedEngine();
    await ensureBases(test, ['busybox']);
    connected = { test, engine: await connect(endpointOf(test.socketPath)) };
  });
  after(async () => {
    if (!connected) return;
    const { engine } = connected;
    for (const { id, labels } of await engine.containers.list()) {
      if (labels['layerwright.test']) await removeIfThere(engine.containers, id);
    }
    await cleanUp(engine);
    engine.dispose();
  });
  const get = () => {
    if (!connected) throw new Error('The engine is there when the tests run, not before.');
    return connected;
  };
  return {
    get test() {
      return get().test;
    },
    get engine() {
      return get().engine;
    },
  };
}

/** Creates and starts a container that is removed at the end of the block. */
export async function run(
  engine: Engine,
  command: readonly string[],
  more: Partial<CreateContainer> = {},
): Promise<string> {
  const { id } = await engine.containers.create({ image: 'alpine:3.20', command, labels: testLabel, ...more });
  await engine.containers.start(id);
  return id;
}

/** A build context of files by path, gone after the tests. */
export function contextOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  dockerfile = 'Dockerfile',
): BuildContext {
  const root = temporaryDirectory(files);
  return { root, dockerfile: join(root, dockerfile) };
}

/** All events of a build of one Dockerfile. */
export async function build(
  engine: Engine,
  dockerfile: string,
  options: Partial<BuildOptions> = {},
): Promise<BuildEvent[]> {
  const events: BuildEvent[] = [];
  const context = contextOf({ Dockerfile: dockerfile });
  const all = {
    tags: [],
    labels: testLabel,
    signal: AbortSignal.timeout(60_000),
    ...options,
  };
  for await (const event of engine.images.build(context, all)) events.push(event);
  return events;
}

export async function textOf(chunks: AsyncIterable<LogChunk>): Promise<{ stdout: string; stderr: string }> {
  const text = { stdout: '', stderr: '' };
  for await (const { stream, data } of chunks) text[stream] += data;
  return text;
}
