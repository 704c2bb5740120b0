import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildImage } from '../../src/commands/build/build-image';
import type { BuildOptions } from '../../src/engine/build-options';
import type { BuildEvent, BuildStep } from '../../src/engine/build-progress';
import { script } from '../unit/commands/scripted-services';
import { contextOf, testLabel, useEngine } from './connected';

const program = join(dirname(process.env.LAYERWRIGHT_DOCKERD ?? '/'), '..', 'bin', 'docker');
const plugins = join(dirname(program), '..', 'libexec', 'docker', 'cli-plugins');

// The installed engine comes without buildx; test/support/engine26.mjs unpacks one beside a newer engine.
if (existsSync(join(plugins, 'docker-buildx'))) {
  describe('builds with the docker command', function () {
    this.timeout(120_000);
    const connected = useEngine();
    let config: string;
    const saved = { ...process.env };
    before(() => {
      config = mkdtempSync(join(tmpdir(), 'layerwright-docker-config-'));
      writeFileSync(join(config, 'config.json'), JSON.stringify({ cliPluginsExtraDirs: [plugins] }));
      process.env.DOCKER_CONFIG = config;
      process.env.LW_TEST_SECRET = 'from the environment';
      // What the person's own command would use must not matter.
      process.env.DOCKER_HOST = 'unix:///nowhere.sock';
    });
    after(() => {
      process.env = saved;
      rmSync(config, { recursive: true, force: true });
    });

    async function build(dockerfile: string, options: Partial<BuildOptions> = {}): Promise<BuildEvent[]> {
      const events: BuildEvent[] = [];
      const context = contextOf({ Dockerfile: dockerfile, a: 'a' });
      const all = {
        tags: [],
        labels: testLabel,
        signal: AbortSignal.timeout(60_000),
        builder: 'docker',
        ...options,
      } as const;
      for await (const event of connected.engine.images.build(context, {
        ...all,
        docker: { program, ...options.docker },
      }))
        events.push(event);
      return events;
    }
    const stepsOf = (events: readonly BuildEvent[]) => {
      const steps = new Map<string, BuildStep>();
      for (const event of events) if (event.type === 'step') steps.set(event.name, event);
      return steps;
    };
    const textOf = (events: readonly BuildEvent[]) =>
      events.map((event) => (event.type === 'log' ? event.text : '')).join('');

    it('give the same steps, logs and image as the engine', async () => {
      const { engine } = connected;
      const run = `RUN echo "hello $WHO"; true ${performance.now()}`;
      const dockerfile = `FROM alpine:3.20 AS one\nARG WHO\n${run}\nFROM alpine:3.20\nCOPY --from=one /etc/passwd /p\nCOPY a /\n`;
      const options = { tags: ['lw-docker:1'], buildArgs: { WHO: 'you, "there"' } };
      const first = await build(dockerfile, options);
      const theirs = stepsOf(first);
      match(textOf(first), /hello you, "there"/);
      const image = first.at(-1);
      equal(image?.type === 'image' && image.id, (await engine.images.inspect('lw-docker:1')).id);
      const runOf = (steps: ReadonlyMap<string, BuildStep>) =>
        [...steps.values()].find(({ name }) => name.startsWith('[one 2/2]'));
      const step = runOf(theirs);
      equal(step?.status, 'done');
      ok((step?.seconds ?? 0) > 0);
      ok((step?.started ?? 0) > 1e12);
      equal(step?.inputs.length, 1);
      ok(
        first.some((event) => event.type === 'transfer' && /^transferring context/.test(event.id) && event.current > 0),
      );

      const ours = stepsOf(await build(dockerfile, { ...options, builder: 'buildkit' }));
      // Which stage the base is named after is anybody's guess.
      const own = (steps: ReadonlyMap<string, BuildStep>) =>
        [...steps.values()]
          .filter(({ name }) => /\d\/\d\] (?!FROM)/.test(name))
          .map(({ name, inputs }) => `${name}: ${inputs.length}`)
          .sort();
      equal(own(theirs).length, 3);
      deepEqual(own(theirs), own(ours));
      equal(runOf(ours)?.cached, true);
      await engine.images.remove('lw-docker:1');
    });

    it('take secrets from files, variables and memory', async () => {
      const mounts = ['file', 'variable', 'bytes'].map((id) => `--mount=type=secret,id=${id}`).join(' ');
      const { root } = contextOf({ 's,1': 'from a file' });
      const secrets = {
        file: { file: join(root, 's,1') },
        variable: { variable: 'LW_TEST_SECRET' },
        bytes: { bytes: Buffer.from('from memory') },
      };
      const dockerfile = `FROM alpine:3.20\nRUN ${mounts} cd /run/secrets && grep -H . file variable bytes; true ${performance.now()}\n`;
      const expected = /file:from a file\s+variable:from the environment\s+bytes:from memory/;
      match(textOf(await build(dockerfile, { secrets })), expected);
      const argument = `FROM alpine:3.20\nARG NPM_TOKEN\nRUN echo "of ${'${#NPM_TOKEN}'} letters"; true ${performance.now()}\n`;
      match(textOf(await build(argument, { buildArgs: { NPM_TOKEN: 's3cret' } })), /of 6 letters/);
      match(textOf(await build(dockerfile, { secrets, builder: 'buildkit', noCache: true })), expected);
    });

    it('put results elsewhere', async () => {
      const { root } = contextOf({});
      const out = join(root, 'out');
      const events = await build('FROM scratch\nCOPY a /b\n', { docker: { outputs: [`type=local,dest=${out}`] } });
      deepEqual(events.at(-1), { type: 'image', id: '' });
      equal(readFileSync(join(out, 'b'), 'utf8'), 'a');
    });

    it('offer to run what the engine has, and to look at what it has not', async () => {
      const { engine } = connected;
      const { root, dockerfile } = contextOf({ Dockerfile: 'FROM alpine:3.20\nCOPY a /b\n', a: 'a' });
      const workspace = { folderOf: () => root };
      const command = async (docker: object) => {
        const person = script({ engine, workspace });
        person.memory.set(`build-choices:${dockerfile}`, { docker: { program, ...docker } });
        const image = await buildImage(person.services, [{ dockerfile, context: root, tag: 'lw-docker:2' }]);
        return { person, image, said: person.said.at(-1) ?? '' };
      };
      const kept = await command({});
      equal(kept.image, (await engine.images.inspect('lw-docker:2')).id);
      match(kept.said, /^info: Built lw-docker:2 in .*\. \[Run\] \[Push\] \[Show log\]$/);

      // The tag is that of the build before.
      writeFileSync(join(root, 'a'), 'other');
      const out = join(root, 'out');
      const folder = await command({ outputs: ['out'] });
      equal(readFileSync(join(out, 'b'), 'utf8'), 'other');
      equal(folder.image, undefined);
      match(folder.said, /cached\. The engine has no image of it: it is in \S+out\. \[Reveal\] \[Show log\]$/);
      folder.person.press('Reveal');
      await new Promise(setImmediate);
      deepEqual(folder.person.opened, [out]);

      const nothing = await command({ outputs: ['type=cacheonly'] });
      match(nothing.said, /cached\. The engine has no image of it\. \[Show log\]$/);
      await engine.images.remove('lw-docker:2');
    });

    it('fail with the same words', async () => {
      const failing = 'FROM alpine:3.20\nRUN echo before; exit 7\n';
      await rejects(build(failing), {
        reason: 'build-failed',
        message: 'The build failed at [2/2] RUN echo before; exit 7: exit code 7.',
        hint: 'Its last output was:\nbefore',
      });
      await rejects(build('FROM alpine:3.20\nCOPY nosuch /\n'), { message: /"nosuch" is not in the build context/ });
      await rejects(build('FROM alpine:3.20\nRUNN true\n'), { message: /unknown instruction: RUNN/i });
      await rejects(build('FROM alpine:3.20\n', { docker: { builder: 'no-such-builder' } }), {
        message: /no-such-builder/,
      });
      await rejects(build('FROM alpine:3.20\n', { docker: { program: '/no/such/docker' } }), { reason: 'not-found' });
    });

    it('stop what they run when they are cancelled', async () => {
      const abort = new AbortController();
      const seconds = `5${process.pid}`;
      const runs = () =>
        readdirSync('/proc').some((pid) => {
          try {
            return readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith(`sleep\0${seconds}`);
          } catch {
            return false;
          }
        });
      const building = build(`FROM alpine:3.20\nRUN sleep ${seconds}\n`, { signal: abort.signal });
      building.catch(() => {});
      for (let waited = 0; !runs() && waited < 30_000; waited += 50) await new Promise((done) => setTimeout(done, 50));
      abort.abort();
      await rejects(building, { reason: 'cancelled' });
      for (let waited = 0; runs() && waited < 5000; waited += 50) await new Promise((done) => setTimeout(done, 50));
      equal(runs(), false);
    });
  });
}
