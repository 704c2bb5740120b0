import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { composeDown } from '../../../src/commands/compose/compose-down';
import { composeUp } from '../../../src/commands/compose/compose-up';
import { inDependencyOrder } from '../../../src/commands/compose/dependency-order';
import { startContainer } from '../../../src/commands/containers/start-container';
import { stopContainer } from '../../../src/commands/containers/stop-container';
import type { ContainerSummary, Engine } from '../../../src/engine/engine';
import { containerRoots } from '../views/arranged';
import { container, type FakeEngine, fakeEngine, until } from '../views/fake-engine';
import { type Answer, type Scripted, script } from './scripted-services';

/** Notes how it was called, as a docker command with compose would be. */
const docker = `#!${process.execPath}
const { appendFileSync } = require('node:fs');
const args = process.argv.slice(2);
const { DOCKER_HOST, DOCKER_CONTEXT } = process.env;
appendFileSync(process.env.CALLS, JSON.stringify({ args, DOCKER_HOST, DOCKER_CONTEXT, folder: process.cwd() }) + '\\n');
if (args.includes('version')) process.exit(0);
console.log('Container started');
process.exit(args.includes('fails') ? 7 : 0);
`;

describe('compose projects', () => {
  let folder: string;
  let calls: string;
  let fake: FakeEngine;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'layerwright-compose-'));
    calls = join(folder, 'calls');
    mkdirSync(join(folder, 'bin'));
    mkdirSync(join(folder, 'a b'));
    writeFileSync(join(folder, 'bin', 'docker'), docker);
    chmodSync(join(folder, 'bin', 'docker'), 0o755);
    writeFileSync(join(folder, 'a b', 'compose.yaml'), '');
    fake = fakeEngine();
    const endpoint = { source: 'setting', context: undefined, address: { kind: 'unix', path: '/run/e.sock' } };
    (fake.engine as { endpoint: unknown }).endpoint = endpoint;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function service(
    name: string,
    more: Partial<ContainerSummary> = {},
    labels: Record<string, string> = {},
  ): ContainerSummary {
    const project = more.labels?.project ?? 'shop';
    const made = container(`${project}-${name}-1`, {
      networks: [`${project}_default`, 'proxy'],
      ...more,
      labels: {
        'com.docker.compose.project': project,
        'com.docker.compose.service': name,
        'com.docker.compose.project.config_files': join(folder, 'a b', 'compose.yaml'),
        'com.docker.compose.project.working_dir': join(folder, 'a b'),
        ...labels,
      },
    });
    fake.containers.set(made.id, made);
    return made;
  }
  const dependsOn = (text: string) => ({ 'com.docker.compose.depends_on': text });
  const person = (trusted: boolean, ...answers: Answer[]): Scripted =>
    script(
      {
        engine: fake.engine,
        workspace: {
          trusted,
          env: {
            ...process.env,
            PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}`,
            CALLS: calls,
            DOCKER_CONTEXT: 'other',
          },
        },
      },
      ...answers,
    );
  const noted = () =>
    readFileSync(calls, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  async function printed({ streams }: Scripted): Promise<string> {
    let text = '';
    for await (const piece of streams.at(-1)?.open(new AbortController().signal) ?? [])
      text += Buffer.from(piece).toString();
    return text;
  }

  it('come up with the files their containers name, on the engine that is shown, and through no shell', async () => {
    service('web');
    const somebody = person(true);
    await composeUp(somebody.services, [containerRoots([...fake.containers.values()])[0]]);
    match(await printed(somebody), /^\S*\$ docker compose --project-name shop .*up -d\S*\nContainer started\n$/s);
    const file = join(folder, 'a b', 'compose.yaml');
    deepEqual(noted().at(-1), {
      args: [
        'compose',
        '--project-name',
        'shop',
        '--file',
        file,
        '--project-directory',
        join(folder, 'a b'),
        'up',
        '-d',
      ],
      DOCKER_HOST: 'unix:///run/e.sock',
      folder: join(folder, 'a b'),
    });
  });

  it('say so when compose fails, and when its files are elsewhere', async () => {
    service('web', { labels: { project: 'fails' } });
    const somebody = person(true, { pick: 'fails' });
    await composeUp(somebody.services, []);
    match(await printed(somebody), /\ndocker ended with exit code 7\.\n$/);
    rmSync(join(folder, 'a b', 'compose.yaml'));
    await rejects(
      composeUp(person(true).services, ['fails']),
      /compose\.yaml of the project fails is not on this machine/,
    );
  });

  it('go down after what goes was named', async () => {
    service('web');
    service('db', { state: 'exited', exitCode: 0 });
    const somebody = person(true, { confirm: true });
    await composeDown(somebody.services, ['shop']);
    equal(
      somebody.said[0],
      'confirm: Take the compose project shop down? | shop-db-1, exited (0)\nshop-web-1, running\n\nWhat they wrote to their own file systems goes with them; volumes are kept.\n\nThe network shop_default goes, too. [Down]',
    );
    await printed(somebody);
    equal(noted().at(-1).args.at(-1), 'down');
    const hesitant = person(true, { confirm: false });
    await composeDown(hesitant.services, ['shop']);
    deepEqual(hesitant.streams, []);
  });

  it('are left alone in a workspace that is not trusted', async () => {
    service('web');
    for (const command of [composeUp, composeDown])
      await rejects(command(person(false).services, ['shop']), /not trusted/);
  });

  it('start what others depend on first, wait for its health, and stop it last', async () => {
    const db = service('db', { state: 'exited' });
    const web = service('web', { state: 'exited' }, dependsOn('db:service_healthy:false'));
    const proxy = service('proxy', { state: 'exited' }, dependsOn('web:service_started:true'));
    const order: string[] = [];
    Object.assign(fake.engine.containers, {
      start: async (id: string) => {
        order.push(`start ${id}`);
        fake.containers.set(id, {
          ...(fake.containers.get(id) as ContainerSummary),
          state: 'running',
          health: id === db.id ? 'starting' : undefined,
        });
      },
      stop: async (id: string) => void order.push(`stop ${id}`),
    } satisfies Partial<Engine['containers']>);
    const nodes = [proxy, web, db].map(({ id }) => ({ container: id }));
    const starting = startContainer(person(true).services, [nodes[0], nodes]);
    await until(() => order.length === 1 && fake.listeners === 1);
    deepEqual(order, [`start ${db.id}`]);
    fake.containers.set(db.id, { ...db, state: 'running', health: 'healthy' });
    fake.emit('container', 'health_status: healthy', db.id);
    await starting;
    deepEqual(order.splice(0), [`start ${db.id}`, `start ${web.id}`, `start ${proxy.id}`]);
    await until(() => fake.listeners === 0);
    await stopContainer(person(true).services, [nodes[0], nodes]);
    deepEqual(order, [`stop ${proxy.id}`, `stop ${web.id}`, `stop ${db.id}`]);
  });

  it('do not start what depends on one that could not be started', async () => {
    const db = service('db', { state: 'exited' });
    const web = service('web', { state: 'exited' }, dependsOn('db:service_started:true'));
    Object.assign(fake.engine.containers, {
      start: async (id: string) => {
        throw new Error(`${id} has no image.`);
      },
    });
    const nodes = [web, db].map(({ id }) => ({ container: id }));
    const somebody = person(true);
    await startContainer(somebody.services, [nodes[0], nodes]);
    match(
      somebody.said.at(-1) ?? '',
      /^warn: Started 0 of 2 containers\..* has no image\. .*shop-db-1, which it depends on, was not started\./,
    );
  });

  it("may depend on one another in a circle, on other projects' services not at all", () => {
    const a = container('a', {
      labels: {
        'com.docker.compose.project': 'p',
        'com.docker.compose.service': 'a',
        ...dependsOn('b:service_started:true'),
      },
    });
    const b = container('b', {
      labels: {
        'com.docker.compose.project': 'p',
        'com.docker.compose.service': 'b',
        ...dependsOn('a:service_started:true'),
      },
    });
    const other = container('c', {
      labels: { 'com.docker.compose.project': 'q', ...dependsOn('a:service_started:true') },
    });
    const names = (items: readonly ContainerSummary[]) =>
      inDependencyOrder(items, (item) => item).map((step) => step.map(({ name }) => name).join(' '));
    deepEqual(names([a, b]), ['a b']);
    deepEqual(names([other, a]), ['c a']);
  });
});
