import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { saveContainerLogs } from '../../src/commands/logs/save-container-logs';
import { searchContainerLogs } from '../../src/commands/logs/search-container-logs';
import { showContainerLogs, showContainerLogsWithOptions } from '../../src/commands/logs/show-container-logs';
import type { CreateContainer } from '../../src/engine/create-container';
import { connect } from '../../src/engine/dockerode/connect';
import type { Engine } from '../../src/engine/engine';
import { plainText } from '../../src/shared/clean-text';
import type { ContainerNode } from '../../src/views/containers/nodes';
import { ensureBases } from '../support/bases';
import { startEngine, type TestEngine } from '../support/engine';
import { engineIsSkipped } from '../support/engine-environment';
import { type Answer, type Scripted, script } from '../unit/commands/scripted-services';
import { endpointOf, run, testLabel, textOf, useEngine } from './connected';
import { hasStopped } from './has-stopped';
import { removeIfThere } from './remove-if-there';

/** A terminal that is being read. */
interface Reading {
  /** Everything so far, once the text was seen. */
  until(seen: RegExp): Promise<string>;
  /** Everything, once it has ended. */
  rest(): Promise<string>;
  stop(): void;
}

/** Those of the test that runs: a terminal that nobody closes follows for ever. */
const terminals = new Set<AbortController>();
function closeTerminals(): void {
  for (const terminal of terminals) terminal.abort();
  terminals.clear();
}

function read(person: Scripted, at = person.streams.length - 1): Reading {
  const abort = new AbortController();
  terminals.add(abort);
  const stream = person.streams[at]!.open(abort.signal)[Symbol.asyncIterator]();
  let text = '';
  const more = async () => {
    const { value, done } = await stream.next();
    if (!done) text += Buffer.from(value).toString();
    return done !== true;
  };
  return {
    async until(seen) {
      while (!seen.test(text)) if (!(await more())) throw new Error(`The output ended without ${seen}: ${text}`);
      return text;
    },
    async rest() {
      while (await more());
      return text;
    },
    stop: () => abort.abort(),
  };
}

describe('log commands', function () {
  this.timeout(120_000);
  const connected = useEngine();
  afterEach(async () => {
    closeTerminals();
    const { containers } = connected.engine;
    for (const { id, labels } of await containers.list())
      if (labels['layerwright.test']) await removeIfThere(containers, id);
  });

  const scripted = (...answers: Answer[]) => script({ engine: connected.engine }, ...answers);
  const counting = ['sh', '-c', 'n=$(cat /n 2>/dev/null || echo 0); echo $((n+1)) > /n; echo run $n; sleep 600'];

  it('follow a container through restarts, losing and repeating nothing, until it is removed', async () => {
    const { containers } = connected.engine;
    const id = await run(connected.engine, counting, { name: 'lw-logs' });
    const person = scripted();
    await showContainerLogs(person.services, [id]);
    equal(person.streams[0]?.intro, 'Logs of lw-logs: the last 1,000 lines. O: options, S: save, Ctrl+C: stop.');
    const reading = read(person);
    await reading.until(/run 0\n/);
    await containers.restart(id, { seconds: 0 });
    await reading.until(/run 1\n/);
    await containers.stop(id, { seconds: 0 });
    await reading.until(/lw-logs stopped with exit code 137 \(SIGKILL\)\. Its output goes on here/);
    await containers.start(id);
    await reading.until(/run 2\n/);
    await containers.remove(id, { force: true });
    const text = await reading.rest();
    deepEqual(text.match(/run \d/g), ['run 0', 'run 1', 'run 2']);
    match(text, /lw-logs was removed\./);
  });

  it('follow one that has not been started, and what comes from now on only', async () => {
    const { containers } = connected.engine;
    const late = { image: 'alpine:3.20', command: ['echo', 'late'], labels: testLabel, name: 'lw-late' };
    const { id } = await containers.create(late);
    const person = scripted({ pick: ['lw-late'] });
    await showContainerLogs(person.services, []);
    const reading = read(person);
    await reading.until(/lw-late has not been started/);
    await containers.start(id);
    await reading.until(/lw-late started[\s\S]*late\n[\s\S]*stopped with exit code 0/);
    reading.stop();
    await reading.rest();

    const options = scripted({ pick: 'How much' }, { pick: 'only what comes from now on' }, { pick: 'Show logs' });
    await showContainerLogsWithOptions(options.services, [id]);
    const fresh = read(options);
    await fresh.until(/stopped with exit code 0/);
    await containers.start(id);
    const text = await fresh.until(/late\n[\s\S]*stopped/);
    deepEqual(text.match(/late\n/g), ['late\n']);
    fresh.stop();
  });

  it('show what is asked for: how much, since when, with times, only some lines', async () => {
    const id = await run(connected.engine, ['sh', '-c', 'for i in 1 2 3; do echo line $i; echo fault $i >&2; done'], {
      name: 'lw-options',
    });
    await hasStopped(connected.engine, id);
    const person = scripted(
      ...[{ pick: 'How much' }, { pick: 'the last 100 lines' }, { pick: 'Timestamps' }],
      ...[{ pick: 'Only lines with' }, { type: '/(/' }, { type: '/FAULT [12]/i' }, { pick: 'Show logs' }],
    );
    await showContainerLogsWithOptions(person.services, [id]);
    equal(person.refused.length, 1);
    const shown = plainText(await read(person).until(/stopped/));
    const stamp = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}`;
    match(shown, new RegExp(`^${stamp} fault 1\n${stamp} fault 2\n── lw-options stopped`));
    deepEqual(person.memory.get('logs:view'), { tail: 100, timestamps: true });
    const future = scripted({ pick: 'Since' }, { type: 'soon' }, { type: '2100-01-01' }, { pick: 'Show logs' });
    await showContainerLogsWithOptions(future.services, [id]);
    equal(future.refused.length, 1);
    match(plainText(await read(future).until(/stopped/)), /^── lw-options stopped/);
    person.answer('cancel');
    person.streams[0]?.keys?.o?.();
    equal(person.said.at(-1)?.startsWith('pick: Logs of lw-options (Show logs, How much'), true);
  });

  it('mix the services of a project in the order of time, each in its colour, and take in what joins', async () => {
    const inProject = (service: string, seconds: number): Partial<CreateContainer> => ({
      name: `lw-shop-${service}-1`,
      command: ['sh', '-c', `echo ${service} up; sleep ${seconds}; echo ${service} later; sleep 600`],
      labels: {
        ...testLabel,
        'com.docker.compose.project': 'lw-shop',
        'com.docker.compose.service': service,
        'com.docker.compose.container-number': '1',
      },
    });
    await run(connected.engine, [], inProject('web', 600));
    await run(connected.engine, [], inProject('db', 1));
    const person = scripted();
    const group = { kind: 'group', by: 'project', name: 'lw-shop', project: 'lw-shop', containers: [] };
    const [container] = await connected.engine.containers.list();
    const node = { ...group, containers: [{ kind: 'container', project: 'lw-shop', container }] } as ContainerNode;
    await showContainerLogs(person.services, [node]);
    equal(person.streams[0]?.name, 'lw-shop (logs)');
    const reading = read(person);
    let text = await reading.until(/db later/);
    deepEqual([text.includes('\x1b[33mweb-1 |\x1b[0m web up\n'), text.includes('\x1b[36mdb-1')], [true, true]);
    deepEqual(plainText(text).match(/\w+ up/g), ['web up', 'db up']);
    await run(connected.engine, [], inProject('worker', 600));
    text = await reading.until(/worker up/);
    ok(text.includes('\x1b[32mworker-1 |\x1b[0m worker up\n'));
    reading.stop();
    await reading.rest();
  });

  it('say that the output of a container is not kept', async () => {
    const { Id } = await connected.test.call<{ Id: string }>('/containers/create?name=lw-none', {
      method: 'POST',
      body: {
        Image: 'alpine:3.20',
        Cmd: ['sleep', '600'],
        Labels: testLabel,
        HostConfig: { LogConfig: { Type: 'none' } },
      },
    });
    await connected.engine.containers.start(Id);
    const person = scripted();
    await showContainerLogs(person.services, [Id]);
    match(
      await read(person).rest(),
      /lw-none: The log driver of the container does not let its output be read\. Attach to the container/,
    );
  });

  it('leave out what a terminal has no time to show, and get to the end', async () => {
    const flood = [
      'sh',
      '-c',
      'yes 0123456789012345678901234567890123456789012345678901234567890123456789 | head -c 30000000; echo; echo the end',
    ];
    const id = await run(connected.engine, flood, { name: 'lw-flood' });
    await connected.engine.containers.wait(id);
    const person = scripted({ pick: 'How much' }, { pick: 'everything' }, { pick: 'Show logs' });
    await showContainerLogsWithOptions(person.services, [id]);
    const abort = new AbortController();
    let characters = 0;
    let last = '';
    for await (const piece of person.streams[0]!.open(abort.signal)) {
      const text = piece.toString();
      characters += text.length;
      last = (last + text).slice(-20_000);
      if (/Its output goes on here/.test(last)) abort.abort();
      // A terminal that takes half a megabyte in a second.
      await sleep(text.length / 500);
    }
    match(last, /\nthe end\n/);
    ok(characters < 20_000_000, `${characters} characters were shown`);
  });

  it('are saved to a file, in the order of time and with their names', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'layerwright-logs-'));
    try {
      const script = 'trap "echo third; exit" USR1; printf "\\033[31mred\\033[0m\\n"; while :; do sleep 0.1; done';
      const first = await run(connected.engine, ['sh', '-c', script], { name: 'lw-a' });
      const logs = () =>
        connected.engine.containers.logs(first, { follow: false, signal: AbortSignal.timeout(10_000) });
      while ((await textOf(logs())).stdout === '') await sleep(50);
      await connected.engine.containers.wait(await run(connected.engine, ['echo', 'second'], { name: 'lw-b' }));
      await connected.engine.containers.kill(first, 'SIGUSR1');
      await hasStopped(connected.engine, first);
      const path = join(folder, 'out.log');
      const person = scripted({ pick: ['lw-a', 'lw-b'] }, { browse: path });
      await saveContainerLogs(person.services, []);
      equal(readFileSync(path, 'utf8'), 'lw-a | red\nlw-b | second\nlw-a | third\n');
      equal(person.said.at(-1), 'info: Saved 3 lines (38 B). [Open file]');
      const cancelled = scripted({ browse: join(folder, 'none.log') });
      const saving = saveContainerLogs(cancelled.services, [first]).catch((error: { reason?: string }) => error.reason);
      while (cancelled.progress.length === 0) await new Promise((resolve) => setImmediate(resolve));
      cancelled.cancel();
      equal(await saving, 'cancelled');
      deepEqual(readdirSync(folder), ['out.log']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('are searched, and hide secrets until they are asked for', async () => {
    const id = await run(
      connected.engine,
      ['sh', '-c', 'echo hello; echo connecting with password=hunter22; echo bye'],
      {
        name: 'lw-search',
      },
    );
    await hasStopped(connected.engine, id);
    const person = scripted({ type: 'CONNECT' });
    await searchContainerLogs(person.services, [id]);
    equal(person.texts[0]?.title, 'lw-search with CONNECT.log');
    match(person.texts[0]?.text ?? '', /^\d{4}-\S+Z connecting with password=•+\n$/);
    equal(person.said.at(-1), 'info: A value looks like a secret, and is hidden. [Show it]');
    person.press('Show it');
    await new Promise((resolve) => setImmediate(resolve));
    match(person.texts[1]?.text ?? '', /password=hunter22/);
    person.answer({ type: 'nowhere' });
    await searchContainerLogs(person.services, [id]);
    equal(person.said.at(-1), 'info: Nothing in the logs of lw-search matches "nowhere".');
  });
});

describe('logs of an engine that dies', function () {
  this.timeout(120_000);
  let test: TestEngine;
  let engine: Engine;
  before(async function () {
    if (engineIsSkipped) return this.skip();
    test = await startEngine({ name: 'logs' });
    await ensureBases(test, ['busybox']);
    engine = await connect(endpointOf(test.socketPath));
  });
  afterEach(closeTerminals);
  after(async () => {
    engine?.dispose();
    await test?.stop();
  });

  it('go on where they were, without repeating a line', async () => {
    const { Id } = await test.call<{ Id: string }>('/containers/create?name=lw-survivor', {
      method: 'POST',
      body: {
        Image: 'alpine:3.20',
        Cmd: [
          'sh',
          '-c',
          'n=$(cat /n 2>/dev/null || echo 0); echo $((n+1)) > /n; for i in 1 2 3; do echo run $n line $i; done; sleep 600',
        ],
        HostConfig: { RestartPolicy: { Name: 'always' } },
      },
    });
    await engine.containers.start(Id);
    const person = script({ engine });
    await showContainerLogs(person.services, [Id]);
    const reading = read(person);
    await reading.until(/run 0 line 3\n/);
    await test.kill();
    await reading.until(/The engine does not answer\. The output of lw-survivor goes on here when it does\./);
    await test.restart();
    const text = await reading.until(/run 1 line 3\n/);
    deepEqual(
      text.match(/run \d line \d/g),
      [0, 1].flatMap((turn) => [1, 2, 3].map((line) => `run ${turn} line ${line}`)),
    );
    reading.stop();
    await engine.containers.remove(Id, { force: true });
  });
});
