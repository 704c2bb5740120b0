import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askBuild, imageName } from '../../../src/commands/build/build-answers';
import { buildImage } from '../../../src/commands/build/build-image';
import { createBuildRenderer } from '../../../src/commands/build/render-build';
import { createReplayLog } from '../../../src/commands/logs/replay-log';
import type { BuildEvent } from '../../../src/engine/build-progress';
import type { Engine } from '../../../src/engine/engine';
import { EngineError } from '../../../src/engine/errors';
import { type Answer, type ScriptOptions, script } from './scripted-services';

const engine: ScriptOptions['engine'] = async () => {
  throw new Error('No engine is needed here.');
};

describe('what a build asks', () => {
  let root: string;
  let path: string;
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'layerwright-ask-'));
    mkdirSync(join(root, 'My Service'));
    path = join(root, 'My Service', 'Dockerfile');
    writeFileSync(path, 'FROM alpine AS build\nFROM build AS test\nFROM alpine\n');
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  const person = (...answers: Answer[]) =>
    script({ engine, workspace: { folders: [root], folderOf: () => root } }, ...answers);

  it('has an answer for every question, and remembers them per Dockerfile', async () => {
    const first = person({ pick: 'My Service' }, { type: (proposed) => proposed }, { pick: 'test' });
    const answers = await askBuild(first.services, { dockerfile: path });
    const expected = { context: join(root, 'My Service'), tag: 'my-service:latest', target: 'test' };
    deepEqual(answers, { dockerfile: path, ...expected });
    deepEqual(first.memory.get(`build:${path}`), expected);
    const second = person(
      { pick: 'My Service' },
      { type: 'Wrong Name' },
      { type: 'a@sha256:1' },
      { type: 'shop:2' },
      { pick: 'Last stage' },
    );
    second.memory.set(`build:${path}`, { ...expected, context: root, tag: 'shop:1' });
    deepEqual(await askBuild(second.services, { dockerfile: path }), {
      dockerfile: path,
      context: join(root, 'My Service'),
      tag: 'shop:2',
      target: undefined,
    });
    match(second.said[0] ?? '', /^pick: .*build context \(layerwright-ask-\w+, My Service, Choose a folder…\)$/);
    match(second.said[1] ?? '', /"shop:1"$/);
    match(second.refused[0] ?? '', /no spaces/);
    match(second.refused[1] ?? '', /not with a digest/);
  });

  it('stops at the first question that is not answered', async () => {
    equal(await askBuild(person('cancel').services, { dockerfile: path }), undefined);
    const later = person({ pick: 'Choose a folder…' }, { browse: root }, 'cancel');
    equal(await askBuild(later.services, { dockerfile: path }), undefined);
    equal(later.memory.size, 0);
  });

  it('needs no open folder', async () => {
    const alone = script(
      { engine },
      { browse: path },
      { pick: join(root, 'My Service') },
      { type: 'a' },
      { pick: 'Last stage' },
    );
    equal((await askBuild(alone.services, {}))?.dockerfile, path);
  });

  it('takes the active editor, saved, or offers what the workspace has', async () => {
    const saved: string[] = [];
    const workspace = { activeDockerfile: () => path, save: async (file: string) => void saved.push(file) };
    const active = script({ engine, workspace }, 'cancel');
    await askBuild(active.services, {});
    deepEqual(saved, [path]);
    const several = script(
      { engine, workspace: { findDockerfiles: async () => [path, join(root, 'Dockerfile.dev')] } },
      'cancel',
    );
    await askBuild(several.services, {});
    deepEqual(several.said, ['pick: Build image: Dockerfile (Dockerfile, Dockerfile.dev, Choose a file…)']);
  });

  it('is nothing in a workspace that is not trusted', async () => {
    const untrusted = script({ engine, workspace: { trusted: false } });
    equal(await buildImage(untrusted.services, [path]), undefined);
    match(untrusted.said[0] ?? '', /^warn: Nothing is built in a workspace that is not trusted\./);
  });

  it('is cancelled by Ctrl+C in its terminal, and says so there', async () => {
    let begun = () => {};
    const building = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const images = {
      build: async function* (_context: unknown, { signal }: { signal: AbortSignal }) {
        begun();
        if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
        throw new EngineError('cancelled', 'The call was cancelled.');
      },
    };
    const person = script({
      engine: { images, info: async () => ({ buildkit: true, podman: false }) } as unknown as Engine,
    });
    const built = buildImage(person.services, [{ dockerfile: path, tag: 'a:1' }]);
    await building;
    person.streams[0]?.interrupt();
    await rejects(built, { reason: 'cancelled' });
    let text = '';
    for await (const piece of person.streams[0]?.open(new AbortController().signal) ?? []) text += piece;
    match(text, /\nThe build was cancelled\.\n$/);
  });

  it('has a terminal of its own while another of the same image goes on', async () => {
    const images = {
      build: async function* (_context: unknown, { signal }: { signal: AbortSignal }) {
        if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
        throw new EngineError('cancelled', 'The call was cancelled.');
      },
    };
    const person = script({
      engine: { images, info: async () => ({ buildkit: true, podman: false }) } as unknown as Engine,
    });
    const build = () => buildImage(person.services, [{ dockerfile: path, tag: 'a:1' }]);
    const begun = [build(), build()];
    while (person.streams.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
    for (const { interrupt } of person.streams) interrupt();
    for (const one of begun) await rejects(one, { reason: 'cancelled' });
    const third = build();
    while (person.streams.length < 3) await new Promise((resolve) => setTimeout(resolve, 1));
    person.streams[2]?.interrupt();
    await rejects(third, { reason: 'cancelled' });
    const base = `build:${path}:a:1:`;
    deepEqual(
      person.streams.map(({ key }) => key),
      [base, `${base}+`, base],
    );
  });

  it('teaches forecasts nothing when the docker command built for another place', async () => {
    const built = async (docker: object, named: string) => {
      const images = {
        build: async function* () {
          yield { type: 'image', id: 'sha256:new' };
        },
        inspect: async () => ({ id: named, bytes: 1 }),
        history: async () => [],
      };
      const person = script({
        engine: { images, info: async () => ({ buildkit: true, podman: false }) } as unknown as Engine,
      });
      person.memory.set(`build-choices:${path}`, { docker });
      const asked: string[] = [];
      const forecast = async () => {
        asked.push('forecast');
        return { holds: async () => true, record: async () => void asked.push('record') };
      };
      const services = { ...person.services, forecaster: { forecast: forecast as never } };
      const image = await buildImage(services, [{ dockerfile: path, context: root, tag: 'a:1' }]);
      return [image, services.builds.all.at(-1)?.request.chosenBuilder, ...asked];
    };
    deepEqual(await built({}, 'sha256:new'), ['sha256:new', 'buildkit', 'forecast', 'record']);
    deepEqual(await built({}, 'sha256:old'), [undefined, 'buildkit', 'forecast']);
    deepEqual(await built({ builder: 'big' }, 'sha256:new'), ['sha256:new', 'elsewhere']);
  });

  it('makes a repository name of any folder', () => {
    const folders = ['/x/My App', '/x/Ünïcode', '/x/__a..b', '/x/日本', '/'];
    const names = folders.map((folder) => imageName(folder, '/y/svc/Dockerfile'));
    deepEqual(names, ['my-app', 'unicode', 'a-b', 'svc', 'svc']);
  });
});

describe('the log of a build', () => {
  const step = (id: string, name: string, status: 'running' | 'done' | 'failed', more: object = {}): BuildEvent => ({
    type: 'step',
    id,
    name,
    status,
    cached: false,
    inputs: [],
    started: undefined,
    completed: undefined,
    seconds: undefined,
    error: undefined,
    ...more,
  });
  const log = (id: string, text: string): BuildEvent => ({ type: 'log', step: id, stream: 'stdout', text });

  it('shows steps with their marks, and whose output it is', () => {
    const renderer = createBuildRenderer();
    const events = [
      step('i', '[internal] load build context', 'running'),
      step('i', '[internal] load build context', 'done'),
      step('i', '[internal] load build context', 'running'),
      step('i', '[internal] load build context', 'done'),
      step('a', '[a 1/2] FROM x', 'done', { cached: true }),
      step('b', '[a 2/2] RUN one', 'running'),
      log('b', 'first\nse'),
      log('b', 'cond\n'),
      step('c', '[b 1/1] RUN two', 'running'),
      log('b', 'third'),
      step('b', '[a 2/2] RUN one', 'done', { seconds: 61.2 }),
      step('c', '[b 1/1] RUN two', 'failed', { error: 'exit code 1' }),
    ];
    const fractions: number[] = [];
    const text = events
      .map((event) => {
        const piece = renderer.next(event);
        fractions.push(Math.round(renderer.fraction * 100));
        return piece;
      })
      .join('')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one.
      .replace(/\x1b\[\d+m/g, '');
    equal(
      text,
      [
        '▶ [internal] load build context',
        '✔ [internal] load build context',
        '● [a 1/2] FROM x cached',
        '▶ [a 2/2] RUN one',
        '  first',
        '  second',
        '▶ [b 1/1] RUN two',
        '  [a 2/2] RUN one',
        '  third',
        '✔ [a 2/2] RUN one 1 min 1 s',
        '✘ [b 1/1] RUN two exit code 1',
        '',
      ].join('\n'),
    );
    deepEqual(fractions, [0, 0, 0, 0, 50, 50, 50, 50, 33, 33, 67, 67]);
    deepEqual([renderer.cached, renderer.finished, renderer.current], [1, 3, undefined]);
  });

  it('can be read again from its beginning, also while it is written', async () => {
    const replay = createReplayLog();
    replay.write('one ');
    const live = (async () => {
      let text = '';
      for await (const piece of replay.read(new AbortController().signal)) text += piece;
      return text;
    })();
    await new Promise(setImmediate);
    replay.write('two');
    replay.end();
    equal(await live, 'one two');
    let late = '';
    for await (const piece of replay.read(new AbortController().signal)) late += piece;
    equal(late, 'one two');
    const abort = new AbortController();
    const open = createReplayLog();
    const reading = open.read(abort.signal).next();
    abort.abort();
    equal((await reading).done, true);
  });

  it('forgets its beginning when it gets very long', async () => {
    const replay = createReplayLog();
    for (let index = 0; index < 30; index++) replay.write(`${index}${'x'.repeat(500_000)}`);
    replay.end();
    let characters = 0;
    let last = '';
    for await (const piece of replay.read(new AbortController().signal)) {
      characters += piece.length;
      last = piece.slice(0, 2);
    }
    equal(characters < 9_000_000, true);
    equal(last, '29');
  });
});
