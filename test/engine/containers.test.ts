import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../support/network';
import { run, testLabel, textOf, useEngine } from './connected';

describe('containers', () => {
  const connected = useEngine();
  const forever = ['sh', '-c', 'trap "exit 0" TERM; while true; do sleep 0.1; done'];

  it('are created, listed, inspected and removed', async () => {
    const { containers } = connected.engine;
    const port = await freePort();
    const { id, warnings } = await containers.create({
      ...{
        image: 'alpine:3.20',
        name: 'lw-created',
        command: ['sh', '-c', 'echo $A; pwd; id -u'],
        env: ['A=b'],
        workdir: '/tmp',
        user: '7',
      },
      ...{
        labels: testLabel,
        ports: [`127.0.0.1:${port}:80`, '81/udp'],
        binds: ['lw-volume:/data'],
        networks: ['none'],
      },
    });
    deepEqual(warnings, []);
    const summary = await containers.get(id);
    deepEqual(
      [summary?.name, summary?.state, summary?.image, summary?.exitCode, summary?.health],
      ['lw-created', 'created', 'alpine:3.20', undefined, undefined],
    );
    equal(summary?.labels['layerwright.test'], 'engine');
    const details = await containers.inspect('lw-created');
    deepEqual([details.id, details.tty, details.openStdin, details.autoRemove], [id, false, false, false]);
    match(JSON.stringify(details.raw), new RegExp(`"HostPort":"${port}"`));
    await containers.start(id);
    deepEqual(await containers.wait(id), { exitCode: 0 });
    deepEqual(await textOf(containers.logs(id, { follow: false, signal: AbortSignal.timeout(5000) })), {
      stdout: 'b\n/tmp\n7\n',
      stderr: '',
    });
    await rejects(containers.create({ image: 'alpine:3.20', name: 'lw-created' }), {
      reason: 'conflict',
      message: 'The name "lw-created" is already used by another container.',
    });
    await containers.remove(id, { volumes: true });
    equal(await containers.get(id), undefined);
    await rejects(containers.inspect(id), { reason: 'not-found' });
  });

  it('publish ports', async () => {
    const port = await freePort();
    const id = await run(connected.engine, forever, { ports: [`127.0.0.1:${port}:80`] });
    deepEqual((await connected.engine.containers.get(id))?.ports, [
      { containerPort: 80, protocol: 'tcp', hostIp: '127.0.0.1', hostPort: port },
    ]);
    const { id: second } = await connected.engine.containers.create({
      image: 'alpine:3.20',
      labels: testLabel,
      ports: [`127.0.0.1:${port}:80`],
    });
    await rejects(connected.engine.containers.start(second), {
      reason: 'conflict',
      message: `Port ${port} on 127.0.0.1 is already in use.`,
    });
    await connected.engine.containers.remove(id, { force: true });
  });

  it('name their ports in the same order, whatever happens to them', async () => {
    const { containers } = connected.engine;
    const id = await run(connected.engine, forever, { ports: ['9090', '443', '80', '53/udp', '5432'] });
    for (let events = 0; events < 8; events++) {
      const ports = (await containers.get(id))?.ports.map(({ containerPort }) => containerPort);
      deepEqual([...new Set(ports)], [53, 80, 443, 5432, 9090]);
      await containers.pause(id);
      await containers.unpause(id);
    }
  });

  it('start, stop, restart, pause and are killed, also when they are already so', async () => {
    const { containers } = connected.engine;
    const id = await run(connected.engine, forever);
    // The engine's list may be a moment behind.
    const state = async () => (await containers.inspect(id)).state;
    await containers.start(id);
    await containers.pause(id);
    equal(await state(), 'paused');
    await rejects(containers.pause(id), { reason: 'conflict' });
    await containers.unpause(id);
    await containers.restart(id, { seconds: 5 });
    equal(await state(), 'running');
    await rejects(containers.remove(id), {
      reason: 'conflict',
      message: 'The container is running, so it cannot be removed.',
    });
    await containers.stop(id, { seconds: 5 });
    equal(await state(), 'exited');
    await containers.stop(id);
    await rejects(containers.kill(id), { reason: 'conflict' });
    await containers.start(id);
    await containers.kill(id, 'SIGKILL');
    deepEqual(await containers.wait(id), { exitCode: 137 });
    equal((await containers.get(id))?.exitCode, 137);
  });

  it('say that a command does not exist', async () => {
    const { containers } = connected.engine;
    const { id } = await containers.create({ image: 'alpine:3.20', command: ['nosuch'], labels: testLabel });
    await rejects(containers.start(id), {
      reason: 'invalid',
      message: 'The command "nosuch" was not found in the image.',
    });
    await rejects(containers.create({ image: 'lw-nosuch:1' }), { reason: 'not-found' });
  });

  it('are waited for before they start, and when they remove themselves', async () => {
    const { containers } = connected.engine;
    const { id } = await containers.create({
      image: 'alpine:3.20',
      command: ['sh', '-c', 'sleep 0.2; exit 5'],
      autoRemove: true,
      labels: testLabel,
    });
    const waiting = containers.wait(id, undefined, 'next-exit');
    await sleep(100);
    await containers.start(id);
    deepEqual(await waiting, { exitCode: 5 });
  });

  it('are followed until they end', async () => {
    const { containers } = connected.engine;
    const id = await run(connected.engine, [
      'sh',
      '-c',
      'for i in 1 2 3; do echo out$i; echo err$i >&2; sleep 0.1; done',
    ]);
    deepEqual(await textOf(containers.logs(id, { follow: true, signal: AbortSignal.timeout(10_000) })), {
      stdout: 'out1\nout2\nout3\n',
      stderr: 'err1\nerr2\nerr3\n',
    });
    const { stdout, stderr } = await textOf(
      containers.logs(id, { follow: false, tail: 1, timestamps: true, signal: AbortSignal.timeout(10_000) }),
    );
    match(stdout + stderr, /^\d{4}-\S+Z (?:out|err)3\n$/);
    deepEqual(
      await textOf(
        containers.logs(id, { follow: false, since: Date.now() / 1000 + 60, signal: AbortSignal.timeout(10_000) }),
      ),
      { stdout: '', stderr: '' },
    );
  });

  it('say a lot with a terminal, and something that looks like JSON', async () => {
    const id = await run(connected.engine, ['sh', '-c', 'echo 123'], { tty: true });
    await connected.engine.containers.wait(id);
    deepEqual(
      await textOf(connected.engine.containers.logs(id, { follow: false, signal: AbortSignal.timeout(5000) })),
      { stdout: '123\r\n', stderr: '' },
    );
    const long = await run(connected.engine, [
      'sh',
      '-c',
      'dd if=/dev/zero bs=1024 count=4096 2>/dev/null | tr "\\0" "x"',
    ]);
    await connected.engine.containers.wait(long);
    equal(
      (await textOf(connected.engine.containers.logs(long, { follow: true, signal: AbortSignal.timeout(20_000) })))
        .stdout.length,
      4 * 1024 * 1024,
    );
  });

  it('stop being followed when the signal aborts', async () => {
    const id = await run(connected.engine, forever);
    await rejects(textOf(connected.engine.containers.logs(id, { follow: true, signal: AbortSignal.timeout(200) })), {
      reason: 'cancelled',
    });
    await rejects(connected.engine.containers.wait(id, AbortSignal.timeout(100)), { reason: 'cancelled' });
    await connected.engine.containers.remove(id, { force: true });
  });

  it('are pruned when they have stopped', async () => {
    const { containers } = connected.engine;
    const running = await run(connected.engine, forever);
    const id = await run(connected.engine, ['true']);
    await containers.wait(id);
    const { removed } = await containers.prune();
    ok(removed.includes(id) && !removed.includes(running));
    await containers.remove(running, { force: true });
  });
});
