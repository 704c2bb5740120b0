import { deepEqual, equal, throws } from 'node:assert/strict';
import { lstatSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileDigests, type WantedFile } from '../../../src/context/file-digests';

describe('digests of files', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'layerwright-digests-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const wanted = (path: string): WantedFile => {
    const file = join(root, path);
    return { path, file, facts: lstatSync(file, { bigint: true }) };
  };
  const of = (digests: FileDigests, { path, file, facts }: WantedFile) => digests.of(path, file, facts).digest;

  it('are the same whether files are read side by side or one after the other', async () => {
    const contents = { empty: '', short: 'short', long: 'x'.repeat(300_000), edge: 'x'.repeat(256 * 1024) };
    for (const [path, content] of Object.entries(contents)) writeFileSync(join(root, path), content);
    const files = Object.keys(contents).map(wanted);
    const [one, many] = [new FileDigests(), new FileDigests()];
    await many.readTogether(files);
    deepEqual([...many.entries().keys()].sort(), ['empty', 'short']);
    deepEqual(
      files.map((file) => of(many, file)),
      files.map((file) => of(one, file)),
    );
    many.changed = false;
    await many.readTogether(files);
    equal(many.changed, false);
  });

  it('are not taken from a file that has changed since it was looked at, nor from one that is gone', async () => {
    writeFileSync(join(root, 'growing'), 'a');
    writeFileSync(join(root, 'gone'), 'a');
    const files = [wanted('growing'), wanted('gone')] as const;
    writeFileSync(join(root, 'growing'), 'aa');
    rmSync(join(root, 'gone'));
    const digests = new FileDigests();
    await digests.readTogether(files);
    equal(digests.entries().size, 0);
    throws(() => of(digests, files[1]), { message: /gone/ });
  });
});
