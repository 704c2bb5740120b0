import { deepEqual } from 'node:assert/strict';
import { countImages, describeRemovals, planRemoval } from '../../../../src/commands/images/image-removal';
import { imageTarget } from '../../../../src/commands/targets';
import { container, image } from '../../views/fake-engine';

describe('a removal of images', () => {
  const images = [image('a', ['app:1', 'app:2']), image('b'.repeat(64), []), image('c', ['web:latest'])];
  const containers = [
    container('one', { imageId: 'sha256:a' }),
    container('two', { imageId: 'sha256:a', state: 'exited' }),
  ];
  const removals = (refs: readonly string[]) => planRemoval(refs.map(imageTarget), images, containers);
  const plan = (...refs: string[]) => describeRemovals(removals(refs));

  it('says what goes, what stays and who uses it', () => {
    deepEqual(plan('app:1'), ['app:1: only this tag goes, the image stays as app:2']);
    deepEqual(plan('app:1', 'app:2'), ['app:1 and app:2 (5 MB), used by the running one, used by the stopped two']);
    deepEqual([countImages(removals(['app:1', 'app:2'])), countImages(removals(['app:2', 'web']))], [1, 2]);
    deepEqual(plan(`sha256:${'b'.repeat(64)}`), ['bbbbbbbbbbbb (5 MB)']);
    deepEqual(plan('web', 'gone:1'), ['web (5 MB)']);
  });
});
