import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { openContainerInBrowser } from '../../src/commands/containers/open-container-in-browser';
import { optionsOfContainer } from '../../src/commands/run/container-options';
import { runContainerAgain } from '../../src/commands/run/run-container-again';
import { runImage, runImageAgain, runImageInteractive } from '../../src/commands/run/run-image';
import { runLine } from '../../src/commands/run/run-line';
import { toCreateContainer } from '../../src/commands/run/to-create';
import { parseRunLine } from '../../src/docker-run/parse-line';
import { printRunLine } from '../../src/docker-run/print-line';
import type { RunOptions } from '../../src/docker-run/run-options';
import type { EngineEvent, Session } from '../../src/engine/engine';
import { Emitter } from '../../src/shared/emitter';
import type { RunFormModel, ToRunForm } from '../../src/webviews/run-form/protocol';
import { type Scripted, script } from '../unit/commands/scripted-services';
import { build, run, testLabel, useEngine } from './connected';
import { removeIfThere } from './remove-if-there';

const label = ['layerwright.test=engine'];

describe('run commands', function () {
  this.timeout(60_000);
  const connected = useEngine(async (engine) => {
    await engine.images.remove('lw-run:1', { force: true });
  });
  before(async () => {
    const dockerfile =
      'FROM alpine:3.20\nEXPOSE 80\nVOLUME /data\nENV A=1\nCMD ["sh", "-c", "echo ready; sleep 600"]\n';
    await build(connected.engine, dockerfile, { tags: ['lw-run:1'] });
  });
  afterEach(async () => {
    const { containers } = connected.engine;
    for (const { id, labels, name } of await containers.list())
      if (labels['layerwright.test'] || name.startsWith('lw-')) await removeIfThere(containers, id);
  });

  const scripted = (...answers: Parameters<typeof script>[1][]) => script({ engine: connected.engine }, ...answers);
  const stateOf = async (id: string) => (await connected.engine.containers.get(id))?.state;

  /** What was said, as soon as it is said. */
  async function said({ said: all }: Scripted, wanted: RegExp): Promise<string> {
    for (let tries = 0; tries < 200; tries += 1) {
      const found = all.find((text) => wanted.test(text));
      if (found !== undefined) return found;
      await sleep(50);
    }
    throw new Error(`Nobody said ${wanted}: ${all.join('\n')}`);
  }

  /** What the form was told, as soon as it is told. */
  async function told<Kind extends ToRunForm['kind']>(
    person: Scripted,
    kind: Kind,
    where: (message: Extract<ToRunForm, { kind: Kind }>) => boolean = () => true,
  ): Promise<Extract<ToRunForm, { kind: Kind }>> {
    for (let tries = 0; tries < 200; tries += 1) {
      const messages = (person.panels.at(-1)?.told ?? []) as readonly ToRunForm[];
      const found = messages.find((message) => message.kind === kind && where(message as never));
      if (found) return found as never;
      await sleep(50);
    }
    throw new Error(`The form was not told ${kind}: ${JSON.stringify(person.panels.at(-1)?.told)}`);
  }

  async function modelOf(person: Scripted): Promise<RunFormModel> {
    return (await told(person, 'show')).model;
  }

  function press(
    person: Scripted,
    options: RunOptions,
    kind: 'run' | 'create' = 'run',
    keep: readonly string[] = [],
  ): void {
    person.panels.at(-1)?.say({ kind, options, keep });
  }

  it('show a form with what the image says, and run what it answers', async () => {
    const person = scripted();
    const running = runImage(person.services, new Map(), ['lw-run:1']);
    const { options, image, origin } = await modelOf(person);
    equal(options.detach, true);
    match(options.ports?.[0] ?? '', /^80\d\d:80$/);
    deepEqual([image?.volumes, image?.env.includes('A=1'), image?.command[0]], [['/data'], true, 'sh']);
    match(origin, /nothing has been run from it yet/);
    press(person, { ...options, name: 'lw-form', ports: ['127.0.0.1::80'], env: ['B=2'], labels: label });
    const id = (await running) ?? '';
    equal(person.panels[0]?.closed, true);
    equal(await stateOf(id), 'running');
    await said(person, /^info: lw-form is running\. \[Open in browser\] \[Show logs\]$/);
    const browser = scripted();
    await openContainerInBrowser(browser.services, [id]);
    match(browser.opened[0] ?? '', /^http:\/\/127\.0\.0\.1:\d+\/$/);

    const again = scripted();
    for (const [key, value] of person.memory) again.memory.set(key, value);
    const second = runImage(again.services, new Map(), ['lw-run:1']);
    const remembered = await modelOf(again);
    deepEqual(remembered.options.env, ['B=2']);
    equal(remembered.options.name, 'lw-form-2', 'the name of the first is taken');
    equal(remembered.origin, 'The answers of its last run.');
    again.panels[0]?.close();
    equal(await second, undefined);
  });

  it('run with the last answers in one step, on a free port and under a free name', async () => {
    const person = scripted();
    const first = await runImage(person.services, new Map(), [
      { image: 'lw-run:1', name: 'lw-again', ports: ['127.0.0.1:18951:80'], labels: { 'layerwright.test': 'engine' } },
    ]);
    ok(first);
    person.memory.set('run:lw-run:1', {
      options: {
        image: 'lw-run:1',
        command: [],
        detach: true,
        name: 'lw-again',
        ports: ['127.0.0.1:18951:80'],
        labels: label,
      },
      forgotten: [],
      kept: [],
    });
    const second = (await runImageAgain(person.services, new Map(), ['lw-run:1'])) ?? '';
    const container = await connected.engine.containers.get(second);
    equal(container?.name, 'lw-again-2');
    deepEqual(
      container?.ports.map(({ hostPort }) => hostPort),
      [18952],
    );
    equal(person.panels.length, 0);
  });

  it('refuse taken ports before the run and say who has them', async () => {
    await run(connected.engine, ['sleep', '60'], { name: 'lw-holder', ports: ['127.0.0.1:18961:80'] });
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '0.0.0.0', resolve));
    const { port } = other.address() as { port: number };
    const person = scripted();
    try {
      const running = runImage(person.services, new Map(), ['lw-run:1']);
      await modelOf(person);
      const options: RunOptions = {
        ...{ image: 'lw-run:1', command: [], detach: true, name: 'lw-holder', labels: label },
        ports: ['127.0.0.1:18961:80', `${port}:81`],
      };
      press(person, options);
      const { problems } = await told(person, 'problems', (message) => message.problems.length > 1);
      deepEqual(
        problems.map(({ key, index, problem, instead }) => [key, index, problem, instead]),
        [
          ['name', 0, 'The name "lw-holder" is used by another container.', 'lw-holder-2'],
          ['ports', 0, 'Port 18961 is published by the container lw-holder.', '127.0.0.1:18962:80'],
          ['ports', 1, `Port ${port} is in use on this machine.`, problems[2]?.instead],
        ],
      );
      const refusal = await told(person, 'failed');
      match(refusal.message, /used by another container\. Run it as it is by pressing the button again\.$/);
      press(person, options);
      const failed = await told(person, 'failed', ({ message }) => /already used/.test(message));
      equal(
        failed.message,
        'The name "lw-holder" is already used by another container. Choose another name, or remove that container.',
      );
      equal(person.panels[0]?.closed, false, 'the answers are still there');
      person.panels[0]?.close();
      equal(await running, undefined);
    } finally {
      other.close();
    }
  });

  it('create without starting', async () => {
    const person = scripted();
    const running = runImage(person.services, new Map(), ['lw-run:1']);
    await modelOf(person);
    press(person, { image: 'lw-run:1', command: [], name: 'lw-created', labels: label }, 'create');
    equal(await stateOf((await running) ?? ''), 'created');
    await said(person, /^info: lw-created was created\. It has not been started\. \[Start\]$/);
  });

  it('take a pasted line', async () => {
    const person = scripted();
    const running = runLine(person.services, new Map());
    const { focus, surroundings } = await modelOf(person);
    equal(focus, 'line');
    const line = 'docker run -d --name lw-line -l layerwright.test=engine \\\n  --memory 64m lw-run:1 sleep 60';
    press(person, parseRunLine(line, 'sh', surroundings).options);
    const id = (await running) ?? '';
    const { raw } = await connected.engine.containers.inspect(id);
    match(JSON.stringify(raw), /"Memory":67108864/);
  });

  it('say how a container ended that ended at once', async () => {
    const person = scripted();
    // Two pipes: the engine may write down either line first.
    const command = ['sh', '-c', 'echo starting; echo no configuration >&2; exit 3'];
    await runImage(person.services, new Map(), [{ image: 'alpine:3.20', name: 'lw-ends', command, labels: testLabel }]);
    match(
      await said(person, /^warn/),
      /^warn: lw-ends ended at once with exit code 3\. Its last output: (?:starting\nno configuration|no configuration\nstarting) \[Show logs\] \[Remove\]$/,
    );
    const gone = scripted();
    await runImage(gone.services, new Map(), [
      { image: 'alpine:3.20', name: 'lw-gone', command: ['true'], autoRemove: true },
    ]);
    await said(gone, /^info: lw-gone ended at once/);
  });

  it('offer a terminal to a shell that had none, and give it one', async () => {
    const person = scripted();
    const id = await runImage(person.services, new Map(), [
      { image: 'alpine:3.20', name: 'lw-shell', command: ['/bin/sh'], labels: { 'layerwright.test': 'engine' } },
    ]);
    match(
      await said(person, /^info: lw-shell/),
      /ended at once with exit code 0 and wrote nothing: it reads what to do from a terminal, and had none\. \[Run interactively\] \[Remove\]$/,
    );
    person.press('Run interactively');
    await sleep(0);
    const [offered] = person.ran;
    equal(offered?.id, 'layerwright.runImageInteractive');
    await runImageInteractive(person.services, new Map(), offered?.args ?? []);
    await rejects(connected.engine.containers.inspect(id ?? ''), { reason: 'not-found' });
    const session = await person.sessions[0]!.open(AbortSignal.timeout(20_000));
    session.stdin.write('echo the $((40+2)); exit 4\r');
    match(await outputOf(session), /the 42/);
    equal(await session.exitCode(), 4);
  });

  it('offer the removal of one that ends by itself, and not of one that was stopped', async () => {
    const events = new Emitter<EngineEvent>();
    const abort = new AbortController();
    let opened: () => void = () => {};
    const open = new Promise<void>((resolve) => {
      opened = resolve;
    });
    const following = (async () => {
      for await (const event of connected.engine.events({ signal: abort.signal, onOpen: opened })) events.fire(event);
    })().catch(() => {});
    await open;
    const person = scripted();
    const services = { ...person.services, events: events.event };
    const preset = { image: 'alpine:3.20', labels: testLabel };
    await runImage(services, new Map(), [{ ...preset, name: 'lw-short', command: ['sh', '-c', 'sleep 4; exit 7'] }]);
    const stopped = await runImage(services, new Map(), [{ ...preset, name: 'lw-stopped', command: ['sleep', '60'] }]);
    await said(person, /^info: lw-short is running/);
    await said(person, /^info: lw-stopped is running/);
    await connected.engine.containers.stop(stopped ?? '', { seconds: 0 });
    await said(person, /^info: lw-short ended with exit code 7\. \[Show logs\] \[Remove\]$/);
    ok(!person.said.some((text) => /lw-stopped ended/.test(text)));
    abort.abort();
    await following;
  });

  it('leave nothing behind when a start fails', async () => {
    const holder = await run(connected.engine, ['sleep', '60'], { ports: ['127.0.0.1:18931:80'] });
    const preset = { image: 'alpine:3.20', name: 'lw-taken', command: ['sleep', '60'], ports: ['127.0.0.1:18931:80'] };
    await rejects(runImage(scripted().services, new Map(), [preset]), /Port 18931 .*already in use/);
    await rejects(connected.engine.containers.inspect('lw-taken'), { reason: 'not-found' });
    const missing = { ...preset, ports: [], command: ['no-such-program'] };
    await rejects(runImage(scripted().services, new Map(), [missing]), /no-such-program/);
    await rejects(connected.engine.containers.inspect('lw-taken'), { reason: 'not-found' });
    const nowhere = { ...preset, ports: [], networks: ['lw-nowhere'] };
    await rejects(runImage(scripted().services, new Map(), [nowhere]), /lw-nowhere.*not found/i);
    await rejects(connected.engine.containers.inspect('lw-taken'), { reason: 'not-found' });
    ok(holder);
  });

  it('run interactively, and leave no container behind', async () => {
    const person = scripted();
    const running = runImageInteractive(person.services, new Map(), ['alpine:3.20']);
    const { options } = await modelOf(person);
    deepEqual([options.tty, options.openStdin, options.autoRemove, options.detach], [true, true, true, undefined]);
    press(person, { ...options, command: ['sh', '-c', 'read line; echo got $line; exit 4'], labels: label });
    await running;
    const session = await person.sessions[0]!.open(AbortSignal.timeout(20_000));
    session.stdin.write('hello\r');
    match(await outputOf(session), /got hello/);
    equal(await session.exitCode(), 4);

    const closed = scripted();
    await runImageInteractive(closed.services, new Map(), [
      { image: 'alpine:3.20', name: 'lw-closed', command: ['sh'] },
    ]);
    const abort = new AbortController();
    await closed.sessions[0]!.open(abort.signal);
    equal((await connected.engine.containers.inspect('lw-closed')).state, 'running');
    abort.abort();
    await isGone('lw-closed');
  });

  it('show the output of an attached run, pass Ctrl+C on, and offer the removal', async () => {
    const person = scripted();
    const loop = 'trap "echo bye; exit 5" INT; echo out; echo err >&2; while :; do sleep 0.1; done';
    const preset = { image: 'alpine:3.20', name: 'lw-attached', command: ['sh', '-c', loop], labels: testLabel };
    await runImage(person.services, new Map(), [{ ...preset, detach: false }]);
    const session = await person.sessions[0]!.open(AbortSignal.timeout(20_000));
    let text = '';
    let interrupted = false;
    for await (const { stream, data } of session.output) {
      text += `${stream}:${data}`;
      if (interrupted || !/out:out/.test(text) || !/err:err/.test(text)) continue;
      interrupted = true;
      equal(person.sessions[0]?.input, false);
      match(
        (await person.sessions[0]?.onInterrupt?.()) ?? '',
        /^Sent SIGINT to lw-attached\. Ctrl\+P Ctrl\+Q detaches/,
      );
    }
    match(text, /stdout:bye/);
    equal(await session.exitCode(), 5);
    await said(person, /^info: lw-attached ended with exit code 5\. \[Remove\] \[Start again\]$/);
  });

  it('run a container again: the same line makes the same container', async () => {
    const line =
      `docker run -d --name lw-origin -p 127.0.0.1:18971:80 --expose 81 -e 'B=two words' -v lw-again:/keep:ro -v /extra --tmpfs /run ` +
      `--add-host db:10.0.0.5 -u 7:8 -w /tmp -m 64m --memory-swap 256m --cpus 0.5 --shm-size 8m --ulimit nofile=1000:2000 --pids-limit 50 --init ` +
      `--cap-add NET_ADMIN --read-only --device /dev/null:/dev/x:r --stop-signal SIGINT --health-cmd 'test -e /ok' --health-interval 30s ` +
      `-l lw=again --entrypoint sleep lw-run:1 600`;
    const { options } = parseRunLine(line);
    const place = { folder: undefined, home: '/', env: {}, readText: async () => '' };
    const { id } = await connected.engine.containers.create(await toCreateContainer(options, place));
    const details = await connected.engine.containers.inspect(id);
    const image = await connected.engine.images.inspect('lw-run:1');
    const printed = printRunLine(optionsOfContainer(details, image), 'sh');
    deepEqual(parsedWords(printed), parsedWords(line));

    await connected.engine.containers.start(id);
    const person = scripted();
    const running = runContainerAgain(person.services, new Map(), [id]);
    const { options: again, origin } = await modelOf(person);
    equal(origin, 'The configuration of lw-origin.');
    deepEqual([again.name, again.ports], ['lw-origin-2', ['127.0.0.1:18972:80']]);
    press(person, again);
    equal(await stateOf((await running) ?? ''), 'running');
    await connected.engine.containers.remove(id, { force: true, volumes: true });
  });

  it('ask in a workspace that is not trusted before its files are used', async () => {
    const untrusted = { trusted: false, folders: ['/srv/project'] };
    const person = script({ engine: connected.engine, workspace: untrusted }, { confirm: false });
    const preset = {
      image: 'alpine:3.20',
      name: 'lw-untrusted',
      binds: ['./data:/data', '/etc/hosts:/h'],
      envFiles: ['.env'],
    };
    equal(await runImage(person.services, new Map(), [preset]), undefined);
    match(
      person.said[0] ?? '',
      /^confirm: Use files of a workspace that is not trusted\? \| The container is given what is in:\n\.env\n\.\/data \[Run with these files\]$/,
    );
    const other = script({ engine: connected.engine, workspace: untrusted });
    const id = await runImage(other.services, new Map(), [
      { image: 'alpine:3.20', binds: ['/etc/hosts:/h'], command: ['sleep', '60'], labels: testLabel },
    ]);
    equal(await stateOf(id ?? ''), 'running');
  });

  it('pull a missing image when they may', async () => {
    const person = scripted({ confirm: false });
    equal(await runImage(person.services, new Map(), [{ image: 'lw-missing:1', command: ['true'] }]), undefined);
    equal(person.said[0], 'confirm: lw-missing:1 is not on this engine. Pull it? [Pull]');
    const form = scripted();
    const running = runImage(form.services, new Map(), ['lw-missing:1']);
    equal((await modelOf(form)).image?.present, false);
    form.panels[0]?.close();
    await running;
  });

  async function isGone(name: string): Promise<void> {
    for (let tries = 0; tries < 100; tries += 1) {
      if (!(await connected.engine.containers.inspect(name).catch(() => undefined))) return;
      await sleep(100);
    }
    throw new Error(`${name} is still there`);
  }
});

async function outputOf(session: Session): Promise<string> {
  let text = '';
  for await (const { data } of session.output) text += data;
  return text;
}

/** Options, in any order. */
function parsedWords(line: string): RunOptions {
  return parseRunLine(line).options;
}
