import { deepEqual, equal, rejects } from 'node:assert/strict';
import { chmodSync, lstatSync, readdirSync, readFileSync, readlinkSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { copyContext } from '../../../src/optimise/copy-context';
import { appendLines, replaceFile } from '../../../src/optimise/replace-file';
import { temporaryDirectory } from '../support/temporary-directory';

describe('the copy of a build context', () => {
  const { signal } = new AbortController();

  it('has what a builder gets, with modes, times and links as they are', async () => {
    const root = temporaryDirectory({
      Dockerfile: 'FROM a\n',
      '.dockerignore': 'node_modules\n*.log\n!keep.log\n',
      'node_modules/a/index.js': '',
      'b.log': '',
      'keep.log': '',
      'src/run.sh': 'x',
      'empty/': '',
    });
    chmodSync(join(root, 'src/run.sh'), 0o750);
    chmodSync(join(root, 'src'), 0o711);
    utimesSync(join(root, 'src/run.sh'), 1_000_000, 1_000_000);
    symlinkSync('/etc/passwd', join(root, 'out'));
    const target = join(temporaryDirectory(), 'copy');
    const copy = await copyContext({ root, dockerfile: join(root, 'Dockerfile'), target, signal });
    deepEqual(readdirSync(copy.root, { recursive: true }).sort(), [
      '.dockerignore',
      'Dockerfile',
      'empty',
      'keep.log',
      'out',
      'src',
      'src/run.sh',
    ]);
    equal(readlinkSync(join(copy.root, 'out')), '/etc/passwd');
    const { mode, mtimeMs } = lstatSync(join(copy.root, 'src/run.sh'));
    deepEqual([mode & 0o777, mtimeMs, lstatSync(join(copy.root, 'src')).mode & 0o777], [0o750, 1e9, 0o711]);
  });

  it('brings a Dockerfile from elsewhere along, with the ignore file that is named after it', async () => {
    const root = temporaryDirectory({ 'a.txt': '', 'b.txt': '' });
    const elsewhere = temporaryDirectory({ 'My.Dockerfile': 'FROM a\n', 'My.Dockerfile.dockerignore': 'b.txt\n' });
    const dockerfile = join(elsewhere, 'My.Dockerfile');
    const copy = await copyContext({ root, dockerfile, target: join(temporaryDirectory(), 'copy'), signal });
    deepEqual(readdirSync(copy.root), ['a.txt']);
    equal(readFileSync(copy.dockerfile, 'utf8'), 'FROM a\n');
    equal(readFileSync(`${copy.dockerfile}.dockerignore`, 'utf8'), 'b.txt\n');
  });

  it('shares files with the copy it is made of, and changes only its own', async () => {
    const root = temporaryDirectory({ Dockerfile: 'FROM a\n', 'a.txt': 'a' });
    const targets = temporaryDirectory();
    const from = { root, dockerfile: join(root, 'Dockerfile') };
    const first = await copyContext({ ...from, target: join(targets, '1'), signal });
    const second = await copyContext({ ...first, target: join(targets, '2'), link: true, signal });
    equal(lstatSync(join(second.root, 'a.txt')).nlink, 2);
    await replaceFile(join(second.root, 'a.txt'), 'b');
    deepEqual(await appendLines(join(second.root, '.dockerignore'), 'x\n'), { after: 'x\n' });
    deepEqual(await appendLines(join(second.root, 'a.txt'), 'x\n'), { before: 'b', after: 'b\nx\n' });
    equal(readFileSync(join(first.root, 'a.txt'), 'utf8'), 'a');
    deepEqual(readdirSync(first.root), ['Dockerfile', 'a.txt']);
  });

  it('says which directory is not there', () =>
    rejects(
      copyContext({ root: '/nowhere/at-all', dockerfile: '/x', target: '/y', signal }),
      /^ContextError: Could not open "\/nowhere\/at-all" of the build context: it does not exist/,
    ));
});
