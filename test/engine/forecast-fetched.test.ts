import { deepEqual } from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Forecaster } from '../../src/cache/forecaster';
import { startRegistry, type TestRegistry } from '../support/registry';
import { build, useEngine } from './connected';
import { mistakes, WholeLab } from './forecast-lab';
import { write } from './forecast-stories';

describe('forecast of what stands on an image that the engine did not have', function () {
  this.timeout(120_000);
  const connected = useEngine();
  let registry: TestRegistry;
  let state: string;
  before(async () => {
    registry = await startRegistry();
    state = mkdtempSync(join(tmpdir(), 'layerwright-forecast-state-'));
  });
  after(async () => {
    rmSync(state, { recursive: true, force: true });
    await registry.stop();
  });

  for (const builder of ['buildkit', 'legacy'] as const) {
    it(`is right with ${builder} when the image has come`, async () => {
      const { engine } = connected;
      const { version } = await engine.info();
      const salt = `${process.pid}-${performance.now()}`;
      const base = `${registry.host}/layerwright/base-${builder}:1`;
      const signal = AbortSignal.timeout(60_000);
      await build(engine, `FROM alpine:3.20\nRUN echo ${salt} > /salt\n`, { tags: [base] });
      for await (const event of engine.images.push(base, { signal })) void event;
      await engine.images.remove(base, { force: true });
      const lab = new WholeLab(engine, builder, version, () => new Forecaster(state));
      write(lab.path('a'), salt);
      const verdicts = async () => {
        const result = await lab.build(`FROM ${base}\nCOPY a /a\nRUN true\n`);
        deepEqual([result.error, mistakes(result, builder)], [undefined, []]);
        return result.compared.slice(1).map(({ forecast }) => forecast.verdict);
      };
      deepEqual(await verdicts(), ['unknown', 'unknown']);
      // BuildKit keeps what it fetches to itself.
      if (builder === 'buildkit') for await (const event of engine.images.pull(base, { signal })) void event;
      deepEqual(await verdicts(), builder === 'legacy' ? ['reuse', 'reuse'] : ['unknown', 'unknown']);
      deepEqual(await verdicts(), ['reuse', 'reuse']);
      lab.remove();
      await engine.images.remove(base, { force: true });
    });
  }
});
