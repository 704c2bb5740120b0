import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  readlink,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import { type ContainerFiles, createContainerFiles } from '../../src/container-files/container-files';
import { unpack } from '../../src/container-files/download';
import { describeMode } from '../../src/container-files/file-entry';
import { run, testLabel, useEngine } from './connected';
import { createContainer } from './raw-container';

const never = new AbortController().signal;
const megabyte = 1_000_000;

describe('copies between containers and this machine', function () {
  this.timeout(90_000);
  const connected = useEngine();
  let files: ContainerFiles;
  let id: string;
  let here: string;

  before(async () => {
    files = createContainerFiles(
      async () => connected.engine,
      (_title, task) => task(() => {}, never),
    );
    id = await run(connected.engine, ['sh', '-c', 'mkdir -p /srv/app; chown 1000:1001 /srv/app; exec sleep 600']);
    here = await mkdtemp(join(tmpdir(), 'layerwright-copies-'));
    while ((await files.stat(id, '/srv/app').catch(() => undefined)) === undefined) await Promise.resolve();
  });
  after(() => rm(here, { recursive: true, force: true }));

  const shell = async (script: string) =>
    (await connected.engine.containers.runForOutput(id, ['sh', '-c', script])).stdout;

  it('take a folder there and back, with permissions, times, links and odd names', async () => {
    const source = join(here, 'tree');
    await mkdir(join(source, 'sub', 'empty'), { recursive: true });
    await writeFile(join(source, 'sub', 'new\nline ü'), 'odd');
    await writeFile(join(source, 'run.sh'), '#!/bin/sh\n');
    await chmod(join(source, 'run.sh'), 0o750);
    await writeFile(join(source, 'nothing'), '');
    await symlink('run.sh', join(source, 'link'));
    await symlink('/etc/hostname', join(source, 'absolute'));
    const there = await files.upload(id, [source, join(source, 'run.sh')], '/srv/app', { signal: never });
    deepEqual(there, { files: 6, bytes: 3 + 10 + 10, skipped: [] });
    deepEqual(
      (await files.list(id, '/srv/app/tree'))
        .map(({ name, user, group, ...entry }) => [name, describeMode(entry), user, group])
        .sort(),
      [
        ['absolute', 'lrwxrwxrwx', 1000, 1001],
        ['link', 'lrwxrwxrwx', 1000, 1001],
        ['nothing', '-rw-r--r--', 1000, 1001],
        ['run.sh', '-rwxr-x---', 1000, 1001],
        ['sub', 'drwxr-xr-x', 1000, 1001],
      ],
    );
    await shell('cd /srv/app/tree; mkfifo pipe; ln run.sh same; chmod 500 sub');
    const back = join(here, 'back');
    const got = await files.download(id, '/srv/app/tree', back, { signal: never });
    deepEqual(got.skipped, ['pipe']);
    equal(got.files, 6);
    deepEqual((await readdir(back)).sort(), ['absolute', 'link', 'nothing', 'run.sh', 'same', 'sub']);
    equal(await readFile(join(back, 'sub', 'new\nline ü'), 'utf8'), 'odd');
    equal(await readlink(join(back, 'absolute')), '/etc/hostname');
    equal((await lstat(join(back, 'run.sh'))).mode & 0o777, 0o750);
    equal((await lstat(join(back, 'same'))).ino, (await lstat(join(back, 'run.sh'))).ino);
    equal(
      Math.floor((await lstat(join(back, 'run.sh'))).mtimeMs / 1000),
      Math.floor((await lstat(join(source, 'run.sh'))).mtimeMs / 1000),
    );
    await files.download(id, '/srv/app/tree', back, { signal: never });
    deepEqual((await readdir(back)).length, 6, 'a second copy replaces the first');
    const file = join(here, 'by link');
    await files.download(id, '/srv/app/tree/link', file, { signal: never });
    equal(await readFile(file, 'utf8'), '#!/bin/sh\n');
  });

  it('stream large files both ways, in memory that does not grow with them', async function () {
    this.timeout(300_000);
    const large = join(here, 'large');
    const handle = await open(large, 'w');
    const block = Buffer.alloc(megabyte, 'layerwright ');
    for (let index = 0; index < 200; index += 1) await handle.write(block.fill(index, 0, 8));
    await handle.close();
    const sum = await digest(large);
    let most = 0;
    const before = process.memoryUsage().rss;
    const seen: number[] = [];
    const watch = (bytes: number) => {
      seen.push(bytes);
      most = Math.max(most, process.memoryUsage().rss - before);
    };
    await files.upload(id, [large], '/srv/app', { signal: never, onBytes: watch });
    equal(seen.at(-1), 200 * megabyte);
    await files.download(id, '/srv/app/large', join(here, 'large again'), { signal: never, onBytes: watch });
    equal(seen.at(-1), 200 * megabyte);
    equal(await digest(join(here, 'large again')), sum);
    ok(most < 120 * megabyte, `${Math.round(most / megabyte)} MB more memory than before`);
    await rm(join(here, 'large again'));
  });

  it('that are cancelled end, and leave no half of a file here', async () => {
    const large = join(here, 'large');
    const there = new AbortController();
    await rejects(
      files.upload(id, [large], '/tmp', {
        signal: there.signal,
        onBytes: (bytes) => bytes > 10 * megabyte && there.abort(),
      }),
    );
    const back = new AbortController();
    const folder = join(here, 'cancelled');
    await mkdir(folder);
    await rejects(
      files.download(id, '/srv/app/large', join(folder, 'large'), {
        signal: back.signal,
        onBytes: (bytes) => bytes > 10 * megabyte && back.abort(),
      }),
      { reason: 'cancelled' },
    );
    deepEqual(await readdir(folder), []);
    await truncate(large, 10);
  });

  it('say what is in the way', async () => {
    const file = join(here, 'file');
    await writeFile(file, 'x');
    const up = (folder: string, to = id) => files.upload(to, [file], folder, { signal: never });
    await rejects(up('/nothing'), { problem: 'missing' });
    await rejects(up('/etc/passwd'), { problem: 'not-folder' });
    await rejects(up('/proc'), { message: /belongs to the kernel/ });
    await rejects(up('/dev/shm'), { message: /lives in memory, where its engine cannot write/ });
    await shell('mkdir /srv/app/file');
    await rejects(up('/srv/app'), { message: /a folder and a file cannot take the place of one another/ });
    const readOnly = await createContainer(connected.test, {
      Image: 'alpine:3.20',
      Cmd: ['sleep', '600'],
      Labels: testLabel,
      HostConfig: { ReadonlyRootfs: true },
    });
    await rejects(up('/srv', readOnly), { problem: 'missing' });
    await rejects(up('/tmp', readOnly), { message: /is read-only/ });
    await rejects(files.download(id, '/srv/app', file, { signal: never }), {
      message: /is there already, and is no folder/,
    });
    await rejects(files.download(id, '/nothing', join(here, 'x'), { signal: never }), { problem: 'missing' });
    await files.download(id, '/proc/version', join(here, 'version'), { signal: never });
    ok((await readFile(join(here, 'version'), 'utf8')).startsWith('Linux'));
  });

  it('write nowhere else, whatever a container names its files', async () => {
    const outside = join(here, 'outside');
    await mkdir(outside);
    const target = join(here, 'inside');
    const tar = pack();
    tar.entry({ name: './', type: 'directory' });
    tar.entry({ name: './way', type: 'symlink', linkname: outside });
    tar.entry({ name: './way/evil' }, 'through a link');
    tar.entry({ name: '../outside/evil' }, 'by dots');
    tar.entry({ name: './hard', type: 'link', linkname: '../outside/secret' });
    tar.entry({ name: outside.slice(1) }, 'as if absolute');
    tar.finalize();
    const { skipped } = await unpack(Readable.from(tar as AsyncIterable<Buffer>), target, true);
    deepEqual(await readdir(outside), []);
    deepEqual([...skipped].sort(), ['../outside/evil', 'hard', 'way']);
    equal(await readFile(join(target, 'way', 'evil'), 'utf8'), 'through a link');
    await rm(join(target, 'way'), { recursive: true });
    await symlink(outside, join(target, 'way'));
    const again = pack();
    again.entry({ name: './way/evil' }, 'through a link that was here');
    again.finalize();
    await rejects(unpack(Readable.from(again as AsyncIterable<Buffer>), target, true), { problem: 'exists' });
    deepEqual(await readdir(outside), []);
  });
});

async function digest(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}
