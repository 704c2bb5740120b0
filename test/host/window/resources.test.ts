import { strict as assert } from 'node:assert';
import { ensureBases } from '../../support/bases';
import { makeDockerConfig } from '../../support/docker-config';
import { startEngine, type TestEngine } from '../../support/engine';
import { engineEnvironment, engineIsSkipped } from '../../support/engine-environment';
import { openWindow, type TestWindow } from '../../support/window';
import { until } from './until';

/** Volumes, networks, disk usage and contexts of one engine, as a person meets them. */
describe('what containers need', function () {
  this.timeout(240_000);
  let engine: TestEngine;
  let window: TestWindow;

  before(async function () {
    if (engineIsSkipped) return this.skip();
    engine = await startEngine({ name: 'resources' });
    await ensureBases(engine, ['busybox']);
    const post = (path: string, body: object) => engine.call<{ Id: string }>(path, { method: 'POST', body });
    await post('/volumes/create', { Name: 'data' });
    await post('/volumes/create', { Name: 'old-backup' });
    await post('/volumes/create', {});
    await post('/networks/create', { Name: 'backend', Internal: true });
    const { Id } = await post('/containers/create?name=web', {
      Image: 'alpine:3.20',
      Cmd: ['sleep', '3600'],
      HostConfig: { Binds: ['data:/data'], NetworkMode: 'backend' },
    });
    await engine.call(`/containers/${Id}/start`, { method: 'POST' });
    const env = { ...engineEnvironment(engine, makeDockerConfig()) };
    window = await openWindow({ env, size: { width: 1200, height: 1000 } });
    window.page.setDefaultTimeout(60_000);
    await window.workbench.viewContainer('Layerwright');
    await window.workbench.row('web').waitFor();
    // Those that stand open already have nothing new to show.
    for (const title of ['Images', 'Containers']) await toggle(title);
    for (const title of ['Volumes', 'Networks', 'Disk usage', 'Contexts']) await toggle(title);
  });
  after(() => window?.close());
  const toggle = (title: string) => window.workbench.view(title).locator('.pane-header .title').first().click();
  const labels = (title: string) => () => window.workbench.rowLabels(title);

  it('names who uses volumes and networks', async () => {
    await until('the volumes', labels('Volumes'), (all) => all.length === 3);
    assert.deepEqual(await window.workbench.rowLabels('Volumes'), [
      'Volume data, used by web',
      'Volume old-backup, unused',
      'Anonymous volumes, 1 volume, 1 unused',
    ]);
    const [own = ''] = await until('the networks', labels('Networks'), (all) => all.length === 4);
    assert.match(own, /^Network backend, 1 container, [\d./]+, internal$/);
    const sizes = await until('the disk usage', labels('Disk usage'), (all) => all.length === 4);
    assert.match(
      sizes.join('\n'),
      /^Images, [\d.]+ MB, \d+.*\nContainers, 0 B, 1\nVolumes, 0 B, 3\nBuild cache, none$/,
    );
    const [used = ''] = await until('the contexts', labels('Contexts'), (all) => all.length > 0);
    assert.match(used, /^Context default, in use, unix:/);
    const usage = () => window.workbench.view('Disk usage').innerText();
    await until('the end of measuring', usage, (text) => !/Measuring/.test(text));
    await window.screenshot('resources-01-views');
  });

  it('chooses another engine from the status bar, and says when it is not there', async () => {
    const { workbench, page } = window;
    const item = page.locator('.statusbar-item a[aria-label^="Container engine"]');
    await item.click();
    await workbench.choice('Enter an address…').waitFor();
    await window.screenshot('resources-02-use-engine');
    await workbench.choice('Enter an address…').click();
    await workbench.answer('As in DOCKER_HOST', 'unix:///nowhere/docker.sock');
    const said = () => item.getAttribute('aria-label');
    await until('the missing engine', said, (label) => /nowhere\/docker\.sock, not reachable/.test(label ?? ''));
    await window.screenshot('resources-03-not-reachable');
    await item.click();
    await workbench.choice('As docker commands do').click();
    await until(
      'the engine',
      said,
      (label) => /^Container engine .+, choose another one$/.test(label ?? '') && !/not reachable/.test(label ?? ''),
    );
    await until('the volumes', labels('Volumes'), (all) => all.length === 3);
  });

  it('lists what a prune takes, and takes what is ticked', async () => {
    const { workbench } = window;
    await workbench.command('Layerwright: Prune volumes…');
    await workbench.choice('old-backup').waitFor();
    await window.screenshot('resources-04-prune-volumes');
    await window.page.keyboard.press('Enter');
    const { message } = await workbench.dialog();
    assert.equal(message, 'Remove 1 volume that no container uses?');
    await window.screenshot('resources-05-prune-confirm');
    await workbench.pressDialogButton('Remove 1 volume');
    await until('no anonymous volume', labels('Volumes'), (all) => all.length === 2);
  });
});
