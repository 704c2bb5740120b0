import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildImage } from '../../src/commands/build/build-image';
import { inspectImage } from '../../src/commands/images/inspect-image';
import { pruneImages } from '../../src/commands/images/prune-images';
import { removeImage } from '../../src/commands/images/remove-image';
import { tagImage } from '../../src/commands/images/tag-image';
import { pullImage } from '../../src/commands/registries/pull-image';
import { pushImage } from '../../src/commands/registries/push-image';
import { basicAuth, makeDockerConfig } from '../support/docker-config';
import { registryUser, startRegistry, type TestRegistry } from '../support/registry';
import { type Answer, script } from '../unit/commands/scripted-services';
import { run, useEngine } from './connected';
import { hasStopped } from './has-stopped';
import { removeIfThere } from './remove-if-there';

describe('image commands', function () {
  this.timeout(60_000);
  const connected = useEngine();
  const mine = /^(?:lw-cmd|127\.0\.0\.1)/;
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'layerwright-build-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(async () => {
    const { images, containers } = connected.engine;
    for (const { id, labels } of await containers.list())
      if (labels['layerwright.test']) await removeIfThere(containers, id);
    for (const { tags } of await images.list())
      for (const tag of tags) if (mine.test(tag)) await images.remove(tag, { force: true });
    await images.prune({ all: false });
  });

  const scripted = (...answers: Answer[]) => script({ engine: connected.engine }, ...answers);

  function dockerfile(text: string): string {
    const path = join(folder, 'Dockerfile');
    writeFileSync(path, text);
    return path;
  }

  async function read(stream: AsyncIterable<string | Uint8Array>): Promise<string> {
    let text = '';
    for await (const piece of stream) text += piece;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one.
    return text.replace(/\x1b\[[0-9;]*m/g, '');
  }

  it('builds with two keys, shows the whole log and remembers the answers', async () => {
    const path = dockerfile('FROM alpine:3.20\nCOPY a.txt /\nRUN echo hello from the build\n');
    writeFileSync(join(folder, 'a.txt'), 'a');
    const person = scripted({ pick: folder }, { type: 'lw-cmd-build:1' });
    const id = await buildImage(person.services, [path]);
    match(id ?? '', /^sha256:/);
    match(
      person.said.at(-1) ?? '',
      /^info: Built lw-cmd-build:1 in [\d.]+ s, \d of 3 steps cached \([\d.]+ MB\)\. \[Run\] \[Push\] \[Show log\]$/,
    );
    const log = await read(person.streams[0]!.open(AbortSignal.timeout(5000)));
    match(log, /RUN echo hello from the build\n {2}hello from the build\n✔/);
    match(log, /Built lw-cmd-build:1 in [\d.]+ s, \d of 3 steps cached, [\d.]+ k?B of build context/);
    deepEqual(person.memory.get(`build:${path}`), { context: folder, tag: 'lw-cmd-build:1' });
    person.press('Run');
    await new Promise(setImmediate);
    deepEqual(person.ran, [{ id: 'layerwright.runImage', args: ['lw-cmd-build:1'] }]);
    const again = scripted({ pick: folder }, { type: (proposed) => proposed });
    again.memory.set(`build:${path}`, person.memory.get(`build:${path}`));
    await buildImage(again.services, [path]);
    match(await read(again.streams[0]!.open(AbortSignal.timeout(5000))), /cached/);
  });

  it('builds up to a stage', async () => {
    const path = dockerfile('FROM alpine:3.20 AS tools\nRUN echo 1 > /tool\nFROM alpine:3.20\nRUN exit 3\n');
    const person = scripted({ pick: folder }, { type: 'lw-cmd-stage:1' }, { pick: 'tools' });
    ok(await buildImage(person.services, [{ fsPath: path }]));
    ok(person.said.some((line) => line === 'pick: Build image: stage (Last stage, tools)'));
  });

  it('says in one sentence which step failed', async () => {
    const path = dockerfile('FROM alpine:3.20\nRUN echo the reason; exit 7\n');
    const person = scripted();
    equal(await buildImage(person.services, [{ dockerfile: path, tag: 'lw-cmd-fail:1' }]), undefined);
    match(
      person.said.at(-1) ?? '',
      /^error: The build failed at .*RUN echo the reason; exit 7: exit code 7\. \[Show log\]$/,
    );
    match(await read(person.streams[0]!.open(AbortSignal.timeout(5000))), /the reason\n✘ /);
    person.press('Show log');
    await new Promise(setImmediate);
    equal(person.streams.length, 2);
  });

  it('says why a Dockerfile or a build context cannot be read', async () => {
    const gone = join(folder, 'Dockerfile.gone');
    await rejects(buildImage(scripted().services, [{ dockerfile: gone, tag: 'lw-cmd:1' }]), /it does not exist\.$/);
    const path = dockerfile('FROM alpine:3.20\n');
    await rejects(
      buildImage(scripted().services, [{ dockerfile: path, tag: 'lw-cmd:1', context: join(folder, 'gone') }]),
      { reason: 'invalid' },
    );
  });

  it('stops the engine when cancelled', async () => {
    const path = dockerfile('FROM alpine:3.20\nRUN sleep 60\n');
    const person = scripted();
    const building = buildImage(person.services, [{ dockerfile: path, tag: 'lw-cmd-cancel:1' }]);
    while (!person.progress.some((line) => line.includes('sleep 60')))
      await new Promise((done) => setTimeout(done, 20));
    person.cancel();
    await rejects(building, { reason: 'cancelled' });
  });

  it('tags, and asks before a tag is taken from another image', async () => {
    const { images } = connected.engine;
    await tagImage(scripted({ type: 'lw-cmd-tag:1' }).services, ['alpine:3.20']);
    const other = await buildImage(scripted().services, [
      { dockerfile: dockerfile('FROM alpine:3.20\nRUN echo other > /other\n'), tag: 'lw-cmd-other:1' },
    ]);
    const person = scripted({ type: 'Upper' }, { type: 'lw-cmd-tag:1' }, { confirm: false });
    await tagImage(person.services, ['lw-cmd-other:1']);
    match(person.refused[0] ?? '', /upper-case/);
    match(person.said.at(-1) ?? '', /^confirm: Move lw-cmd-tag:1 to another image\? \| .*stays as .*alpine:3\.20/);
    ok((await images.inspect('lw-cmd-tag:1')).id !== other);
    await tagImage(scripted({ type: 'lw-cmd-tag:1' }, { confirm: true }).services, ['lw-cmd-other:1']);
    equal((await images.inspect('lw-cmd-tag:1')).id, other);
  });

  it('says that only a tag goes, and names what goes with it', async () => {
    const { images } = connected.engine;
    await images.tag('alpine:3.20', 'lw-cmd-rm:1');
    const untag = scripted({ confirm: true });
    await removeImage(untag.services, [{ image: 'lw-cmd-rm:1' }]);
    match(
      untag.said[0] ?? '',
      /^confirm: Remove lw-cmd-rm:1\? \| lw-cmd-rm:1: only this tag goes, the image stays as .* \[Untag\]$/,
    );
    equal(untag.said.at(-1), 'status: Untagged lw-cmd-rm:1.');
  });

  it('forces only as a second choice, and only where the engine lets one', async () => {
    const { images, containers } = connected.engine;
    const path = dockerfile('FROM alpine:3.20\nRUN echo used > /used\n');
    await buildImage(scripted().services, [{ dockerfile: path, tag: 'lw-cmd-used:1' }]);
    const id = await run(connected.engine, ['sleep', '60'], { image: 'lw-cmd-used:1', name: 'lw-cmd-user' });
    const running = scripted({ confirm: true });
    await rejects(removeImage(running.services, ['lw-cmd-used:1']), { reason: 'conflict' });
    match(running.said[0] ?? '', /used by the running lw-cmd-user/);
    await containers.stop(id, { seconds: 0 });
    await hasStopped(connected.engine, id);
    const declined = scripted({ confirm: true }, { choose: undefined });
    await removeImage(declined.services, ['lw-cmd-used:1']);
    match(
      declined.said.at(-1) ?? '',
      /^choose: lw-cmd-used:1 was not removed\. \| lw-cmd-used:1: used by the stopped lw-cmd-user\..*\[Force remove\]$/s,
    );
    ok(await images.inspect('lw-cmd-used:1'));
    const forced = scripted({ confirm: true }, { choose: 'Force remove' });
    await removeImage(forced.services, ['lw-cmd-used:1']);
    equal(forced.said.at(-1), 'status: Removed lw-cmd-used:1.');
    await rejects(images.inspect('lw-cmd-used:1'), { reason: 'not-found' });
  });

  it('previews what pruning removes', async () => {
    const path = dockerfile('FROM alpine:3.20\nRUN echo first > /f\n');
    await buildImage(scripted().services, [{ dockerfile: path, tag: 'lw-cmd-prune:1' }]);
    dockerfile('FROM alpine:3.20\nRUN echo second > /f\n');
    await buildImage(scripted().services, [{ dockerfile: path, tag: 'lw-cmd-prune:1' }]);
    const person = scripted({ pick: 'Dangling images' }, { confirm: true });
    await pruneImages(person.services);
    match(person.said[1] ?? '', /^confirm: Remove 1 dangling image\? \| [0-9a-f]{12} \([\d.]+ [kM]B\)/);
    match(person.said[2] ?? '', /^info: Removed 1 image, .* reclaimed\.$/);
  });

  it('pushes and pulls with credentials of the Docker config, of the person for once, or none', async () => {
    const locked: TestRegistry = await startRegistry({ password: true });
    const config = makeDockerConfig({ auths: { [locked.host]: { auth: basicAuth(registryUser) } } });
    try {
      const ref = `${locked.host}/lw/cmd:1`;
      await connected.engine.images.tag('alpine:3.20', ref);
      const asked = scripted({ choose: 'Use once…' }, { type: registryUser.username }, { type: registryUser.password });
      await pushImage(asked.services, [ref]);
      equal(asked.said.at(-1), `info: Pushed ${ref}.`);
      ok(![...asked.logged, ...asked.memory.values()].join().includes(registryUser.password));
      const mistaken = scripted(
        ...[{ choose: 'Use once…' }, { type: registryUser.username }, { type: 'not it' }],
        ...[{ choose: 'Use once…' }, { type: (proposed: string) => proposed }, { type: registryUser.password }],
      );
      await pushImage(mistaken.services, [ref]);
      match(mistaken.said[3] ?? '', new RegExp(`^choose: ${locked.host} did not accept the credentials of `));
      equal(mistaken.said.at(-1), `info: Pushed ${ref}.`);
      await rejects(pushImage(scripted({ choose: undefined }).services, [ref]), { reason: 'cancelled' });
      const stored = script({ engine: connected.engine, env: config.env });
      await pushImage(stored.services, [ref]);
      equal(stored.said.at(-1), `info: Pushed ${ref}.`);
      await connected.engine.images.remove(ref);
      await pullImage(stored.services, [ref]);
      match(stored.said.at(-1) ?? '', /^info: Pulled .* \([\d.]+ MB\)\. \[Run\]$/);
      const palette = script({ engine: connected.engine, env: config.env }, { type: 'Bad Name' }, { type: ref });
      await pullImage(palette.services, []);
      match(palette.refused[0] ?? '', /no spaces/);
      match(palette.said.at(-1) ?? '', /is up to date\. \[Run\]$/);
    } finally {
      await Promise.all([locked.stop(), config.remove()]);
    }
  });

  it('shows an image as JSON', async () => {
    const person = scripted({ pick: 'alpine:3.20' });
    await inspectImage(person.services, []);
    const document = person.inspected[0]!;
    equal(document.title, 'alpine:3.20');
    ok(((await document.read()) as { RootFS?: unknown }).RootFS);
  });
});
