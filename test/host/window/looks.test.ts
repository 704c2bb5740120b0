import { strict as assert } from 'node:assert';
import { ensureBases } from '../../support/bases';
import { startEngine, type TestEngine } from '../../support/engine';
import { engineEnvironment, engineIsSkipped } from '../../support/engine-environment';
import { freePort } from '../../support/network';
import { openWindow, type TestWindow } from '../../support/window';
import { fillEngine } from './fill-engine';
import { themes } from './themes';
import { until } from './until';

/** What the views say of everything an engine can hold; the screenshots show how that looks in each kind of theme. */
describe('the look of the views', function () {
  this.timeout(180_000);
  let engine: TestEngine;
  let window: TestWindow;
  let port: number;

  before(async function () {
    if (engineIsSkipped) return this.skip();
    this.timeout(240_000);
    // Of its own: what other tests' base images are called would stand in the views.
    engine = await startEngine({ name: 'looks' });
    await ensureBases(engine, ['busybox']);
    port = await freePort();
    await fillEngine(engine, port);
    window = await openWindow({ env: engineEnvironment(engine), size: { width: 1100, height: 2200 } });
    window.page.setDefaultTimeout(60_000);
    await window.workbench.viewContainer('Layerwright');
    await window.workbench.row('worker').waitFor();
  });

  after(() => window?.close());

  it('says the state of every container', async () => {
    const labels = () => window.workbench.rowLabels('Containers');
    const settled = (all: readonly string[]) =>
      ['healthy', 'unhealthy'].every((state) => all.some((label) => label.includes(`, ${state}, `)));
    assert.deepEqual(await until('the health checks', labels, settled), [
      'Compose project shop, 1 of 2 running',
      'Container shop-web-1, running, image alpine:3.20',
      'Container shop-db-1, created, image alpine:3.20',
      'Container api, healthy, image alpine:3.20',
      'Container cache, paused, image alpine:3.20',
      `Container web, running, image alpine:3.20, ports 127.0.0.1:${port} to 80`,
      'Container worker, unhealthy, image alpine:3.20',
      'Container draft, created, image alpine:3.20',
      'Container import, exited (1), image alpine:3.20',
      'Container migrate, exited (0), image alpine:3.20',
    ]);
  });

  it('says size, age and use of every image', async () => {
    const { workbench } = window;
    await workbench.expand('alpine');
    await workbench.expand('Dangling');
    const labels = () => workbench.rowLabels('Images');
    // The marks of images in use come behind the rows.
    const marked = (rows: readonly string[]) => rows.length === 8 && rows.some((row) => row.endsWith(', in use'));
    const all = await until('the rows', labels, marked);
    // How large and how old the stand-in is depends on the machine.
    const facts = /, [\d.]+ MB, (today \d\d:\d\d|yesterday|[^,]+)/;
    assert.deepEqual(
      all.map((label) =>
        label
          .replace(facts, ', SIZE, AGE')
          .replace(/[0-9a-f]{12}/, 'ID')
          .replace(/[\d.]+ MB$/, 'SIZE'),
      ),
      [
        'Repository alpine, 3 tags',
        'alpine:3.19, SIZE, AGE, in use',
        'alpine:3.20, SIZE, AGE, in use',
        'alpine:latest, SIZE, AGE, in use',
        'Repository busybox, 2 tags',
        'registry.example/team/service-with-a-long-name:2026.11, SIZE, AGE, in use',
        'Dangling images, 1, up to SIZE',
        'Dangling image ID, SIZE, AGE',
      ],
    );
  });

  it('offers on a row what can be done with it', async () => {
    const { workbench } = window;
    assert.deepEqual(await workbench.rowButtons('web'), ['Show container logs', 'Stop container']);
    assert.deepEqual(await workbench.rowButtons('cache'), ['Show container logs', 'Start container']);
    assert.deepEqual(await workbench.rowButtons('migrate'), ['Show container logs', 'Start container']);
    assert.deepEqual(await workbench.rowButtons('3.19'), ['Inspect image', 'Run image…']);
    assert.deepEqual(await workbench.rowMenuItems('shop'), [
      'Start container',
      'Stop container',
      'Restart container',
      'Compose up',
      'Pause container',
      'Send signal to container…',
      'Show container logs',
      'Show container logs with options…',
      'Show container stats',
      'Search container logs…',
      'Save container logs…',
      'Show events of engine',
      'Remove container…',
      'Compose down…',
    ]);
    await window.screenshot('looks-menu');
    await window.page.keyboard.press('Escape');
  });

  it('shows the states apart in light, dark and high contrast', async () => {
    for (const theme of themes) {
      await window.workbench.theme(theme);
      await window.screenshot(`looks-${theme.name}`);
    }
  });
});
