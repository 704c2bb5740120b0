import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { extract, pack } from 'tar-stream';
import { run, testLabel, useEngine } from './connected';
import { createContainer } from './raw-container';

/** Docker's engine, below any comfort: what it says of paths, gives and takes. */
describe('the archives of containers', function () {
  this.timeout(60_000);
  const connected = useEngine();
  let id: string;

  before(async () => {
    id = await run(connected.engine, [
      'sh',
      '-c',
      `mkdir -p /d/sub; cd /d; echo hi > 'a b'; chown 1000:1000 'a b'; chmod 4640 'a b'; ln -s 'a b' link; ln -s ../../../etc out
       ln -s nowhere broken; printf x > "$(printf 'new\\nline')"; echo ü > ünï; printf '' > "it's"; mkfifo pipe; touch /ready; exec sleep 600`,
    ]);
    while (!(await connected.engine.containers.archive.stat(id, '/ready'))) await Promise.resolve();
  });

  it('say what is at a path', async () => {
    const { stat } = connected.engine.containers.archive;
    const brief = async (path: string) => {
      const found = await stat(id, path);
      return found && [found.kind, found.bytes, found.mode.toString(8), found.leadsTo];
    };
    deepEqual(await brief('/d/a b'), ['file', 3, '4640', undefined]);
    deepEqual((await brief('/d'))?.[0], 'folder');
    deepEqual((await brief('/tmp'))?.[2], '1777');
    deepEqual(await brief('/d/link'), ['link', 3, '777', '/d/a b']);
    deepEqual(await brief('/d/out'), ['link', 12, '777', '/etc']);
    deepEqual(await brief('/d/out/passwd'), ['file', 67, '644', undefined]);
    deepEqual(await brief('/d/broken'), ['link', 7, '777', '/d/nowhere']);
    deepEqual((await brief('/d/pipe'))?.[0], 'other');
    for (const name of ['new\nline', 'ünï', "it's"]) equal((await stat(id, `/d/${name}`))?.kind, 'file', name);
    equal(await stat(id, '/d/nothing'), undefined);
    equal(await stat(id, '/d/a b/below'), undefined);
    ok(Math.abs(((await stat(id, '/d/ünï'))?.modified ?? 0) - Date.now()) < 60_000);
    await rejects(stat('nosuch', '/d'), { reason: 'not-found', message: /No such container: nosuch/ });
    await rejects(stat(id, 'd'), { reason: 'invalid' });
  });

  it('are given and taken, also of a container that is stopped or paused', async () => {
    const { containers } = connected.engine;
    const other = await run(connected.engine, ['sleep', '600']);
    const text = async (path: string) => (await entries(await containers.archive.get(other, path))).get(path.slice(1));
    await containers.archive.put(other, '/', tar({ one: 'first' }));
    equal(await text('/one'), 'first');
    await containers.pause(other);
    await containers.archive.put(other, '/', tar({ one: 'second' }));
    await containers.unpause(other);
    await containers.stop(other, { seconds: 0 });
    equal(await text('/one'), 'second');
    await containers.archive.put(other, '/', tar({ one: 'third' }));
    equal(await text('/one'), 'third');
    await containers.remove(other);
    await rejects(text('/one'), { reason: 'not-found' });
  });

  it('refuse what cannot be written, also while much is on its way', async () => {
    const { archive } = connected.engine.containers;
    const much = () => tar({ much: randomBytes(8_000_000) });
    await rejects(archive.put(id, '/nothing', much()), { reason: 'not-found' });
    await rejects(archive.put(id, '/d/a b', much()), { message: /not a directory/i });
    await rejects(archive.put(id, '/', tar({ d: 'a file' })), { message: /cannot overwrite directory/i });
    const readOnly = await createContainer(connected.test, {
      Image: 'alpine:3.20',
      Cmd: ['sleep', '600'],
      Labels: testLabel,
      HostConfig: { ReadonlyRootfs: true, Binds: ['lw-archive:/ro:ro'] },
    });
    await rejects(archive.put(readOnly, '/', much()), { message: /read-only/ });
    await rejects(archive.put(readOnly, '/ro', much()), { message: /read-only/ });
  });

  it('fail when what is sent breaks off', async () => {
    const broken = new Readable({
      read() {
        this.destroy(new Error('the disk is gone'));
      },
    });
    await rejects(connected.engine.containers.archive.put(id, '/tmp', broken), { message: 'the disk is gone' });
    const late = Readable.from(
      (async function* () {
        yield randomBytes(100);
        throw new Error('half of it');
      })(),
    );
    await rejects(connected.engine.containers.archive.put(id, '/tmp', late), { message: 'half of it' });
  });

  it('stop when nobody reads on', async () => {
    const { archive } = connected.engine.containers;
    const abort = new AbortController();
    const tarball = await archive.get(id, '/', abort.signal);
    const failed = new Promise<unknown>((resolve) => tarball.once('error', resolve));
    abort.abort();
    match(String(await failed), /cancelled/);
    (await archive.get(id, '/')).destroy();
    equal((await archive.stat(id, '/d'))?.kind, 'folder');
  });
});

function tar(files: Readonly<Record<string, string | Buffer>>): Readable {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) archive.entry({ name }, content);
  archive.finalize();
  return Readable.from(archive as AsyncIterable<Buffer>, { objectMode: false });
}

async function entries(archive: Readable): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const reader = extract();
  archive.pipe(reader as unknown as NodeJS.WritableStream);
  for await (const entry of reader) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    found.set(entry.header.name, Buffer.concat(chunks).toString());
  }
  return found;
}
