import { strict as assert } from 'node:assert';
import { isIgnoreFileName, sortByDistance } from '../../../src/host/dockerfile-names';

describe('host/dockerfile-names', () => {
  it('tells an ignore file that carries the name of its Dockerfile', () => {
    const names = ['Dockerfile', 'Dockerfile.dev', 'Dockerfile.dockerignore', '/srv/prod.Dockerfile.dockerignore'];
    assert.deepEqual(names.map(isIgnoreFileName), [false, false, true, true]);
  });

  it('puts the nearest Dockerfile first', () => {
    const paths = ['/w/Dockerfile', '/w/b/Dockerfile', '/w/a/Dockerfile.dev', '/w/a/Dockerfile', '/w/a/x/y/Dockerfile'];
    assert.deepEqual(sortByDistance(paths, '/w/a'), [
      '/w/a/Dockerfile',
      '/w/a/Dockerfile.dev',
      '/w/Dockerfile',
      '/w/a/x/y/Dockerfile',
      '/w/b/Dockerfile',
    ]);
  });
});
