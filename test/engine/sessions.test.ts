import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import type { Session } from '../../src/engine/engine';
import { run, testLabel, textOf, useEngine } from './connected';

describe('sessions', () => {
  const connected = useEngine();
  let id: string;
  before(async function () {
    this.timeout(30_000);
    id = await run(connected.engine, ['sleep', '1000']);
  });

  /** Reads until the output matches. */
  async function until(session: Session, pattern: RegExp): Promise<string> {
    let text = '';
    const iterator = session.output[Symbol.asyncIterator]();
    while (!pattern.test(text)) {
      const { done, value } = await iterator.next();
      if (done) break;
      text += value.data;
    }
    return text;
  }

  it('run a command and read both of its outputs', async () => {
    const { containers } = connected.engine;
    deepEqual(await containers.runForOutput(id, ['sh', '-c', 'echo out; echo err >&2; exit 3']), {
      exitCode: 3,
      stdout: 'out\n',
      stderr: 'err\n',
    });
    equal((await containers.runForOutput(id, ['nosuch'])).exitCode > 0, true);
    await rejects(containers.runForOutput('lw-nosuch', ['true']), { reason: 'not-found' });
    await rejects(containers.runForOutput(id, ['sleep', '1000'], AbortSignal.timeout(200)), { reason: 'cancelled' });
  });

  it('take input until its end', async () => {
    const session = await connected.engine.containers.exec(id, {
      command: ['sh', '-c', 'cat; echo $V; pwd; id -u; exit 4'],
      tty: false,
      env: ['V=1'],
      workdir: '/tmp',
      user: '5',
    });
    session.stdin.end('some input\n');
    deepEqual(await textOf(session.output), { stdout: 'some input\n1\n/tmp\n5\n', stderr: '' });
    equal(await session.exitCode(), 4);
  });

  it('have a terminal that is resized', async () => {
    const session = await connected.engine.containers.exec(id, { command: ['sh'], tty: true });
    await session.resize(123, 40);
    session.stdin.write('stty size\n');
    match(await until(session, /\d+ \d+/), /40 123/);
    session.stdin.write('exit 6\n');
    equal(await session.exitCode(), 6);
    await session.resize(80, 24);
  });

  it('end when they are closed or aborted', async () => {
    const session = await connected.engine.containers.exec(id, { command: ['cat'], tty: false });
    setTimeout(() => session.close(), 100);
    deepEqual(await textOf(session.output), { stdout: '', stderr: '' });
    const abort = new AbortController();
    const second = await connected.engine.containers.exec(id, { command: ['cat'], tty: false, signal: abort.signal });
    setTimeout(() => abort.abort(), 100);
    await rejects(textOf(second.output), { reason: 'cancelled' });
  });

  it('say why they cannot start', async () => {
    const { containers } = connected.engine;
    const { id: stopped } = await containers.create({ image: 'alpine:3.20', labels: testLabel });
    await rejects(containers.exec(stopped, { command: ['sh'], tty: true }), { reason: 'conflict' });
    await rejects(containers.exec('lw-nosuch', { command: ['sh'], tty: true }), { reason: 'not-found' });
    await rejects(containers.attach('lw-nosuch', { stdin: true, tty: true }), { reason: 'not-found' });
    await containers.remove(stopped);
  });

  it('attach before the start, feed the process and see its end', async () => {
    const { containers } = connected.engine;
    const { id: attached } = await containers.create({
      image: 'alpine:3.20',
      command: ['sh', '-c', 'cat; echo err >&2; exit 3'],
      openStdin: true,
      labels: testLabel,
    });
    const session = await containers.attach(attached, { stdin: true, tty: false });
    await containers.start(attached);
    session.stdin.end('fed\n');
    deepEqual(await textOf(session.output), { stdout: 'fed\n', stderr: 'err\n' });
    equal(await session.exitCode(), 3);
    await containers.remove(attached);
  });

  it('attach to a terminal, with what was said before', async () => {
    const { containers } = connected.engine;
    const attached = await run(connected.engine, ['sh', '-c', 'echo early; exec sh'], { tty: true, openStdin: true });
    const session = await containers.attach(attached, { stdin: true, tty: true, logs: true });
    await session.resize(100, 30);
    session.stdin.write('stty size\n');
    const text = await until(session, /30 100/);
    match(text, /early/);
    session.stdin.write('exit 2\n');
    deepEqual(await containers.wait(attached), { exitCode: 2 });
    equal(await session.exitCode(), 2);
    await containers.remove(attached);
  });
});
