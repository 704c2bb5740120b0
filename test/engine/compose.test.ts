import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeDown } from '../../src/commands/compose/compose-down';
import { composeEnvironment, findCompose } from '../../src/commands/compose/compose-program';
import { composeUp } from '../../src/commands/compose/compose-up';
import { removeContainer } from '../../src/commands/containers/remove-container';
import { restartContainer } from '../../src/commands/containers/restart-container';
import { startContainer } from '../../src/commands/containers/start-container';
import { stopContainer } from '../../src/commands/containers/stop-container';
import { showContainerLogs } from '../../src/commands/logs/show-container-logs';
import { plainText } from '../../src/shared/clean-text';
import { presentNode } from '../../src/views/containers/nodes';
import { composePath } from '../support/compose.mjs';
import { type Answer, type Scripted, script } from '../unit/commands/scripted-services';
import { containerRoots } from '../unit/views/arranged';
import { useEngine } from './connected';
import { removeIfThere } from './remove-if-there';

/** Says that it runs and ends when it is asked to. */
const service = (name: string) => `
    image: alpine:3.20
    labels: { layerwright.test: engine }
    command: ["sh", "-c", "echo ${name} runs; trap 'exit 0' TERM; sleep 600 & wait"]`;

const shop = `
services:
  proxy:${service('proxy')}
    depends_on: [web]
  web:${service('web')}
    environment: { PRICE: "1" }
    depends_on:
      db: { condition: service_healthy }
      migrate: { condition: service_completed_successfully }
  migrate:
    image: alpine:3.20
    labels: { layerwright.test: engine }
    command: ["sh", "-c", "sleep 0.3; exit \${MIGRATE:-0}"]
    depends_on: [db]
  db:${service('db')}
    healthcheck: { test: ["CMD", "true"], interval: 1s }
`;
const blog = `
services:
  page:${service('page')}
`;

describe('compose projects, by the real compose', function () {
  this.timeout(120_000);
  const connected = useEngine();
  let folder: string;
  let env: Readonly<Record<string, string | undefined>>;

  before(function () {
    this.timeout(300_000);
    folder = mkdtempSync(join(tmpdir(), 'layerwright-compose-'));
    env = { ...process.env, PATH: composePath(), DOCKER_CONFIG: folder };
  });
  beforeEach(async () => {
    await compose('shop', shop);
    await compose('blog', blog);
  });
  afterEach(async () => {
    const { containers, networks } = connected.engine;
    for (const { id, labels } of await containers.list())
      if (labels['layerwright.test']) await removeIfThere(containers, id);
    for (const { id, name } of await networks.list()) if (/_default$/.test(name)) await networks.remove(id);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** `compose up -d` as a person types it, in a folder of the project's name. */
  async function compose(name: string, file: string, more: Readonly<Record<string, string>> = {}): Promise<void> {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'compose.yaml'), file);
    const { program, before } = await findCompose(env);
    execFileSync(program, [...before, 'up', '-d'], {
      cwd: join(folder, name),
      env: { ...composeEnvironment(env, connected.engine.endpoint), ...more } as NodeJS.ProcessEnv,
      stdio: 'pipe',
    });
  }
  const person = (...answers: Answer[]) =>
    script({ engine: connected.engine, workspace: { trusted: true, env } }, ...answers);
  const groups = async () => containerRoots(await connected.engine.containers.list());
  const group = async (name: string) => {
    const found = (await groups()).find((node) => node.kind === 'group' && node.project === name);
    if (found?.kind !== 'group') throw new Error(`There is no group ${name}.`);
    return found;
  };
  const rows = async () =>
    (await groups()).map((node) => {
      const { label, description } = presentNode(node);
      return `${label}: ${description}`;
    });
  /** Services of a project by when they last started or ended, as the engine says. */
  async function inOrderOf(moment: 'StartedAt' | 'FinishedAt', name = 'shop'): Promise<string[]> {
    const times = await Promise.all(
      (await group(name)).containers.map(async ({ container }) => {
        const { State } = await connected.test.call<{ State: Record<typeof moment, string> }>(
          `/containers/${container.id}/json`,
        );
        return { service: container.labels['com.docker.compose.service'] ?? '', time: State[moment] };
      }),
    );
    // The engine tells nanoseconds and leaves zeros out at the end.
    const key = (time: string) => time.replace(/(\.\d+)?Z$/, (_, part = '.') => part.padEnd(10, '0'));
    return times.sort((a, b) => (key(a.time) < key(b.time) ? -1 : 1)).map((entry) => entry.service);
  }
  async function printed({ streams }: Scripted): Promise<string> {
    let text = '';
    for await (const piece of streams.at(-1)?.open(AbortSignal.timeout(60_000)) ?? [])
      text += Buffer.from(piece).toString();
    return plainText(text);
  }

  it('are groups, which stop, start and restart in the order their services depend on one another', async () => {
    deepEqual(await rows(), ['blog: 1 of 1 running', 'shop: 3 of 4 running']);
    const stop = person();
    await stopContainer(stop.services, [await group('shop')]);
    match(stop.said.at(-1) ?? '', /^status: Stopped shop-proxy-1, shop-web-1, .* and 1 more\.$/);
    deepEqual(await rows(), ['blog: 1 of 1 running', 'shop: 0 of 4 running']);
    deepEqual(
      (await inOrderOf('FinishedAt')).filter((name) => name !== 'migrate'),
      ['proxy', 'web', 'db'],
    );
    await startContainer(person().services, [await group('shop')]);
    deepEqual(await inOrderOf('StartedAt'), ['db', 'migrate', 'web', 'proxy']);
    await restartContainer(person().services, [await group('shop')]);
    deepEqual(await inOrderOf('StartedAt'), ['db', 'migrate', 'web', 'proxy']);
    deepEqual(await rows(), ['blog: 1 of 1 running', 'shop: 3 of 4 running']);
  });

  it('do not start what waits for a service that fails', async () => {
    await rejects(compose('shop', shop, { MIGRATE: '3' }));
    await stopContainer(person().services, [await group('shop')]);
    const start = person();
    await startContainer(start.services, [await group('shop')]);
    match(
      start.said.at(-1) ?? '',
      /^warn: Started 2 of 4 containers\. .*shop-migrate-1, which has to come to its end first, failed with exit code 3\./,
    );
    match(start.said.at(-1) ?? '', /shop-web-1, which it depends on, was not started\./);
    deepEqual(await rows(), ['blog: 1 of 1 running', 'shop: 1 of 4 running']);
  });

  it('show the output of all services in one terminal, and are removed as one', async () => {
    const logs = person();
    await showContainerLogs(logs.services, [await group('shop')]);
    const abort = new AbortController();
    let text = '';
    for await (const piece of logs.streams[0]?.open(abort.signal) ?? []) {
      text += plainText(Buffer.from(piece).toString());
      if (['proxy', 'web', 'db'].every((name) => text.includes(`${name} runs`))) abort.abort();
    }
    equal(logs.streams[0]?.name, 'shop (logs)');
    for (const name of ['proxy', 'web', 'db']) match(text, new RegExp(`^${name}-1 +\\| ${name} runs$`, 'm'));

    const remove = person({ choose: 'Stop 3, remove all' });
    await removeContainer(remove.services, [await group('shop')]);
    match(remove.said[0] ?? '', /^choose: Remove 4 containers\? \| shop-.*shop-web-1, running\n/s);
    deepEqual(await rows(), ['blog: 1 of 1 running']);
  });

  it('come up from a file, with what overrides it', async () => {
    mkdirSync(join(folder, 'till'));
    const file = join(folder, 'till', 'compose.yaml');
    writeFileSync(file, blog.replace('page:', 'desk:'));
    writeFileSync(
      join(folder, 'till', 'compose.override.yml'),
      'services: { desk: { environment: { OPEN: "yes" } } }\n',
    );
    const saved: string[] = [];
    const up = person();
    Object.assign(up.services.workspace, { save: async (path: string) => void saved.push(path) });
    await composeUp(up.services, [{ fsPath: file }]);
    match(await printed(up), /Container till-desk-1 +Started/);
    deepEqual([saved, up.streams[0]?.name], [[file], 'till (compose up)']);
    const [desk] = (await group('till')).containers;
    const { Config } = await connected.test.call<{ Config: { Env: string[] } }>(
      `/containers/${desk?.container.id}/json`,
    );
    equal(Config.Env.includes('OPEN=yes'), true);
  });

  it('come up anew with what their files say now, and go down with their network', async () => {
    const web = async () =>
      (await group('shop')).containers.find(({ container }) => container.name === 'shop-web-1')?.container.id;
    const before = await web();
    writeFileSync(join(folder, 'shop', 'compose.yaml'), shop.replace('PRICE: "1"', 'PRICE: "2"'));
    const up = person();
    await composeUp(up.services, [await group('shop')]);
    match(await printed(up), /Container shop-web-1 +Recreated/);
    const { Config } = await connected.test.call<{ Config: { Env: string[] } }>(`/containers/${await web()}/json`);
    equal(Config.Env.includes('PRICE=2'), true);
    equal(before === (await web()), false);

    const down = person({ confirm: true });
    await composeDown(down.services, [await group('shop')]);
    match(down.said[0] ?? '', /The network shop_default goes, too\. \[Down\]$/);
    match(await printed(down), /Network shop_default +Removed/);
    deepEqual(await rows(), ['blog: 1 of 1 running']);
    // Compose finds a project by its labels, also where its files are gone.
    rmSync(join(folder, 'blog'), { recursive: true });
    const gone = person({ confirm: true });
    await composeDown(gone.services, ['blog']);
    await printed(gone);
    deepEqual(await rows(), []);
  });
});
