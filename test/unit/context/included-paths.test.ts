import { deepEqual, equal } from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { includedPaths } from '../../../src/context/included-paths';
import { walkContext } from '../../../src/context/walk';
import { temporaryDirectory } from '../support/temporary-directory';

describe('the parts of a context that a builder asks for', () => {
  let root: string;
  before(() => {
    root = temporaryDirectory({
      'a/one.ts': '',
      'a/two.ts': '',
      'a/b/three.ts': '',
      'c/d/e': '',
      'real/deep/file': '',
      'real/other': '',
      top: '',
    });
    symlinkSync('real', join(root, 'link'));
    symlinkSync('/real/deep', join(root, 'absolute'));
    symlinkSync('loop', join(root, 'loop'));
    symlinkSync('../../outside', join(root, 'c/out'));
  });

  const sent = (follow: readonly string[], patterns: readonly string[] = []) => {
    const included = includedPaths(root, { follow, patterns });
    return [...walkContext({ root, ignore: undefined, included, onSkip: () => {} })].map(({ path }) => path);
  };

  it('is everything when nothing or the root is asked for', () => {
    equal(includedPaths(root, { follow: [], patterns: [] }), undefined);
    equal(includedPaths(root, { follow: ['top', './'], patterns: [] }), undefined);
    equal(includedPaths(root, { follow: ['c/out/..'], patterns: [] }), undefined);
  });

  it('is a path with what is below it, and the directories above', () => {
    deepEqual(sent(['a/b', '/top', 'missing/x']), ['a', 'a/b', 'a/b/three.ts', 'top']);
  });

  it('is what matches within a name', () => {
    deepEqual(sent(['a/*.ts']), ['a', 'a/one.ts', 'a/two.ts']);
    deepEqual(sent(['?/[ab]']), ['a', 'a/b', 'a/b/three.ts']);
    deepEqual(sent(['**/e']), ['absolute', 'link', 'loop']);
    deepEqual(sent([], ['**/e', 't*']), ['c', 'c/d', 'c/d/e', 'top']);
  });

  it('follows links on the way and at its end, which never lead out', () => {
    deepEqual(sent(['link/deep']), ['link', 'real', 'real/deep', 'real/deep/file']);
    deepEqual(sent(['absolute']), ['absolute', 'real', 'real/deep', 'real/deep/file']);
    deepEqual(sent(['loop/x']), ['loop']);
    deepEqual(sent(['c/out']), ['c', 'c/out']);
  });
});
