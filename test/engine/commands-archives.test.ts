import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { commitContainer } from '../../src/commands/containers/commit-container';
import { exportContainer } from '../../src/commands/containers/export-container';
import { importImage } from '../../src/commands/images/import-image';
import { loadImages } from '../../src/commands/images/load-images';
import { saveImages } from '../../src/commands/images/save-images';
import { showImageHistory } from '../../src/commands/images/show-image-history';
import { type Answer, script } from '../unit/commands/scripted-services';
import { build, run, textOf, useEngine } from './connected';

describe('archives of images and containers', function () {
  this.timeout(60_000);
  const connected = useEngine();
  const mine = /^lw-arc/;
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'layerwright-archives-'));
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true, force: true });
    const { images } = connected.engine;
    for (const { tags } of await images.list())
      for (const tag of tags) if (mine.test(tag)) await images.remove(tag, { force: true });
  });
  const scripted = (...answers: Answer[]) => script({ engine: connected.engine }, ...answers);
  const last = ({ said }: { readonly said: readonly string[] }) => said.at(-1) ?? '';

  async function make(tag: string, line: string): Promise<void> {
    await build(connected.engine, `FROM alpine:3.20\nRUN ${line}\n`, { tags: [tag] });
  }

  it('saves several images in one file, and loads them on an engine that lost them', async () => {
    const { images } = connected.engine;
    await make('lw-arc-a:1', 'echo a > /a');
    await make('lw-arc-b:1', 'echo b > /b');
    const path = join(folder, 'two.tar');
    const saving = scripted({ browse: path });
    await saveImages(saving.services, [{ image: 'lw-arc-a:1' }]);
    match(last(saving), /^info: Saved lw-arc-a:1 as two\.tar \([\d.]+ MB\)\.$/);
    const both = scripted({ pick: ['lw-arc-a:1', 'lw-arc-b:1'] }, { browse: path });
    await saveImages(both.services, []);
    match(last(both), /^info: Saved 2 images as two\.tar/);
    await images.remove('lw-arc-a:1');
    await images.remove('lw-arc-b:1');
    const loading = scripted();
    await loadImages(loading.services, [path]);
    match(last(loading), /^info: Loaded 2 images: lw-arc-a:1 and lw-arc-b:1\.$/);
    ok(await images.inspect('lw-arc-b:1'));
    deepEqual(readdirSync(folder), ['two.tar']);
  });

  it('packs when the name says so, and loads what is packed', async () => {
    await make('lw-arc-packed:1', 'echo p > /p');
    const path = join(folder, 'one.tar.gz');
    await saveImages(scripted({ browse: path }).services, ['lw-arc-packed:1']);
    ok(gunzipSync(readFileSync(path)).length > statSync(path).size);
    await connected.engine.images.remove('lw-arc-packed:1');
    const loading = scripted({ browse: path });
    await loadImages(loading.services, []);
    equal(last(loading), 'info: Loaded lw-arc-packed:1. [Run]');
    loading.press('Run');
    await new Promise(setImmediate);
    deepEqual(loading.ran, [{ id: 'layerwright.runImage', args: ['lw-arc-packed:1'] }]);
  });

  it('leaves the old file when a save breaks off, and nothing beside it', async () => {
    const path = join(folder, 'kept.tar');
    writeFileSync(path, 'old');
    await rejects(saveImages(scripted({ browse: path }).services, ['lw-arc-missing:1']), { reason: 'not-found' });
    const cancelled = scripted({ browse: path });
    const saving = saveImages(cancelled.services, ['alpine:3.20']);
    while (cancelled.progress.length === 0) await new Promise(setImmediate);
    cancelled.cancel();
    await rejects(saving, { reason: 'cancelled' });
    await rejects(saveImages(scripted({ browse: join(folder, 'no', 'such.tar') }).services, ['alpine:3.20']), {
      message: /was not written: the folder does not exist\.$/,
    });
    equal(readFileSync(path, 'utf8'), 'old');
    deepEqual(readdirSync(folder), ['kept.tar']);
  });

  it('says of a file that is no archive what it should be', async () => {
    const path = join(folder, 'text.tar');
    writeFileSync(path, 'this is not a tar at all\n'.repeat(100));
    await rejects(loadImages(scripted().services, [path]), {
      reason: 'invalid',
      hint: /docker save/,
    });
    await rejects(loadImages(scripted().services, [join(folder, 'gone.tar')]), { message: /cannot be read\.$/ });
    await rejects(loadImages(scripted().services, [folder]), { message: /is not a file\.$/ });
  });

  it('exports a container and imports it as an image that runs', async () => {
    const { engine } = connected;
    const id = await run(engine, ['sh', '-c', 'echo mine > /mine.txt; sleep 600']);
    while ((await engine.containers.runForOutput(id, ['cat', '/mine.txt'])).stdout !== 'mine\n')
      await new Promise((done) => setTimeout(done, 20));
    const path = join(folder, 'files.tar');
    const exporting = scripted({ browse: path });
    await exportContainer(exporting.services, [id]);
    match(last(exporting), /^info: Exported the files of \w+ as files\.tar \([\d.]+ MB\)\. Volumes/);
    const importing = scripted({ type: 'Lw-Arc:1' }, { type: 'lw-arc-import:1' }, { type: 'cat /mine.txt' });
    await importImage(importing.services, [path]);
    equal(importing.refused.length, 1);
    equal(last(importing), 'info: Imported files.tar as lw-arc-import:1. [Run]');
    const { id: copy } = await engine.containers.create({
      image: 'lw-arc-import:1',
      labels: { 'layerwright.test': 'engine' },
    });
    const ended = engine.containers.wait(copy, undefined, 'next-exit');
    await engine.containers.start(copy);
    equal((await ended).exitCode, 0);
    const { stdout } = await textOf(engine.containers.logs(copy, { follow: false, signal: AbortSignal.timeout(5000) }));
    equal(stdout, 'mine\n');
    ok(existsSync(path));
  });

  it('commits a container under a name and with a message', async () => {
    const { engine } = connected;
    const id = await run(engine, ['sh', '-c', 'echo kept > /kept.txt; sleep 600']);
    const person = scripted({ type: 'lw-arc-commit:1' }, { type: 'before the upgrade' });
    await commitContainer(person.services, [id]);
    match(last(person), /^info: Committed \w+ as lw-arc-commit:1 \([\d.]+ MB\)\. \[Run\] \[Push\]$/);
    const [newest] = await engine.images.history('lw-arc-commit:1');
    equal(newest?.comment, 'before the upgrade');
    equal((await engine.containers.inspect(id)).state, 'running');
    const unnamed = scripted({ type: '' }, { type: '' });
    await commitContainer(unnamed.services, [id]);
    const short = /as ([0-9a-f]{12}) /.exec(last(unnamed))?.[1] ?? '';
    await engine.images.remove(short);
  });

  it('shows the history of an image, newest first', async () => {
    await make('lw-arc-history:1', 'echo in history > /h');
    const person = scripted();
    await showImageHistory(person.services, ['lw-arc-history:1']);
    equal(person.texts[0]?.title, 'lw-arc-history:1 history');
    const [heading = '', , , first = ''] = person.texts[0]?.text.split('\n') ?? [];
    match(heading, /^lw-arc-history:1: [\d.]+ MB in \d steps, newest first$/);
    match(first, /\d+ B .*RUN echo in history > \/h$/);
  });
});
