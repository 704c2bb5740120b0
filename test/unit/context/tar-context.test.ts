import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { extract } from 'tar-stream';
import { ContextError } from '../../../src/context/context-error';
import { packContext } from '../../../src/context/tar-context';
import type { SkippedEntry } from '../../../src/context/walk';
import { asNobody } from '../../support/as-nobody';
import { temporaryDirectory } from '../support/temporary-directory';

interface Unpacked {
  readonly name: string;
  readonly type: string;
  readonly mode: number;
  readonly owner: string;
  readonly mtime: Date;
  readonly linkname: string;
  readonly content: string;
}

async function bytesOf(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function unpack(archive: Buffer): Promise<readonly Unpacked[]> {
  const entries: Unpacked[] = [];
  const unpacker = extract();
  unpacker.end(archive);
  for await (const entry of unpacker) {
    const { name, type, mode, uid, gid, mtime, linkname } = entry.header;
    const content = (await bytesOf(entry)).toString();
    entries.push({
      name,
      type: type ?? '',
      mode: mode ?? 0,
      owner: `${uid}:${gid}`,
      mtime: mtime ?? new Date(0),
      linkname: linkname ?? '',
      content,
    });
  }
  return entries;
}

async function packAndUnpack(root: string, dockerfile = join(root, 'Dockerfile')) {
  const skipped: SkippedEntry[] = [];
  const { stream, ...rest } = await packContext({ root, dockerfile, onSkip: (entry) => skipped.push(entry) });
  const archive = await bytesOf(stream);
  return { archive, entries: await unpack(archive), skipped, ...rest };
}

describe('packContext', () => {
  it('sends what the ignore file leaves, sorted, and always the Dockerfile and the ignore file', async () => {
    const root = temporaryDirectory({
      Dockerfile: 'FROM alpine\n',
      '.dockerignore': '*\n!src\nsrc/**/*.log\n!deep/a/keep\n',
      'src/b.ts': 'b',
      'src/a.ts': 'a',
      'src/x/y.log': '',
      'deep/a/keep': 'kept',
      'deep/a/drop': '',
      'deep/z/drop': '',
      'other/file': '',
    });
    const { entries, dockerfilePath, skipped } = await packAndUnpack(root);
    assert.deepEqual(
      entries.map(({ name }) => name),
      [
        './',
        '.dockerignore',
        'Dockerfile',
        'deep/',
        'deep/a/',
        'deep/a/keep',
        'src/',
        'src/a.ts',
        'src/b.ts',
        'src/x/',
      ],
    );
    assert.equal(entries.find(({ name }) => name === 'deep/a/keep')?.content, 'kept');
    assert.equal(dockerfilePath, 'Dockerfile');
    assert.deepEqual(skipped, []);
  });

  it('keeps modes and times, and gives everything to root', async function () {
    if (process.platform === 'win32') this.skip();
    const root = temporaryDirectory({ Dockerfile: '', 'run.sh': '#!/bin/sh\n', 'private/key': '' });
    chmodSync(join(root, 'run.sh'), 0o751);
    chmodSync(join(root, 'private'), 0o700);
    chmodSync(join(root, 'private/key'), 0o4600);
    utimesSync(join(root, 'run.sh'), 1_000_000_000, 1_000_000_000);
    const { entries } = await packAndUnpack(root);
    const modes = Object.fromEntries(entries.map(({ name, mode }) => [name, mode.toString(8)]));
    assert.equal(modes['run.sh'], '751');
    assert.equal(modes['private/'], '700');
    assert.equal(modes['private/key'], '4600');
    assert.equal(entries.find(({ name }) => name === 'run.sh')?.mtime.getTime(), 1_000_000_000_000);
    assert.deepEqual([...new Set(entries.map(({ owner }) => owner))], ['0:0']);
  });

  it('sends links as links and empty directories', async function () {
    if (process.platform === 'win32') this.skip();
    const root = temporaryDirectory({ Dockerfile: '', 'empty/': '', 'dir/a': '' });
    symlinkSync('../outside', join(root, 'out'));
    symlinkSync('dir', join(root, 'to-dir'));
    symlinkSync('/etc/hosts', join(root, 'absolute'));
    const { entries } = await packAndUnpack(root);
    const links = entries.filter(({ type }) => type === 'symlink').map(({ name, linkname }) => [name, linkname]);
    assert.deepEqual(links, [
      ['absolute', '/etc/hosts'],
      ['out', '../outside'],
      ['to-dir', 'dir'],
    ]);
    assert.ok(entries.some(({ name, type }) => name === 'empty/' && type === 'directory'));
  });

  it('keeps long and non-Latin names, and starts with a plain header', async () => {
    const long = `${'d'.repeat(120)}/${'f'.repeat(140)}.txt`;
    const root = temporaryDirectory({ Dockerfile: '', 'ä.txt': 'umlaut', '日本/語.txt': 'kanji', [long]: 'long' });
    const { entries, archive } = await packAndUnpack(root);
    const contents = Object.fromEntries(entries.map(({ name, content }) => [name, content]));
    assert.equal(contents['ä.txt'], 'umlaut');
    assert.equal(contents['日本/語.txt'], 'kanji');
    assert.equal(contents[long], 'long');
    assert.equal(archive.toString('latin1', 156, 157), '5');
  });

  it('passes over sockets and pipes and says so', async function () {
    if (process.platform === 'win32') this.skip();
    const root = temporaryDirectory({ Dockerfile: '', 'run/a': '' });
    const server = createServer().listen(join(root, 'run/s.sock'));
    await new Promise((done) => server.on('listening', done));
    spawnSync('mkfifo', [join(root, 'pipe')]);
    const { entries, skipped } = await packAndUnpack(root);
    server.close();
    assert.deepEqual(skipped, [
      { path: 'pipe', reason: 'a named pipe' },
      { path: 'run/s.sock', reason: 'a socket' },
    ]);
    assert.ok(entries.some(({ name }) => name === 'run/a'));
  });

  it('sends a Dockerfile from outside under a name nobody has', async () => {
    const root = temporaryDirectory({ 'app/.layerwright.Dockerfile': 'taken', 'other/Dockerfile': 'FROM outside\n' });
    const packed = await packAndUnpack(join(root, 'app'), join(root, 'other/Dockerfile'));
    assert.equal(packed.dockerfilePath, '.layerwright.Dockerfile1');
    assert.equal(packed.entries.find(({ name }) => name === packed.dockerfilePath)?.content, 'FROM outside\n');
  });

  it('sends with a Dockerfile from outside an ignore file that keeps both out of the image', async () => {
    const files = { 'app/.dockerignore': 'b\n', 'app/a': '', 'app/b': '', 'other/Dockerfile': 'FROM outside\n' };
    const root = temporaryDirectory(files);
    const { entries } = await packAndUnpack(join(root, 'app'), join(root, 'other/Dockerfile'));
    assert.deepEqual(
      entries.map(({ name, content }) => [name, content]),
      [
        ['./', ''],
        ['.layerwright.Dockerfile', 'FROM outside\n'],
        ['.dockerignore', '.dockerignore\n.layerwright.Dockerfile\n'],
        ['a', ''],
      ],
    );
  });

  it('is read by the system tar', async function () {
    const root = temporaryDirectory({
      Dockerfile: 'FROM alpine\n',
      'a/b/c.txt': 'c',
      'ü.txt': 'ü',
      [`${'n'.repeat(200)}`]: 'n',
    });
    symlinkSync('a', join(root, 'link'));
    const { archive } = await packAndUnpack(root);
    const target = temporaryDirectory();
    const { status, error } = spawnSync('tar', ['-xf', '-', '-C', target], { input: archive });
    if (error) this.skip();
    assert.equal(status, 0);
    assert.deepEqual(readdirSync(target, { recursive: true }).sort(), readdirSync(root, { recursive: true }).sort());
    assert.equal(readlinkSync(join(target, 'link')), 'a');
    assert.equal(statSync(join(target, 'a/b/c.txt')).size, 1);
  });

  it('streams: a large file is never whole in memory', async () => {
    const root = temporaryDirectory({ Dockerfile: '', large: Buffer.alloc(64 * 1024 * 1024, 1) });
    const { stream } = await packContext({ root, dockerfile: join(root, 'Dockerfile') });
    const before = process.memoryUsage().arrayBuffers;
    let size = 0;
    let peak = 0;
    for await (const chunk of stream) {
      size += (chunk as Buffer).length;
      peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
    }
    assert.ok(size > 64 * 1024 * 1024);
    assert.ok(peak < 48 * 1024 * 1024, `${peak} bytes held`);
  });

  it('fails on a file that became shorter, and names it', async () => {
    const root = temporaryDirectory({ Dockerfile: '', large: Buffer.alloc(8 * 1024 * 1024) });
    const { stream } = await packContext({ root, dockerfile: join(root, 'Dockerfile') });
    const read = async () => {
      let size = 0;
      for await (const chunk of stream) {
        size += (chunk as Buffer).length;
        if (size > 1024 * 1024) truncateSync(join(root, 'large'), 1000);
      }
    };
    await assert.rejects(
      read(),
      (error) => error instanceof ContextError && error.path === 'large' && /shorter/.test(error.message),
    );
  });

  it('sends a file that grows as it was', async () => {
    const root = temporaryDirectory({ Dockerfile: '', log: 'x'.repeat(1024 * 1024), z: 'behind' });
    const { stream } = await packContext({ root, dockerfile: join(root, 'Dockerfile') });
    const chunks: Buffer[] = [];
    for await (const chunk of stream) {
      chunks.push(chunk as Buffer);
      if (chunks.length === 6) writeFileSync(join(root, 'log'), 'y'.repeat(100), { flag: 'a' });
    }
    const entries = await unpack(Buffer.concat(chunks));
    assert.equal(entries.find(({ name }) => name === 'z')?.content, 'behind');
  });

  it('names the file or directory that cannot be read', async function () {
    if (process.platform === 'win32') this.skip();
    const root = temporaryDirectory({ Dockerfile: '', 'sub/secret': '' });
    chmodSync(root, 0o755);
    chmodSync(join(root, 'sub/secret'), 0);
    await asNobody(() => assert.rejects(packAndUnpack(root), /"sub\/secret".*permission denied/));
  });

  it('says what is wrong with the context or the Dockerfile at once', async () => {
    const root = temporaryDirectory({ Dockerfile: '' });
    await assert.rejects(packAndUnpack(join(root, 'gone')), /Could not open .*gone.*does not exist/);
    await assert.rejects(packAndUnpack(join(root, 'Dockerfile')), /no directory/);
    const invalid = temporaryDirectory({ Dockerfile: '', '.dockerignore': 'a\n[b\n' });
    await assert.rejects(packAndUnpack(invalid), /"\[b" in line 2 of ".dockerignore" is no pattern/);
    await assert.rejects(packAndUnpack(root, join(root, 'Missing')), /Could not read .*Missing.*does not exist/);
  });

  it('stops when it is told to', async () => {
    const root = temporaryDirectory({ Dockerfile: '', large: Buffer.alloc(16 * 1024 * 1024) });
    const abort = new AbortController();
    const { stream } = await packContext({ root, dockerfile: join(root, 'Dockerfile'), signal: abort.signal });
    const read = async () => {
      for await (const _ of stream) abort.abort();
    };
    await assert.rejects(read(), { name: 'AbortError' });
    await assert.rejects(packContext({ root, dockerfile: join(root, 'Dockerfile'), signal: abort.signal }), {
      name: 'AbortError',
    });
  });

  it('closes its files when the reader goes away', async function () {
    if (process.platform !== 'linux') this.skip();
    const root = temporaryDirectory({ Dockerfile: '', large: Buffer.alloc(16 * 1024 * 1024) });
    mkdirSync(join(root, 'more'));
    const open = () => readdirSync('/proc/self/fd').length;
    const before = open();
    for (let round = 0; round < 5; round++) {
      const { stream } = await packContext({ root, dockerfile: join(root, 'Dockerfile') });
      for await (const _ of stream) break;
    }
    await new Promise((done) => setTimeout(done, 50));
    assert.ok(open() <= before + 1, `${open() - before} files are still open`);
  });
});
