import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import { listingCommand, parseListing } from '../../../src/container-files/tool-listing';

describe('listings by the tools of a container', () => {
  it('are read as coreutils and as busybox write them', () => {
    const gnu = [
      'e 41ed 4096 1700000000 0 0 ///d/sub//',
      '/d/sub//\n',
      'e a1ff 3 1700000000 0 0 ///d/link//',
      '/d/link -> sub//\n',
      't 41ed ///d/link//\n',
    ].join('');
    const busybox = gnu.replace('/d/link -> sub//', "'/d/link' -> 'sub'//");
    const expected = [
      { name: 'sub', kind: 'folder', link: undefined, mode: 0o755 },
      { name: 'link', kind: 'link', link: { target: 'sub', kind: 'folder' }, mode: 0o777 },
    ];
    for (const text of [gnu, busybox]) {
      deepEqual(
        parseListing(Buffer.from(text)).map(({ name, kind, link, mode }) => ({ name, kind, link, mode })),
        expected,
      );
    }
  });

  it('keep any name and any target apart', () => {
    const name = fc
      .uint8Array({ minLength: 1, maxLength: 12 })
      .map((bytes) => Buffer.from(bytes.map((byte) => (byte === 0 || byte === 47 ? 10 : byte))).toString('latin1'));
    const target = fc.string({
      minLength: 1,
      maxLength: 20,
      unit: fc.constantFrom('/', "'", '\n', 'e', ' ', '-', '>', 't', '1'),
    });
    const quote = fc.constantFrom('', "'");
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(name, target), { maxLength: 6, selector: ([key]) => key }),
        quote,
        (files, mark) => {
          const text = files
            .map(
              ([file, to]) =>
                `e a1ff ${to.length} 5 1 2 ///d/${file}//${mark}/d/${file}${mark} -> ${mark}${to}${mark}//\n`,
            )
            .join('');
          const found = parseListing(Buffer.from(text, 'latin1'));
          deepEqual(
            found.map(({ link }) => link?.target),
            files.map(([, to]) => to),
          );
          equal(new Set(found.map((entry) => entry.name)).size, files.length);
        },
      ),
    );
  });

  it('leave out what is broken off or written by another program', () => {
    deepEqual(parseListing(Buffer.from('usage: stat [-c FORMAT] FILE...')), []);
    deepEqual(parseListing(Buffer.from('')), []);
    equal(parseListing(Buffer.from('e 81a4 5 6 0 0 ///d/a///d/a//\ne 81a4 5 6 0 0 ///d/b')).length, 1);
  });

  it('hand the folder on as an argument of its own', () => {
    const folder = '/d"; rm -rf $(x)';
    for (const tool of ['find', 'sh'] as const) {
      const command = listingCommand(tool, folder);
      equal(command.filter((argument) => argument.includes('rm -rf')).length, 1);
      equal(command.includes(folder), true);
    }
  });
});
