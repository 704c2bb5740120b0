import { deepEqual } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changeCounts } from '../../../src/language/git-history';

describe('how often files were changed', () => {
  const root = mkdtempSync(join(tmpdir(), 'layerwright-git-'));
  after(() => rmSync(root, { recursive: true, force: true, maxRetries: 3 }));

  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args], {
      cwd: root,
      stdio: 'ignore',
    });

  it('is what git says of a folder, most often first', async () => {
    mkdirSync(join(root, 'svc', 'a ü'), { recursive: true });
    git('init', '-q');
    for (const text of ['1', '2', '3']) {
      writeFileSync(join(root, 'svc', 'a ü', 'b.txt'), text);
      if (text !== '3') writeFileSync(join(root, 'svc', 'c.txt'), text);
      writeFileSync(join(root, 'outside.txt'), text);
      git('add', '-A');
      git('commit', '-q', '-m', text);
    }
    deepEqual(
      [...(await changeCounts(join(root, 'svc')))],
      [
        ['a ü/b.txt', 3],
        ['c.txt', 2],
      ],
    );
  });

  it('is unknown without a history', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'layerwright-git-none-'));
    deepEqual([...(await changeCounts(empty))], []);
    deepEqual([...(await changeCounts(join(empty, 'gone')))], []);
    rmSync(empty, { recursive: true });
  });
});
