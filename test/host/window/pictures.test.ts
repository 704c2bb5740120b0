import { strict as assert } from 'node:assert';
import { rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { createContext } from '../../../src/engine/context-store';
import { contextHash } from '../../../src/engine/contexts';
import { thisMachine } from '../../../src/engine/this-machine';
import { ensureBases } from '../../support/bases';
import { makeDockerConfig, type TestDockerConfig } from '../../support/docker-config';
import { startEngine, type TestEngine } from '../../support/engine';
import { engineEnvironment, engineIsSkipped } from '../../support/engine-environment';
import { freePort } from '../../support/network';
import { pusherTo } from '../../support/push-image';
import { startRegistry, type TestRegistry } from '../../support/registry';
import { openWindow, type TestWindow } from '../../support/window';
import { fillEngine } from './fill-engine';
import { themes } from './themes';
import { until } from './until';

const first = ['Images', 'Containers'] as const;
const rest = ['Volumes', 'Networks', 'Registries', 'Disk usage', 'Contexts'] as const;

/** What the README shows. */
const sideBar = { width: 350, height: 760 };

/** Every view and panel full, empty and failing, in every kind of theme: what they say, and pictures of how they say it. */
describe('every view', function () {
  this.timeout(240_000);
  let full: TestEngine;
  let bare: TestEngine;
  let registry: TestRegistry;
  let docker: TestDockerConfig;
  let window: TestWindow;
  let workbench: TestWindow['workbench'];
  let stranger: Server;
  let port: number;

  before(async function () {
    if (engineIsSkipped) return this.skip();
    this.timeout(360_000);
    [full, bare, registry, port] = await Promise.all([
      startEngine({ name: 'full' }),
      startEngine({ name: 'bare' }),
      startRegistry(),
      freePort(),
    ]);
    await ensureBases(full, ['busybox']);
    await fillEngine(full, port);
    const body = { Image: 'alpine:3.20', HostConfig: { Binds: ['shop-data:/data'], NetworkMode: 'shop' } };
    await full.call('/networks/create', { method: 'POST', body: { Name: 'shop' } });
    for (const Name of ['shop-data', 'old-backup', ''])
      await full.call('/volumes/create', { method: 'POST', body: { Name } });
    await full.call('/containers/create?name=shop-cache-1', { method: 'POST', body });
    const image = { platform: 'linux/amd64', created: '2026-03-01T12:00:00Z', layer: 'one' };
    await pusherTo(registry.url, {}).image('team/app', ['1.0', '1.1', 'latest'], image);
    docker = makeDockerConfig({ auths: { [registry.host]: {}, '127.0.0.1:1': {} } });
    stranger = createServer((_, response) => response.writeHead(404).end('<h1>Welcome to the wiki</h1>'));
    await new Promise<void>((resolve) => stranger.listen(join(docker.folder, 'wiki.sock'), resolve));
    for (const [name, host] of Object.entries({
      bare: bare.dockerHost,
      wiki: `unix://${join(docker.folder, 'wiki.sock')}`,
      nowhere: 'unix:///nowhere/docker.sock',
    }))
      await createContext({ ...thisMachine(), env: docker.env }, { name, host, description: '' });
    window = await openWindow({ env: engineEnvironment(full, docker), size: { width: 1300, height: 1100 } });
    window.page.setDefaultTimeout(60_000);
    workbench = window.workbench;
    await workbench.viewContainer('Layerwright');
    await workbench.row('worker').waitFor();
  });
  after(async () => {
    await window?.close();
    stranger?.close();
    await Promise.all([full?.clean(), bare?.clean(), registry?.stop(), docker?.remove()]);
  });

  const labels = (view: string) => () => workbench.rowLabels(view);
  const welcome = (view: string) => () => workbench.welcome(view);
  async function pictures(name: string): Promise<void> {
    for (const theme of themes) {
      await workbench.theme(theme);
      await window.screenshot(`pictures-${name}-${theme.name}`);
    }
  }
  /** All at once do not fit. The editor gives a view the height back that it had when it was closed. */
  async function turnTo(open: readonly string[], closed: readonly string[]): Promise<void> {
    for (const view of [...closed].reverse()) await workbench.toggleView(view);
    for (const view of open) await workbench.toggleView(view);
  }
  /** Pulls the top of a view up. */
  async function enlarge(view: string, by: number): Promise<void> {
    const { mouse } = window.page;
    const { x, y } = (await workbench.view(view).boundingBox()) ?? { x: 0, y: 0 };
    await mouse.move(x + 100, y);
    await mouse.down();
    await mouse.move(x + 100, y - by, { steps: 5 });
    await mouse.up();
  }
  async function use(context: string): Promise<void> {
    await window.page.locator('.statusbar-item a[aria-label^="Container engine"]').click();
    await workbench.pick('Use engine', context);
    await window.page.mouse.move(800, 400);
  }

  it('gives Containers as much room as Images in a side bar nobody has arranged', async () => {
    const height = async (view: string) => (await workbench.view(view).boundingBox())?.height ?? 0;
    const [images, containers] = [await height('Images'), await height('Containers')];
    assert.ok(containers > 0.9 * images && containers < 1.3 * images, `${images} and ${containers}`);
    await window.screenshot('pictures-first-sight');
  });

  it('is full', async () => {
    await workbench.expand('alpine');
    await workbench.expand('Dangling');
    await until('health', labels('Containers'), (all) => all.some((label) => label.includes(', unhealthy, ')));
    await pictures('full-1');
    await window.screenshot('readme-views-1', sideBar);
    await turnTo(rest, first);
    await enlarge('Registries', 200);
    await workbench.expand(registry.host);
    await workbench.expand('team/app');
    await until('the volumes', labels('Volumes'), (all) => all.length === 3);
    await until('the networks', labels('Networks'), (all) => all[0]?.startsWith('Network shop, ') === true);
    await until('the tags', labels('Registries'), (all) => all.length === 7);
    const usage = await until('the sizes', labels('Disk usage'), (all) => all.length === 4);
    assert.match(usage[1] ?? '', /^Containers, .*, 10$/);
    await until('the contexts', labels('Contexts'), (all) => all.length >= 4);
    await pictures('full-2');
    await window.screenshot('readme-views-2', sideBar);
  });

  it('is empty, and says what to do about it', async () => {
    await use('bare');
    assert.deepEqual(await until('no volume', welcome('Volumes'), (parts) => parts[0]?.startsWith('There') === true), [
      'There is no volume here yet.',
      'Create volume',
    ]);
    const networks = await until('the networks', labels('Networks'), (all) => all.length === 3);
    assert.deepEqual(networks.map((label) => label.split(',')[0]).sort(), [
      'Network bridge',
      'Network host',
      'Network none',
    ]);
    await until('nothing on the disk', labels('Disk usage'), (all) => all[0] === 'Images, none');
    await pictures('empty-2');
    await turnTo(first, rest);
    const texts = {
      Images: ['There is no image here yet.', 'Pull image', 'Build image'],
      Containers: ['There is no container here yet.', 'Run image'],
    };
    for (const [view, text] of Object.entries(texts))
      assert.deepEqual(await until(view, welcome(view), (parts) => parts.length > 0), text);
    await pictures('empty-1');
  });

  it('fails, and says why and what to do about it', async () => {
    await use('nowhere');
    const why = await until('no engine', welcome('Images'), (parts) => /answers/.test(parts[0] ?? ''));
    assert.deepEqual(why.slice(0, 2), [
      'No container engine answers. Start Docker or Podman: this view fills by itself as soon as the engine is there.',
      'Retry connection',
    ]);
    assert.deepEqual(await until('Containers', welcome('Containers'), (parts) => parts.length > 0), why.slice(0, 2));
    await pictures('failing-1');
    await turnTo(rest, first);
    for (const view of ['Volumes', 'Networks', 'Disk usage'])
      assert.deepEqual(await until(view, welcome(view), (parts) => parts.length > 0), why.slice(0, 2), view);
    await workbench.expand('127.0.0.1:1');
    const refused = '127.0.0.1:1 cannot be reached: the connection was refused. Click to try again.';
    await until('the refused registry', labels('Registries'), (all) => all.some((label) => label.endsWith(refused)));
    await pictures('failing-2');
    await turnTo(first, rest);

    await use('wiki');
    const strange = await until('a stranger', welcome('Images'), (parts) => /^Something answers/.test(parts[0] ?? ''));
    assert.deepEqual(strange.slice(1, 3), ['Use another engine', 'Retry connection']);
    await window.screenshot('pictures-stranger');
    rmSync(join(docker.folder, 'contexts', 'meta', contextHash('wiki')), { recursive: true });
    await until('no context', welcome('Images'), (parts) => /names none/.test(parts[0] ?? ''));
    await window.screenshot('pictures-misconfigured');
  });
});
