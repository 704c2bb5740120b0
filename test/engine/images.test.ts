import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { build, testLabel, useEngine } from './connected';

describe('images', () => {
  const connected = useEngine();
  const named = async (tag: string) => (await connected.engine.images.list()).find(({ tags }) => tags.includes(tag));

  it('are listed and inspected', async () => {
    const image = await named('alpine:3.20');
    ok(image);
    match(image.id, /^sha256:[0-9a-f]{64}$/);
    ok(image.bytes > 100_000 && image.created > 0);
    const details = await connected.engine.images.inspect('alpine:3.20');
    equal(details.id, image.id);
    deepEqual([details.os, details.command], ['linux', ['sh']]);
    ok(details.tags.includes('alpine:3.20'));
    equal((await connected.engine.images.inspect(image.id)).id, image.id);
    equal((await connected.engine.images.history('alpine:3.20')).length, 1);
  });

  it('say what they were built with', async () => {
    await build(
      connected.engine,
      'FROM alpine:3.20\nEXPOSE 80\nVOLUME /data\nENV A=b\nUSER 7\nWORKDIR /w\nENTRYPOINT ["e"]\nCMD ["c"]\n',
      { tags: ['lw-images:full'] },
    );
    const { exposedPorts, volumes, env, user, workdir, entrypoint, command, labels } =
      await connected.engine.images.inspect('lw-images:full');
    deepEqual(
      { exposedPorts, volumes, user, workdir, entrypoint, command, labels },
      {
        exposedPorts: ['80/tcp'],
        volumes: ['/data'],
        user: '7',
        workdir: '/w',
        entrypoint: ['e'],
        command: ['c'],
        labels: testLabel,
      },
    );
    ok(env.includes('A=b'));
    await connected.engine.images.remove('lw-images:full');
  });

  it('are tagged, untagged and removed', async () => {
    const { engine } = connected;
    await build(engine, 'FROM alpine:3.20\nRUN echo images >/x\n', { tags: ['lw-images:1'] });
    await engine.images.tag('lw-images:1', 'lw-images:2');
    await engine.images.tag('lw-images:1', '127.0.0.1:5000/lw/images');
    deepEqual([...((await named('lw-images:1'))?.tags ?? [])].sort(), [
      '127.0.0.1:5000/lw/images:latest',
      'lw-images:1',
      'lw-images:2',
    ]);
    deepEqual(await engine.images.remove('lw-images:2'), { untagged: ['lw-images:2'], deleted: [] });
    await engine.images.remove('127.0.0.1:5000/lw/images');
    const { deleted } = await engine.images.remove('lw-images:1');
    ok(deleted.length > 0);
    equal(await named('lw-images:1'), undefined);
  });

  it('are not removed while a container uses them', async () => {
    const { engine } = connected;
    await build(engine, 'FROM alpine:3.20\nRUN echo used >/x\n', { tags: ['lw-images:used'] });
    const { id } = await engine.containers.create({ image: 'lw-images:used', labels: testLabel });
    await rejects(engine.images.remove('lw-images:used'), { reason: 'conflict', hint: 'Remove the container first.' });
    ok(await named('lw-images:used'));
    await engine.containers.remove(id);
    await engine.images.remove('lw-images:used');
  });

  it('are pruned when they dangle', async () => {
    const { engine } = connected;
    await build(engine, 'FROM alpine:3.20\nRUN echo dangling >/x\n', { builder: 'legacy' });
    ok((await engine.images.list()).some(({ tags, labels }) => tags.length === 0 && labels['layerwright.test']));
    ok((await engine.images.prune({ all: false })).removed.length > 0);
    equal(
      (await engine.images.list()).some(({ tags }) => tags.length === 0),
      false,
    );
  });

  it('that are not there are said to be so', async () => {
    const { images } = connected.engine;
    await rejects(images.inspect('lw-nosuch:1'), { reason: 'not-found' });
    await rejects(images.remove('lw-nosuch:1'), { reason: 'not-found' });
    await rejects(images.tag('lw-nosuch:1', 'x'), { reason: 'not-found' });
    await rejects(images.tag('alpine:3.20', 'Upper'), { reason: 'invalid' });
  });

  it('answer twenty calls at once', async () => {
    const { engine } = connected;
    const calls = Array.from({ length: 20 }, (_, index) =>
      index % 2 ? engine.images.inspect('alpine:3.20') : engine.containers.list(),
    );
    equal((await Promise.all(calls)).length, 20);
  });
});
