import { deepEqual, equal } from 'node:assert/strict';
import { chmodSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type SentContentOptions, sentContent } from '../../../../src/cache/terminal/sent-content';
import { hasOwnClock, unchangedSince } from '../../../../src/cache/terminal/unchanged-files';
import type { SeenEntry } from '../../../../src/context/content-hash';
import { ContextError } from '../../../../src/context/context-error';
import { FileDigests } from '../../../../src/context/file-digests';
import { temporaryDirectory } from '../../support/temporary-directory';

/** Milliseconds that are enough to be older. */
const pause = 80;

describe('what a build from a terminal was sent', () => {
  let root: string;
  const at = (path: string) => join(root, path);

  beforeEach(() => {
    root = temporaryDirectory({ a: 'a', b: 'b', 'd/x': 'x', 'd/s/y': 'y', Dockerfile: '', '.dockerignore': '*.log\n' });
  });

  /** Which of `a`, `d` and `b` are certain to have been the same. */
  async function certain(started: number, more: Partial<SentContentOptions> = {}): Promise<string> {
    const content = sentContent({
      ...{ given: root, root, dockerfile: at('Dockerfile'), digests: new FileDigests(), started },
      ...{ excluded: ['*.log'], copied: undefined, before: new Map<string, SeenEntry>() },
      ...more,
    });
    await content.prepare([['a'], ['d'], ['b']]);
    const isCertain = (source: string) => {
      try {
        content.use([source], undefined);
        return true;
      } catch (error) {
        if (error instanceof ContextError) return false;
        throw error;
      }
    };
    return ['a', 'd', 'b'].filter(isCertain).join(' ');
  }

  /** On file systems where nobody knows whose clock tells the times, nothing is certain. */
  const sure = (sources: string) => (hasOwnClock(root) ? sources : '');

  const built = async (): Promise<number> => {
    await sleep(pause);
    return Date.now();
  };

  it('is what is there, as far as it has not changed since', async () => {
    const started = await built();
    equal(await certain(started), sure('a d b'));
    writeFileSync(at('b'), 'c');
    utimesSync(at('b'), 1, 1);
    equal(await certain(started), sure('a d'));
    writeFileSync(at('d/s/new'), 'new');
    equal(await certain(started), sure('a'));
    equal(await certain(started, { excluded: [] }), '');
    equal(await certain(started, { excluded: undefined }), sure('a'));
    writeFileSync(at('.dockerignore'), '*.log\n');
    equal(await certain(started, { excluded: undefined }), '');
    // Whatever was moved here has been elsewhere.
    renameSync(at('a'), at('z'));
    renameSync(at('z'), at('a'));
    equal(await certain(started), '');
  });

  it('is not told by what the builder would not have noticed', async () => {
    writeFileSync(at('b'), 'c');
    utimesSync(at('b'), 1, 1);
    chmodSync(at('d/s'), 0o700);
    const started = await built();
    equal(await certain(started), sure('a'));
    // The builder made its copy later.
    equal(await certain(started, { copied: started }), sure('a d b'));
    const seen = (mode: number, digest: string): ReadonlyMap<string, SeenEntry> =>
      new Map([
        ['b', { kind: 'file', mode: 0o644, stamp: '1 1000000000', digest }],
        ['d/s', { kind: 'directory', mode, stamp: '', digest: '' }],
      ]);
    const { digest } = new FileDigests().of('b', at('b'), { size: 1n, mtimeNs: 1n, ctimeNs: 1n, ino: 1n });
    chmodSync(at('b'), 0o644);
    const later = await built();
    equal(await certain(later, { before: seen(0o700, digest) }), sure('a d b'));
    equal(await certain(later, { before: seen(0o755, 'other') }), sure('a'));
  });

  it('is told of the place that a path leads to', async () => {
    const links = temporaryDirectory();
    const link = join(links, 'current');
    symlinkSync(root, link);
    const started = await built();
    equal(await certain(started, { given: link }), sure('a d b'));
    rmSync(link);
    symlinkSync(root, link);
    equal(await certain(started, { given: link }), '');
    const files = unchangedSince(started);
    deepEqual([files.unchanged(at('a')), files.unchanged(at('nosuch'))], [true, false]);
  });

  it('is certain below a directory that something was made in, unless that may be another one', async () => {
    const top = temporaryDirectory({ 'busy/context/a': '', 'other/context/a': '' });
    const started = await built();
    writeFileSync(join(top, 'busy', 'later'), '');
    equal(unchangedSince(started).samePlace(join(top, 'busy', 'context')), true);
    renameSync(join(top, 'busy'), join(top, 'aside'));
    renameSync(join(top, 'other'), join(top, 'busy'));
    writeFileSync(join(top, 'busy', 'later'), '');
    equal(unchangedSince(started).samePlace(join(top, 'busy', 'context')), false);
  });
});
