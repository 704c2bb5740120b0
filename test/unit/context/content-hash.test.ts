import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ContentHash, ContentHashOptions, SeenEntry } from '../../../src/context/content-hash';
import { contentHashOf } from '../../../src/context/content-hash-of';
import { FileDigests } from '../../../src/context/file-digests';
import { ignoreFileOf } from '../../../src/context/ignore-file';

describe('content hash', () => {
  let root: string;
  let digests: FileDigests;

  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const open = (style: ContentHashOptions['style'] = 'buildkit', seen?: ReadonlyMap<string, SeenEntry>): ContentHash =>
    contentHashOf({ root, dockerfile: join(root, 'Dockerfile'), style, digests, seen });
  const digestOf = (sources: readonly string[], style?: ContentHashOptions['style']) => {
    const use = open(style).use(sources);
    return 'missing' in use ? `missing ${use.missing}` : use.digest;
  };
  /** Whether a change makes a difference to the sources. */
  const counts = (sources: readonly string[], change: () => void, style?: ContentHashOptions['style']): boolean => {
    const before = digestOf(sources, style);
    change();
    return digestOf(sources, style) !== before;
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'layerwright-hash-'));
    digests = new FileDigests();
    for (const path of ['a', 'd/x', 'd/s/y', 'n.txt']) write(path, path);
  });

  afterEach(() => rmSync(root, { recursive: true }));

  it('sees of what is mounted also times, to the second, its own mode, and a link as it is', () => {
    const seen = (source: string) => {
      const use = open('podman').mounted(source);
      return 'missing' in use ? ['missing', ''] : [use.digest, use.times];
    };
    const differs = (change: () => void, source = 'd') => {
      const before = seen(source);
      change();
      return seen(source).map((part, i) => part !== before[i]);
    };
    for (const path of ['a', 'd', 'd/x', 'd/s', 'd/s/y']) utimesSync(join(root, path), 1, 1);
    const time = (path: string, seconds: number) => () => utimesSync(join(root, path), seconds, seconds);
    deepEqual(differs(time('d/s/y', 1.5)), [false, false]);
    deepEqual(differs(time('d/s/y', 2)), [false, true]);
    deepEqual(
      differs(() => chmodSync(join(root, 'd'), 0o700)),
      [true, false],
    );
    symlinkSync('a', join(root, 'l'));
    equal(differs(() => write('a', 'other'), 'l')[0], false);
    deepEqual(seen('d/none'), ['missing', '']);
  });

  it('sees what the ignore file of the builder leaves, and nothing that goes with a Dockerfile from elsewhere', () => {
    write('.dockerignore', 'a\n');
    write('.containerignore', 'd\n');
    const has = (style: ContentHashOptions['style'], dockerfile = 'Dockerfile') => {
      const hash = contentHashOf({ root, dockerfile: join(root, dockerfile), style, digests });
      return ['a', 'd/x', '.dockerignore', '.containerignore'].filter((path) => hash.has(path));
    };
    deepEqual(has('legacy'), ['d/x', '.dockerignore', '.containerignore']);
    deepEqual(has('podman'), ['a', '.dockerignore', '.containerignore']);
    deepEqual(has('legacy', '../Dockerfile'), ['d/x', '.containerignore']);
    deepEqual(has('podman', '../Dockerfile'), ['a']);
    deepEqual(has('buildkit', '../Dockerfile'), ['d/x', '.dockerignore', '.containerignore']);
  });

  it('sees bytes, modes, names and empty directories, but no times', () => {
    equal(
      counts(['d'], () => utimesSync(join(root, 'd/x'), 1, 1)),
      false,
    );
    equal(
      counts(['d'], () => write('d/s/y', 'other')),
      true,
    );
    equal(
      counts(['d'], () => chmodSync(join(root, 'd/x'), 0o755)),
      true,
    );
    equal(
      counts(['d'], () => chmodSync(join(root, 'd/s'), 0o700)),
      true,
    );
    equal(
      counts(['.'], () => chmodSync(root, 0o755)),
      false,
    );
    equal(
      counts(['d'], () => renameSync(join(root, 'd/x'), join(root, 'd/z'))),
      true,
    );
    equal(
      counts(['d'], () => mkdirSync(join(root, 'd/empty'))),
      true,
    );
    equal(
      counts(['d'], () => write('a', 'elsewhere')),
      false,
    );
  });

  it('sees a change that keeps size and time, because no program can keep the ctime', () => {
    utimesSync(join(root, 'a'), 5, 5);
    const change = () => {
      write('a', 'b');
      utimesSync(join(root, 'a'), 5, 5);
    };
    equal(counts(['a'], change), true);
  });

  it('does not read a file again that looks the same', () => {
    digestOf(['.']);
    digests.changed = false;
    digestOf(['.']);
    equal(digests.changed, false);
    write('a', 'other');
    digestOf(['.']);
    equal(digests.changed, true);
  });

  it('takes names of files for no part of them with BuildKit, and whole paths with the legacy builder', () => {
    write('e/a', 'a');
    equal(digestOf(['a']), digestOf(['./e/../e/a']));
    notEqual(digestOf(['a'], 'legacy'), digestOf(['e/a'], 'legacy'));
  });

  it('follows links named as sources; others are their text to BuildKit and what they lead to for the legacy builder', () => {
    symlinkSync('a', join(root, 'l'));
    symlinkSync('../a', join(root, 'd/l'));
    equal(digestOf(['l']), digestOf(['a']));
    equal(
      counts(['d'], () => write('a', 'other')),
      false,
    );
    equal(
      counts(['d'], () => write('a', 'another'), 'legacy'),
      true,
    );
    symlinkSync('circle', join(root, 'circle'));
    equal(digestOf(['circle']), 'missing circle');
    symlinkSync('/../../etc', join(root, 'out'));
    equal(digestOf(['out/passwd']), 'missing out/passwd');
  });

  it('matches patterns within names, and counts the set of matches', () => {
    equal(
      counts(['*.txt'], () => write('m.md', 'm')),
      false,
    );
    equal(
      counts(['*.txt'], () => write('m.txt', 'm')),
      true,
    );
    equal(
      counts(['*.txt'], () => renameSync(join(root, 'm.txt'), join(root, 'o.txt'))),
      true,
    );
    equal(
      counts(['*/x'], () => write('d/s/x', 'deeper')),
      false,
    );
    equal(digestOf(['nothing*'], 'legacy'), 'missing nothing*');
    ok(!digestOf(['nothing*']).startsWith('missing'));
  });

  it('leaves out what is ignored, and keeps an ignored directory for what is not', () => {
    write('.dockerignore', 'd\n!d/s\n');
    equal(
      counts(['d'], () => write('d/x', 'ignored')),
      false,
    );
    equal(
      counts(['d'], () => write('d/s/y', 'kept')),
      true,
    );
    equal(digestOf(['d/x']), 'missing d/x');
  });

  it('tells which files there are, and which the builder has in an older state', () => {
    const first = open();
    first.use(['d']);
    const before = first.entries();
    utimesSync(join(root, 'd/x'), 5, 5);
    const second = open('buildkit', before);
    second.use(['d']);
    write('d/x', 'D/X');
    utimesSync(join(root, 'd/x'), 5, 5);
    chmodSync(join(root, 'd/s'), 0o700);
    const use = open('buildkit', second.entries()).use(['d']);
    ok(!('missing' in use));
    deepEqual([[...use.files.keys()].sort(), use.stale], [['d/s/y', 'd/x'], ['d/x']]);
    const same = open('buildkit', before).use(['d']);
    ok(!('missing' in same));
    notEqual(use.digest, same.digest);
  });

  it('passes over links in circles and through files with the legacy builder, not those to what is not there', () => {
    const link = (target: string) =>
      counts(['d'], () => symlinkSync(target, join(root, 'd', `to ${target.length}`)), 'legacy');
    equal(link('to 4'), false);
    equal(link('x/below'), false);
    equal(link('missing here'), true);
    equal(
      counts(['d'], () => symlinkSync('to 4', join(root, 'd/text'))),
      true,
    );
  });

  it('leaves out what is excluded, relative to each source, and doubts it beside links', () => {
    const without = (sources: readonly string[], ...patterns: readonly string[]) => {
      const use = open().use(sources, ignoreFileOf(patterns.map((text, line) => ({ text, line }))));
      if ('missing' in use) throw new Error(`There is no ${use.missing}.`);
      return use;
    };
    const before = without(['d'], 'x', 's/*').digest;
    write('d/x', 'other');
    write('d/s/y', 'other');
    equal(without(['d'], 'x', 's/*').digest, before);
    notEqual(without(['d'], 'd/x', 's').digest, before);
    deepEqual([...without(['.'], '**/*.txt', 'd/s').files.keys()], ['a', 'd/x']);
    deepEqual([...without(['a'], 'a').files.keys()], ['a']);
    write('d/z', 'new');
    notEqual(without(['d'], 'x', 's/*').digest, before);
    symlinkSync('a', join(root, 'link'));
    equal(without(['d'], 'x').doubtful, undefined);
    equal(without(['.'], 'd').doubtful, 'link');
  });
});
