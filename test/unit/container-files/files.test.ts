import { deepEqual, equal, notEqual, rejects, throws } from 'node:assert/strict';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { pack } from 'tar-stream';
import { authorityOf, containerPathOf, containerUri } from '../../../src/container-files/container-uri';
import { describeMode, type FileEntry, sortEntries } from '../../../src/container-files/file-entry';
import { nameProblem, pathProblem } from '../../../src/container-files/paths';
import { assertMovable, placeOf } from '../../../src/container-files/places';
import { readTarIndex } from '../../../src/container-files/tar-index';
import type { ContainerMount } from '../../../src/engine/container-archive';
import { pathStat } from '../../../src/engine/dockerode/container-archive';
import { nameFromBytes, nameToBytes } from '../../../src/shared/file-name-bytes';

describe('names of files', () => {
  it('are kept byte by byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        deepEqual([...nameToBytes(nameFromBytes(bytes))], [...bytes]);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (name) => {
        const plain = name.replace(/[\uF780-\uF7FF]/g, '');
        equal(nameFromBytes(nameToBytes(plain)), plain);
      }),
    );
    equal(nameFromBytes(Buffer.from([0x61, 0xff])), 'a\uF7FF');
  });

  it('stand in URIs, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', minLength: 1 }).filter((part) => !/^\.\.?$|\/|\0/.test(part))),
        (parts) => {
          const path = `/${parts.join('/')}`;
          deepEqual(containerPathOf(containerUri('web', path)), { container: 'web', path });
        },
      ),
    );
    deepEqual(containerPathOf('layerwright-container://web'), { container: 'web', path: '/' });
    deepEqual(containerPathOf('layerwright-container://web/a/../../b/'), { container: 'web', path: '/b' });
    throws(() => containerPathOf('file:///etc'), { reason: 'invalid' });
    equal(authorityOf({ id: 'abc', name: 'web_1' }), 'web_1');
    equal(authorityOf({ id: '0123456789abcdef', name: 'Web' }), '0123456789ab');
  });

  it('are checked while they are typed', () => {
    equal(nameProblem('a b'), undefined);
    deepEqual(['', '..', 'a/b', 'x'.repeat(256)].map(nameProblem), [
      'Enter a name.',
      '".." is no name for a file.',
      'A name has no slash.',
      'A name has at most 255 bytes.',
    ]);
    equal(pathProblem('etc'), 'Enter an absolute path, which begins with a slash.');
  });
});

describe('files', () => {
  it('have modes as ls writes them', () => {
    equal(describeMode({ kind: 'file', mode: 0o4755 }), '-rwsr-xr-x');
    equal(describeMode({ kind: 'file', mode: 0o2640 }), '-rw-r-S---');
    equal(describeMode({ kind: 'folder', mode: 0o1777 }), 'drwxrwxrwt');
  });

  it('are sorted as in the Explorer', () => {
    const names = [
      entry('b10'),
      entry('b9'),
      entry('z', 'folder'),
      entry('l', 'link', 'folder'),
      entry('a', 'link', 'file'),
    ];
    deepEqual(
      sortEntries(names).map(({ name }) => name),
      ['l', 'z', 'a', 'b9', 'b10'],
    );
  });

  it('are what the engine says of them', () => {
    const header = (stat: object) => Buffer.from(JSON.stringify(stat)).toString('base64');
    const file = { name: 'a', size: 3, mtime: '2026-11-21T16:20:23.833199351Z', linkTarget: '' };
    const { modified, ...rest } = pathStat(header({ ...file, mode: 0o640 + 2 ** 23 }));
    deepEqual(rest, { kind: 'file', bytes: 3, mode: 0o4640, leadsTo: undefined });
    equal(Math.floor(modified), Date.parse('2026-11-21T16:20:23.833Z'));
    notEqual(modified, Math.floor(modified));
    equal(pathStat(header({ ...file, mode: 2147484141 })).kind, 'folder');
    equal(pathStat(header({ ...file, mode: 2 ** 31 + 2 ** 20 + 0o777 })).mode, 0o1777);
    deepEqual(pathStat(header({ ...file, mode: 134218239, linkTarget: '/b' })).leadsTo, '/b');
    throws(() => pathStat('nonsense'), { reason: 'protocol' });
  });

  it('are indexed from a tar without their content', async () => {
    const tar = pack();
    tar.entry({ name: 'd/', type: 'directory', mode: 0o700 });
    tar.entry({ name: 'd/file', uid: 7, gid: 8 }, 'x'.repeat(5000));
    tar.entry({ name: 'd/same', type: 'link', linkname: 'd/file' });
    tar.entry({ name: 'up', type: 'symlink', linkname: 'd/../d' });
    tar.entry({ name: 'loop', type: 'symlink', linkname: 'loop' });
    tar.entry({ name: 'far', type: 'symlink', linkname: '/../../d/file' });
    tar.entry({ name: '../outside' }, 'x');
    tar.entry({ name: '/absolute' }, 'x');
    tar.finalize();
    const index = await readTarIndex(Readable.from(tar as AsyncIterable<Buffer>), { root: '/' });
    deepEqual(
      index.list('/')?.map(({ name, link }) => [name, link?.kind]),
      [
        ['d', undefined],
        ['up', 'folder'],
        ['loop', undefined],
        ['far', 'file'],
        ['absolute', undefined],
      ],
    );
    deepEqual(
      index.list('/d')?.map(({ name, kind, bytes, user }) => [name, kind, bytes, user]),
      [
        ['file', 'file', 5000, 7],
        ['same', 'file', 5000, 0],
      ],
    );
    equal(index.list('/d/file'), undefined);
    index.set('/d/new', entry('new'));
    index.set('/d/file', undefined);
    deepEqual(
      index.list('/d')?.map(({ name }) => name),
      ['same', 'new'],
    );
    index.set('/d', undefined);
    equal(index.list('/d'), undefined);
  });

  it('say that a tar broke off', async () => {
    const broken = Readable.from(
      (async function* () {
        yield Buffer.alloc(100);
        throw new Error('gone');
      })(),
    );
    await rejects(readTarIndex(broken, { root: '/' }), { message: 'gone' });
  });
});

describe('places in a container', () => {
  const mounts: readonly ContainerMount[] = [
    { path: '/etc/hosts', kind: 'engine', source: '', writable: true },
    { path: '/data/ro', kind: 'bind', source: '/srv', writable: false },
    { path: '/data', kind: 'volume', source: 'store', writable: true },
    { path: '/tmp', kind: 'tmpfs', source: '', writable: true },
    { path: '/dev/disk', kind: 'bind', source: '/disk', writable: true },
  ];
  const container = { name: 'web', state: 'running', mounts, readOnlyRoot: true, os: 'linux' } as const;

  it('are written by the engine, by a program, or by nobody', () => {
    const at = (path: string) => {
      const { hidden, mountedFile, readOnly } = placeOf(container, path);
      return [hidden ?? (mountedFile ? 'file' : 'plain'), readOnly ? 'ro' : 'rw'].join(' ');
    };
    const expected = {
      '/usr/x': 'plain ro',
      '/data/x': 'plain rw',
      '/data/ro/x': 'plain ro',
      '/database': 'plain ro',
      '/tmp/x': 'memory rw',
      '/proc/1': 'kernel ro',
      '/dev/null': 'kernel ro',
      '/dev/shm/x': 'memory rw',
      '/dev/disk/x': 'plain rw',
      '/etc/hosts': 'file ro',
    };
    deepEqual(Object.fromEntries(Object.keys(expected).map((path) => [path, at(path)])), expected);
    equal(placeOf({ ...container, readOnlyRoot: false }, '/etc/hosts').readOnly, undefined);
    equal(placeOf(container, '/usr/x').readOnly?.hint, 'It can write to /data, /tmp, /dev/disk.');
  });

  it('that hold mounts are not moved or deleted', () => {
    for (const path of ['/', '/data', '/data/ro', '/proc/1', '/dev', '/etc', '/etc/hosts'])
      throws(() => assertMovable(container, path, 'deleted'), { problem: 'no-permission' }, path);
    for (const path of ['/data/x', '/usr', '/database', '/tmp/x', '/dev/shm/x'])
      assertMovable(container, path, 'deleted');
    throws(() => assertMovable(container, '/data', 'deleted'), {
      message: '/data holds /data/ro, which is where /srv is mounted, so it cannot be deleted.',
    });
  });
});

function entry(name: string, kind: FileEntry['kind'] = 'file', leads?: FileEntry['kind']): FileEntry {
  const link = kind === 'link' ? { target: 'x', kind: leads } : undefined;
  return { name, kind, bytes: 0, mode: 0o644, user: 0, group: 0, modified: 0, link };
}
