import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import { type ContainerFiles, createContainerFiles } from '../../src/container-files/container-files';
import { describeMode, type FileEntry, sortEntries } from '../../src/container-files/file-entry';
import { findProgram } from '../support/tools.mjs';
import { run, testLabel, useEngine } from './connected';
import { createContainer } from './raw-container';

const fill = `mkdir -p /d/sub/deep /d/empty; cd /d; echo hello > 'a b'; chown 1000:1001 'a b'; chmod 2640 'a b'
echo x > sub/file; echo y > sub/deep/file; ln -s 'a b' link; ln -s sub folder; ln -s ../../../etc out; ln -s nowhere broken
ln -s "it's -> //odd" odd; printf 1 > "$(printf 'new\\nline')"; echo ü > ünï; printf 2 > "-rf"; printf 3 > "q'uo\\"te"
printf 4 > "$(printf 'bad\\377byte')"; mkfifo pipe; chown -R 7:8 empty; touch /ready`;

const all = [
  'empty/',
  'folder@sub/',
  'out@../../../etc/',
  'sub/',
  '-rf',
  'a b',
  'bad\uF7FFbyte',
  'broken@nowhere?',
  'link@a b',
  'new\nline',
  "odd@it's -> //odd?",
  'pipe|',
  'q\'uo"te',
  'ünï',
];

describe('the files of containers', function () {
  this.timeout(60_000);
  const connected = useEngine(({ images }) => images.remove('lw-static:1').catch(() => {}));
  let files: ContainerFiles;
  const long: string[] = [];
  let running: string;
  let bare: string;

  before(async () => {
    files = createContainerFiles(
      async () => connected.engine,
      (title, task) => {
        long.push(title);
        return task(() => {}, new AbortController().signal);
      },
    );
    running = await run(connected.engine, ['sh', '-c', `${fill}; exec sleep 600`], { binds: ['lw-files:/volume'] });
    await importStatic();
    bare = await createContainer(connected.test, {
      Image: 'lw-static:1',
      Labels: testLabel,
      HostConfig: { Binds: ['lw-files:/volume'] },
    });
    while (!(await connected.engine.containers.archive.stat(running, '/ready'))) await Promise.resolve();
  });
  beforeEach(() => long.splice(0));

  const text = async (path: string, id = running) => (await files.read(id, path)).toString();
  const save = (path: string, content: string, id = running) =>
    files.write(id, path, Buffer.from(content), { create: true, overwrite: true });
  const names = async (path: string, id = running) => sortEntries(await files.list(id, path)).map(brief);
  const find = async (path: string, name: string, id = running) => {
    const entry = (await files.list(id, path)).find((candidate) => candidate.name === name);
    return entry && `${describeMode(entry)} ${entry.user}:${entry.group} ${entry.bytes}`;
  };

  it('are listed by the tools of a running container, whatever their names are', async () => {
    deepEqual(await names('/d'), all);
    deepEqual(await names('/d/empty'), []);
    deepEqual(await names('/d/folder'), ['deep/', 'file']);
    equal(await find('/d', 'a b'), '-rw-r-S--- 1000:1001 6');
    equal(await find('/', 'tmp'), 'drwxrwxrwt 0:0 4096');
    ok((await names('/proc/1')).includes('cmdline'));
    ok((await names('/')).length > 10);
    deepEqual(long, []);
    await rejects(files.list(running, '/d/nothing'), { problem: 'missing', message: /^There is no \/d\/nothing in / });
    await rejects(files.list(running, '/d/a b'), { problem: 'not-folder' });
  });

  it('are listed without tools, by reading through them once', async () => {
    const { details } = await files.open(bare);
    deepEqual(await names('/', bare), [
      'dev/',
      'etc/',
      'proc/',
      'sys/',
      'volume/',
      '.dockerenv',
      'busybox',
      'hello.txt',
      'link@hello.txt',
    ]);
    deepEqual(await names('/etc', bare), ['hostname', 'hosts', 'mtab@/proc/mounts?', 'resolv.conf']);
    deepEqual(long, [`Reading the files of ${details.name}`]);
    await save('/volume/kept', 'in the volume', running);
    deepEqual(await names('/volume', bare), ['kept']);
    deepEqual(long.slice(1), [`Reading /volume of ${details.name}`]);
    await rejects(files.list(bare, '/proc'), {
      message: /^Only programs in .* see \/proc, and it has none that list folders/,
    });
    await save('/new.txt', 'new', bare);
    await save('/hello.txt', 'longer', bare);
    ok((await names('/', bare)).includes('new.txt'));
    equal(await find('/', 'hello.txt', bare), '-rw-r--r-- 0:0 6');
    equal(long.length, 2);
    files.refresh(details.id);
    ok((await names('/', bare)).includes('new.txt'));
    equal(long.length, 3);
    await rejects(files.remove(bare, '/new.txt'), {
      message: /^\/new.txt cannot be deleted: .* has no rm, and its engine cannot do it by itself\.$/,
    });
  });

  it('keep owner and permissions when they are saved, and follow links', async () => {
    await save('/d/a b', 'changed\n');
    equal(await text('/d/link'), 'changed\n');
    equal(await find('/d', 'a b'), '-rw-r-S--- 1000:1001 8');
    await save('/d/link', 'by its link\n');
    equal(await text('/d/a b'), 'by its link\n');
    equal(await find('/d', 'link'), 'lrwxrwxrwx 0:0 3');
    equal(await text('/d/out/passwd'), await text('/etc/passwd'));
    const before = (await files.stat(running, '/d/a b')).modified;
    await save('/d/a b', 'by its link!\n');
    ok((await files.stat(running, '/d/a b')).modified > before);
  });

  it('are made, with the owner of their folder, in folders with any name', async () => {
    await files.makeFolder(running, '/d/empty/new folder');
    await save('/d/empty/new folder/ü "1"\n', 'one');
    equal(await find('/d/empty/new folder', 'ü "1"\n'), '-rw-r--r-- 7:8 3');
    equal(await find('/d/empty', 'new folder'), 'drwxr-xr-x 7:8 4096');
    for (const [name, content] of [
      ['-rf', '2'],
      ['new\nline', '1'],
      ['q\'uo"te', '3'],
    ] as const) {
      equal(await text(`/d/${name}`), content, name);
    }
    equal((await files.stat(running, '/d/bad\uF7FFbyte')).bytes, 1);
    // Docker 26 gives the content, 20.10 an empty archive; neither can be told to write that name.
    const odd = await text('/d/bad\uF7FFbyte').catch(({ message }: Error) => message);
    match(odd, /^4$|^The engine does not give .*, because its name is not UTF-8\.$/);
    const before = await names('/d');
    await rejects(save('/d/bad\uF7FFbyte', ''), { message: /because its name is not UTF-8\.$/ });
    deepEqual(await names('/d'), before);
    await rejects(files.makeFolder(running, '/d/sub'), { problem: 'exists' });
    await rejects(save('/d/nothing/file', ''), { problem: 'missing' });
    await rejects(save('/d/sub', ''), { problem: 'is-folder' });
    await rejects(text('/d/sub'), { problem: 'is-folder' });
    await rejects(text('/d/pipe'), { message: /is a device, a pipe or a socket/ });
    await rejects(text('/d/broken'), { problem: 'missing', message: /leads to \/d\/nowhere, which is not there/ });
  });

  it('are renamed and deleted by programs of the container, not what links lead to', async () => {
    await save('/tmp/-one', '1');
    await files.rename(running, '/tmp/-one', '/tmp/two $(id)', { overwrite: false });
    await save('/tmp/three', '3');
    await rejects(files.rename(running, '/tmp/three', '/tmp/two $(id)', { overwrite: false }), { problem: 'exists' });
    await files.rename(running, '/tmp/three', '/tmp/two $(id)', { overwrite: true });
    deepEqual(await names('/tmp'), ['two $(id)']);
    equal(await text('/tmp/two $(id)'), '3');
    await files.makeFolder(running, '/tmp/to');
    await connected.engine.containers.runForOutput(running, ['ln', '-s', '/tmp/to', '/tmp/link']);
    await save('/tmp/to/kept', '');
    await files.remove(running, '/tmp/link');
    deepEqual(await names('/tmp/to'), ['kept']);
    await files.remove(running, '/tmp/to');
    deepEqual(await names('/tmp'), ['two $(id)']);
    await rejects(files.remove(running, '/tmp/to'), { problem: 'missing' });
    for (const path of ['/', '/proc', '/proc/1', '/dev', '/volume', '/etc/hosts', '/etc']) {
      await rejects(files.remove(running, path), { problem: 'no-permission' }, path);
    }
  });

  it('that are mounted by themselves or live in memory are written by a program', async () => {
    const hosts = await text('/etc/hosts');
    await save('/etc/hosts', `${hosts}127.0.0.9 nine\n`);
    match((await connected.engine.containers.runForOutput(running, ['cat', '/etc/hosts'])).stdout, /nine/);
    await save('/dev/shm/scratch', 'in memory');
    equal(await text('/dev/shm/scratch'), 'in memory');
    equal((await files.stat(running, '/dev/shm/scratch')).bytes, 9);
    deepEqual(await names('/dev/shm'), ['scratch']);
    await files.makeFolder(running, '/dev/shm/folder');
    await files.remove(running, '/dev/shm/folder');
    match(await text('/proc/1/cmdline'), /^sleep/);
    await rejects(save('/proc/1/comm', 'x'), {
      message: '/proc/1/comm belongs to the kernel, so it is not edited here.',
    });
    ok((await files.stat(running, '/proc/1/comm')).readOnly);
  });

  it('of a container that is not running are read and saved, not deleted', async () => {
    const id = await run(connected.engine, ['sh', '-c', fill], { name: 'lw-stopped', binds: ['lw-files:/volume'] });
    await connected.engine.containers.wait(id);
    deepEqual(
      await names('/d', id),
      all.map((name) => name.replace('\uF7FF', '\uFFFD')),
    );
    deepEqual(await names('/d/folder', id), ['deep/', 'file']);
    equal(await find('/d', 'a b', id), '-rw-r-S--- 1000:1001 6');
    equal(await text('/d/link', id), 'hello\n');
    await save('/d/link', 'saved', id);
    equal(await find('/d', 'a b', id), '-rw-r-S--- 1000:1001 5');
    equal(await text('/d/a b', id), 'saved');
    await rejects(files.remove(id, '/d/a b'), {
      message: 'lw-stopped is not running, and an engine by itself cannot delete files.',
      hint: 'Start it first.',
    });
    await rejects(save('/etc/hosts', '', id), { message: /is not running, and \/etc\/hosts is mounted by itself/ });
    await rejects(files.list(id, '/proc'), { message: 'lw-stopped is not running, and only its processes see /proc.' });
    const reads = long.length;
    await connected.engine.containers.start(id);
    await connected.engine.containers.wait(id);
    files.fold({ kind: 'container', action: 'start', id, attributes: {}, time: 0 });
    await names('/d', id);
    ok(long.length > reads);
    await connected.engine.containers.remove(id);
    await rejects(files.list(id, '/'), { reason: 'not-found' });
  });

  it('of a paused container are read and saved', async () => {
    const id = await run(connected.engine, ['sleep', '600']);
    await connected.engine.containers.pause(id);
    ok((await names('/', id)).includes('etc/'));
    await save('/tmp/x', 'x', id);
    equal(await text('/tmp/x', id), 'x');
    await rejects(files.remove(id, '/tmp/x'), { hint: 'Resume it first.' });
    await connected.engine.containers.remove(id, { force: true });
  });

  it('that are read-only say why', async () => {
    const id = await createContainer(connected.test, {
      Image: 'alpine:3.20',
      Cmd: ['sleep', '600'],
      Labels: testLabel,
      HostConfig: {
        ReadonlyRootfs: true,
        Binds: ['lw-files:/ro:ro', 'lw-files2:/rw'],
        Tmpfs: { '/scratch': 'uid=5' },
      },
    });
    const { name } = (await files.open(id)).details;
    await rejects(save('/x', '', id), {
      problem: 'no-permission',
      message: `The file system of ${name} is read-only.`,
      hint: 'It can write to /scratch, /rw.',
    });
    await rejects(save('/ro/x', '', id), {
      message: `/ro is the volume lw-files mounted read-only in ${name}.`,
      hint: 'Run the container again with the mount writable.',
    });
    await save('/rw/x', 'fine', id);
    await save('/scratch/x', 'fine', id);
    deepEqual([await text('/rw/x', id), await text('/scratch/x', id)], ['fine', 'fine']);
    equal((await files.stat(id, '/rw/x')).readOnly, undefined);
    match((await files.stat(id, '/etc/passwd')).readOnly ?? '', /is read-only/);
  });

  it('are found by a name that lost its capitals on the way', async () => {
    await run(connected.engine, ['sleep', '600'], { name: 'LW-Capital' });
    equal((await files.open('lw-capital')).details.name, 'LW-Capital');
    await rejects(files.open('lw-nothing'), { reason: 'not-found' });
  });

  /** Nothing but one program, which lists nothing by itself. */
  async function importStatic(): Promise<void> {
    const tar = pack();
    const busybox = findProgram('busybox') ?? '';
    tar.entry({ name: 'busybox', mode: 0o755 }, readFileSync(busybox));
    tar.entry({ name: 'hello.txt', mode: 0o644 }, 'hello');
    tar.entry({ name: 'link', type: 'symlink', linkname: 'hello.txt' });
    tar.finalize();
    const query = new URLSearchParams({
      fromSrc: '-',
      repo: 'lw-static',
      tag: '1',
      changes: 'CMD ["/busybox", "sleep", "600"]',
    });
    await connected.test.call(`/images/create?${query}`, {
      method: 'POST',
      body: Readable.from(tar as AsyncIterable<Buffer>),
      headers: { 'Content-Type': 'application/x-tar' },
    });
  }
});

/** `folder/`, `link@target`, `broken@target?`, `pipe|` */
function brief({ name, kind, link }: FileEntry): string {
  const mark = { folder: '/', file: '', other: '|', link: '' };
  return link ? `${name}@${link.target}${link.kind ? mark[link.kind] : '?'}` : `${name}${mark[kind]}`;
}
