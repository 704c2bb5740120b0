import { deepEqual, match } from 'node:assert/strict';
import { pruneImages } from '../../src/commands/images/prune-images';
import { connect } from '../../src/engine/dockerode/connect';
import type { Engine } from '../../src/engine/engine';
import { ensureBases } from '../support/bases';
import { startEngine, type TestEngine } from '../support/engine';
import { engineIsSkipped } from '../support/engine-environment';
import { script } from '../unit/commands/scripted-services';
import { build, endpointOf, run } from './connected';

/** On an engine of its own: it removes everything that is unused. */
describe('pruning all unused images', function () {
  this.timeout(120_000);
  let test: TestEngine;
  let engine: Engine;
  before(async function () {
    if (engineIsSkipped) return this.skip();
    test = await startEngine({ name: 'prune' });
    await ensureBases(test, ['busybox']);
    engine = await connect(endpointOf(test.socketPath));
  });
  after(async () => {
    engine?.dispose();
    await test?.stop();
  });

  it('takes what was named, and no name of an image that is in use', async () => {
    await run(engine, ['sleep', '600']);
    const tags = async () => (await engine.images.list()).flatMap((image) => image.tags).sort();
    const before = await tags();
    await build(engine, 'FROM alpine:3.20\nRUN echo base > /base\n', { tags: ['lw-prune-base:1', 'lw-prune-base:2'] });
    await build(engine, 'FROM lw-prune-base:1\nRUN echo top > /top\n', { tags: ['lw-prune-top:1'] });
    const person = script({ engine }, { pick: 'All unused images' }, { confirm: true });
    await pruneImages(person.services);
    match(
      person.said[1] ?? '',
      /^confirm: Remove all unused images \(2\)\? \| lw-prune-base:1, lw-prune-base:2 .*lw-prune-top:1/s,
    );
    match(person.said.at(-1) ?? '', /^info: Removed 2 images, up to .* reclaimed\.$/);
    deepEqual(await tags(), before);
  });
});
