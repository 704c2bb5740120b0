import { strict as assert } from 'node:assert';
import type { Locator } from 'playwright-core';
import { ensureBases } from '../../support/bases';
import { startEngine, type TestEngine } from '../../support/engine';
import { engineEnvironment, engineIsSkipped } from '../../support/engine-environment';
import { freePort } from '../../support/network';
import { openWindow, type TestWindow } from '../../support/window';
import { until } from './until';

/** Grouping, filtering and keys, as a person at the window does them. */
describe('arranging the views', function () {
  this.timeout(180_000);
  let engine: TestEngine;
  let window: TestWindow;
  let workbench: TestWindow['workbench'];
  let port: number;

  before(async function () {
    if (engineIsSkipped) return this.skip();
    this.timeout(240_000);
    // Of its own: what other tests' base images are called would stand in the views.
    engine = await startEngine({ name: 'arranging' });
    await ensureBases(engine, ['busybox']);
    port = await freePort();
    const web = await create('shop-web-1', 'shop', {
      PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: `${port}` }] },
    });
    await create('shop-db-1', 'shop');
    await create('blog-1', 'blog');
    await engine.call(`/containers/${web}/start`, { method: 'POST' });
    window = await openWindow({ env: engineEnvironment(engine), size: { width: 1100, height: 1400 } });
    window.page.setDefaultTimeout(60_000);
    workbench = window.workbench;
    await workbench.viewContainer('Layerwright');
    await workbench.row('shop-web-1').waitFor();
  });

  after(() => window?.close());

  it('filters while one types, says what is left, and clears with a button', async () => {
    await workbench.command('Layerwright: Filter images…');
    await workbench.answer('Filter images', 'alpine 3.20');
    await images(['alpine:3.20']);
    const message = workbench.view('Images').locator('.message');
    const text = async () => (await message.innerText()).trim();
    await until('what is left', text, (said) => /^Filter “alpine 3\.20”: 1 of \d+ images?$/.test(said));
    await window.screenshot('arranging-filter');
    await workbench.view('Images').hover();
    await workbench.view('Images').locator('.actions a[aria-label^="Clear image filter"]').click();
    await images(['Repository alpine, 3 tags', 'Repository busybox, 2 tags']);
  });

  it('groups by choice, with a mark at what is so', async () => {
    await workbench.command('Layerwright: Group containers by…');
    await workbench.prompt('Group containers by');
    await window.screenshot('arranging-group');
    await workbench.choice('State').click();
    await until(
      'the groups',
      () => workbench.rowLabels('Containers'),
      (rows) => rows[0] === 'State running, 1 container' && rows.includes('State created, 2 containers'),
    );
    await workbench.command('Layerwright: Group containers by…');
    await workbench.pick('Group containers by', 'Compose project');
    await workbench.row('shop').waitFor();
  });

  it('expands an image to its layers and a container to its ports', async () => {
    await workbench.expand('alpine');
    await workbench.expand('latest');
    await workbench.expand('shop-web-1');
    const ports = () => workbench.rowLabels('Containers');
    await until('the port', ports, (rows) => rows.includes(`Port ${port} of shop-web-1, 80 in it, open in browser`));
    const layers = () => workbench.rowLabels('Images');
    await until('the layer', layers, (rows) => rows.some((row) => /^Layer 1, .*, [\d.]+ MB, /.test(row)));
    await window.screenshot('arranging-expanded');
  });

  it('runs an image that is dragged onto Containers', async () => {
    await workbench.expand('alpine');
    await drag(workbench.row(/^3\.20/), workbench.row(/^blog/));

    await window.page.locator('.tab.active[aria-label^="Run"]').waitFor();
    const line = workbench.webview().getByRole('textbox', { name: /^Command line/ });
    await until(
      'the line',
      () => line.inputValue(),
      (text) => /^docker run .*alpine:3\.20$/.test(text),
    );
    await window.page.keyboard.press('Escape');
  });

  it('writes the reference of an image that is dragged into a file', async () => {
    await workbench.openFile('beginner/Dockerfile');
    await drag(workbench.row(/^3\.20/), workbench.line('FROM'), 'Shift');
    await until(
      'the reference',
      () => workbench.editorText(),
      (lines) => lines.some((text) => /alpine:3\.20/.test(text)),
    );
    await window.screenshot('arranging-dropped');
  });

  it('removes what is selected with the Delete key, after naming it', async () => {
    await workbench.row('blog-1').click();
    await window.page.keyboard.press('Delete');
    const one = await workbench.dialog();
    assert.equal(one.message, 'Remove the container blog-1?');
    await workbench.pressDialogButton('Cancel');
    await workbench.row('shop-db-1').click();
    await workbench.row('blog-1').click({ modifiers: ['Control'] });
    await window.page.keyboard.press('Delete');
    const both = await workbench.dialog();
    assert.match(both.detail, /^(?:shop-db-1|blog-1), created\n(?:shop-db-1|blog-1), created\n/);
    await workbench.pressDialogButton('Cancel');
  });

  /** With the mouse, as a person does; an editor takes what is dropped while Shift is held. */
  async function drag(from: Locator, to: Locator, held?: 'Shift'): Promise<void> {
    const { mouse, keyboard } = window.page;
    const middleOf = async (place: Locator) => {
      const { x, y, width, height } = (await place.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
      return [x + width / 3, y + height / 2] as const;
    };
    await mouse.move(...(await middleOf(from)));
    await mouse.down();
    await mouse.move(...(await middleOf(to)), { steps: 10 });
    if (held) await keyboard.down(held);
    await mouse.move(...(await middleOf(to)), { steps: 2 });
    await mouse.up();
    if (held) await keyboard.up(held);
  }

  async function images(wanted: readonly string[]): Promise<void> {
    const short = (rows: readonly string[]) => rows.map((row) => row.replace(/, [\d.]+ MB.*/, ''));
    await until(
      'the images',
      async () => short(await workbench.rowLabels('Images')),
      (rows) => rows.join() === wanted.join(),
    );
  }

  async function create(name: string, project: string, host: object = {}): Promise<string> {
    const body = {
      Image: 'alpine:3.20',
      Cmd: ['sh', '-c', 'trap "exit 0" TERM; sleep 3600 & wait'],
      ExposedPorts: { '80/tcp': {} },
      HostConfig: host,
      Labels: { 'com.docker.compose.project': project },
    };
    return (await engine.call<{ Id: string }>(`/containers/create?name=${name}`, { method: 'POST', body })).Id;
  }
});
