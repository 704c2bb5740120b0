import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { unifiedDiff } from '../../../src/cli/diff';
import { temporaryDirectory } from '../support/temporary-directory';

describe('unifiedDiff', () => {
  it('is empty for equal texts', () => assert.equal(unifiedDiff('a', 'x\n', 'x\n'), ''));

  it('shows a change with three lines around it', () => {
    assert.equal(
      unifiedDiff('svc/Dockerfile', '1\n2\n3\n4\n5\n6\n7\n8\n9\n', '1\n2\n3\n4\nfive\n6\n7\n8\n9\n'),
      '--- a/svc/Dockerfile\n+++ b/svc/Dockerfile\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n',
    );
  });

  it('marks a missing last line break', () => {
    assert.equal(
      unifiedDiff('a', 'x', 'x\n'),
      '--- a/a\n+++ b/a\n@@ -1,1 +1,1 @@\n-x\n\\ No newline at end of file\n+x\n',
    );
  });

  it('is what patch takes, whatever changes', function () {
    if (spawnSync('patch', ['--version']).error) this.skip();
    const lines = fc
      .array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 30 })
      .map((list) => list.map((line) => `${line}\n`).join(''));
    fc.assert(
      fc.property(lines, lines, fc.boolean(), (before, after, cut) => {
        const wanted = cut ? after.replace(/\n$/, '') : after;
        if (before === wanted || wanted === '') return;
        const cwd = temporaryDirectory({ f: before });
        const { stdout } = spawnSync('patch', ['-p1'], { cwd, input: unifiedDiff('f', before, wanted) });
        assert.equal(readFileSync(join(cwd, 'f'), 'utf8'), wanted, String(stdout));
      }),
      { numRuns: 25, seed: 1 },
    );
  });
});
