import { deepEqual } from 'node:assert/strict';
import { containerTargets, imageTargets } from '../../../src/commands/targets';
import { containerRoots, imageRoots } from '../views/arranged';
import { container, image } from '../views/fake-engine';

describe('what a command is about', () => {
  const [app, dangling] = imageRoots([image('a', ['app:1', 'app:2']), image('d'.repeat(64), [])]);
  const project = { labels: { 'com.docker.compose.project': 'shop' } };
  const [shop, loose] = containerRoots([container('b', project), container('a', project), container('c')]);
  const refs = (...args: unknown[]) => imageTargets(args).map(({ ref }) => ref);
  const names = (...args: unknown[]) => containerTargets(args).map(({ name }) => name);

  it('is the row, with what is selected with it, each once', () => {
    deepEqual(refs(app), ['app:1', 'app:2']);
    deepEqual(refs(dangling, [dangling, app]), [`sha256:${'d'.repeat(64)}`, 'app:1', 'app:2']);
    deepEqual(refs(app, [dangling]), ['app:1', 'app:2'], 'a selection elsewhere is not meant');
    deepEqual(names(shop), ['a', 'b']);
    deepEqual(names(loose, [shop, loose]), ['a', 'b', 'c']);
  });

  it('is what a keybinding names', () => {
    deepEqual(refs('alpine:3.20'), ['alpine:3.20']);
    deepEqual(refs({ image: 'alpine:3.20', ports: [] }), ['alpine:3.20']);
    deepEqual(names({ container: 'web' }), ['web']);
    deepEqual(names('e'.repeat(64)), ['eeeeeeeeeeee']);
  });

  it('is nothing without arguments, and for rows of other views', () => {
    deepEqual([refs(), refs(undefined), refs(''), refs(loose), refs({}), refs(undefined)], [[], [], [], [], [], []]);
    deepEqual([names(), names(app), names(dangling)], [[], [], []]);
  });
});
