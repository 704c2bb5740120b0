import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { attachContainer } from '../../src/commands/terminals/attach-container';
import { execInContainer } from '../../src/commands/terminals/exec-in-container';
import { openContainerShell, openContainerShellAs } from '../../src/commands/terminals/open-container-shell';
import { startAttached } from '../../src/commands/terminals/start-attached';
import type { Session } from '../../src/engine/engine';
import { type Answer, script } from '../unit/commands/scripted-services';
import { run, testLabel, textOf, useEngine } from './connected';
import { removeIfThere } from './remove-if-there';

describe('terminal commands', function () {
  this.timeout(60_000);
  const connected = useEngine();
  afterEach(async () => {
    const { containers } = connected.engine;
    for (const { id, labels } of await containers.list())
      if (labels['layerwright.test']) await removeIfThere(containers, id);
  });

  const scripted = (...answers: Answer[]) => script({ engine: connected.engine }, ...answers);
  const soon = () => AbortSignal.timeout(20_000);

  /** Types a line once the shell is ready, and reads to the end. */
  async function converse(session: Session, line: string): Promise<string> {
    session.stdin.write(line);
    let text = '';
    for await (const { data } of session.output) text += data;
    return text;
  }

  it('attach to a terminal and detach by keys, which leaves the container running', async () => {
    const id = await run(connected.engine, ['sh'], { tty: true, openStdin: true, name: 'lw-attach' });
    const person = scripted({ pick: 'lw-attach' });
    await attachContainer(person.services, []);
    const [terminal] = person.sessions;
    equal(
      terminal?.intro,
      'Attached to lw-attach: it has a terminal (TTY); keys go to it as they are. Ctrl+P Ctrl+Q detaches.',
    );
    deepEqual([terminal?.tty, terminal?.input, terminal?.detach?.keys.sequence], [true, true, '\x10\x11']);
    const session = await terminal!.open(soon());
    await session.resize(101, 31);
    session.stdin.write('stty size\r');
    let text = '';
    for await (const { data } of session.output) {
      text += data;
      if (/31 101\r\n.*# /s.test(text)) session.stdin.write('\x10\x11');
    }
    equal(await session.exitCode(), undefined);
    equal((await connected.engine.containers.inspect(id)).state, 'running');
    session.close();

    const again = await terminal!.open(soon());
    await converse(again, 'exit 9\r');
    equal(await again.exitCode(), 9);
    await rejects(attachContainer(scripted().services, [id]), /lw-attach is not running\./);
  });

  it('detach by the keys of the Docker config', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'layerwright-config-'));
    try {
      writeFileSync(join(folder, 'config.json'), '{"detachKeys": "ctrl-x,x"}');
      const id = await run(connected.engine, ['cat'], { tty: true, openStdin: true });
      const person = script({ engine: connected.engine, env: { DOCKER_CONFIG: folder } });
      await attachContainer(person.services, [id]);
      equal(person.sessions[0]?.detach?.keys.words, 'Ctrl+X x');
      await converse(await person.sessions[0]!.open(soon()), '\x18x');
      equal((await connected.engine.containers.inspect(id)).state, 'running');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('attach to a container without a terminal, where Ctrl+C is a signal', async () => {
    const id = await run(
      connected.engine,
      ['sh', '-c', 'trap "echo caught; exit 3" INT; while :; do sleep 0.1; done'],
      {
        name: 'lw-plain',
      },
    );
    const person = scripted();
    await attachContainer(person.services, [id]);
    const [terminal] = person.sessions;
    match(terminal?.intro ?? '', /it has no terminal \(TTY\); it takes no input, Ctrl\+C sends SIGINT\./);
    deepEqual([terminal?.tty, terminal?.input], [false, false]);
    const session = await terminal!.open(soon());
    const output = textOf(session.output);
    equal(await terminal!.onInterrupt?.(), 'Sent SIGINT to lw-plain. Ctrl+P Ctrl+Q detaches and leaves it running.');
    deepEqual(await output, { stdout: 'caught\n', stderr: '' });
    equal(await session.exitCode(), 3);
  });

  it('start a container with its output and input, and know how one ended that is gone', async () => {
    const { containers } = connected.engine;
    const silent = await containers.create({
      image: 'alpine:3.20',
      command: ['sh', '-c', 'echo from the start; exit 5'],
      autoRemove: true,
      labels: testLabel,
    });
    const person = scripted();
    await startAttached(person.services, [silent.id]);
    const session = await person.sessions[0]!.open(soon());
    equal((await textOf(session.output)).stdout, 'from the start\n');
    equal(await session.exitCode(), 5);

    const open = await containers.create({
      image: 'alpine:3.20',
      command: ['sh', '-c', 'read line; echo "got $line"'],
      openStdin: true,
      name: 'lw-start',
      labels: testLabel,
    });
    const typist = scripted({ pick: 'lw-start' });
    await startAttached(typist.services, []);
    equal(typist.sessions[0]?.input, true);
    match(await converse(await typist.sessions[0]!.open(soon()), 'this\n'), /got this/);
    await containers.wait(open.id);
    const broken = await containers.create({ image: 'alpine:3.20', command: ['nosuch'], labels: testLabel });
    await startAttached(typist.services, [broken.id]);
    await rejects(typist.sessions[1]!.open(soon()), /The command "nosuch" was not found/);
    const running = await run(connected.engine, ['sleep', '600'], { name: 'lw-running' });
    await rejects(startAttached(scripted().services, [running]), /lw-running is running already/);
  });

  it('run a command as a user in a folder, and propose it the next time', async () => {
    const id = await run(connected.engine, ['sleep', '600'], { name: 'lw-exec' });
    const line = '-u 5 -w /tmp sh -c "id -u; pwd; tty; exit 7"';
    const person = scripted({ type: '-x ls' }, { type: '-u 5' }, { type: '-w tmp ls' }, { type: line });
    await execInContainer(person.services, [id]);
    match(person.refused.join(' '), /"-x" is not offered here.*Enter a command to run.*absolute path/);
    equal(person.sessions[0]?.name, 'lw-exec (sh, 5)');
    const session = await person.sessions[0]!.open(soon());
    deepEqual((await textOf(session.output)).stdout.split('\r\n'), ['5', '/tmp', '/dev/pts/0', '']);
    equal(await session.exitCode(), 7);
    person.answer('cancel');
    await execInContainer(person.services, [id]);
    equal(person.said.at(-1)?.endsWith(`"${line}"`), true);
    person.answer({ type: '-e TOKEN=1 env' });
    await execInContainer(person.services, [id]);
    match((await textOf((await person.sessions[1]!.open(soon())).output)).stdout, /^TOKEN=1\r$/m);
    equal(person.memory.get('exec:alpine:3.20'), line);
  });

  it('open a shell as a user of the container', async () => {
    const id = await run(
      connected.engine,
      ['sh', '-c', 'echo "app:x:1200:1200::/srv:/bin/sh" >> /etc/passwd; sleep 600'],
      {
        name: 'lw-as',
      },
    );
    for (let tries = 0; tries < 50; tries++) {
      const { stdout } = await connected.engine.containers.runForOutput(id, ['cat', '/etc/passwd']);
      if (stdout.includes('app:')) break;
      await sleep(50);
    }
    const person = scripted({ pick: 'app' }, { type: 'tmp' }, { type: '/tmp' });
    await openContainerShellAs(person.services, [id]);
    match(person.said[0] ?? '', /^pick: Open shell in lw-as \(The user of the container, .*app.*, Another user…\)/);
    equal(person.sessions[0]?.name, 'lw-as (ash, app)');
    match(await converse(await person.sessions[0]!.open(soon()), 'id -u; pwd; exit\r'), /1200\r\n\/tmp\r\n/);
    const other = scripted({ pick: 'Another user…' }, { type: 'a b' }, { type: '77:78' }, { type: '' });
    await openContainerShellAs(other.services, [id]);
    equal(other.refused.length, 1);
    match(await converse(await other.sessions[0]!.open(soon()), 'id -u; id -g; exit\r'), /77\r\n78\r\n/);
  });

  it('end a shell whose terminal is closed, and what runs in it', async () => {
    const id = await run(connected.engine, ['sleep', '600']);
    const person = scripted();
    await openContainerShell(person.services, [id]);
    const abort = new AbortController();
    const session = await person.sessions[0]!.open(abort.signal);
    session.stdin.write('sleep 1234\r');
    const processes = async () => (await connected.engine.containers.top(id)).processes.flat().join(' ');
    for (let tries = 0; tries < 100 && !(await processes()).includes('sleep 1234'); tries++) await sleep(50);
    match(await processes(), /sleep 1234/);
    abort.abort();
    for (let tries = 0; tries < 100 && /ash|sleep 1234/.test(await processes()); tries++) await sleep(50);
    equal(/ash|sleep 1234/.test(await processes()), false);
    match(await processes(), /sleep 600/);
  });
});
