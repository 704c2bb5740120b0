/** What the tests in the extension host know of the engine and registry that run-in-editor.ts started for them. */
import { getPage } from '../../support/http';

type EngineOrder = import('../../support/engine-control').EngineOrder;

/** False when LAYERWRIGHT_SKIP leaves the engine out: tests that need one then skip themselves. */
export const hasEngine = process.env.LAYERWRIGHT_TEST_ENGINE_CONTROL !== undefined;

/** Host and port of a registry that knows `registryUser` only. */
export const registryHost = process.env.LAYERWRIGHT_TEST_REGISTRY ?? '';

/** Kills the engine, starts it again, or empties it; resolves when that is done. */
export async function orderEngine(order: EngineOrder): Promise<void> {
  const { status, text } = await getPage(`${process.env.LAYERWRIGHT_TEST_ENGINE_CONTROL}/${order}`, {
    timeout: 60_000,
  });
  if (status !== 200) throw new Error(`${order}: ${text}`);
}
