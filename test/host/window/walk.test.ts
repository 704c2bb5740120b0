import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBases } from '../../support/bases';
import { basicAuth } from '../../support/docker-config';
import { startEngine, type TestEngine } from '../../support/engine';
import { engineEnvironment, engineIsSkipped } from '../../support/engine-environment';
import { fetchPage, getPage } from '../../support/http';
import { freePort } from '../../support/network';
import { registryUser, startRegistry, type TestRegistry } from '../../support/registry';
import { openWindow, type TestWindow } from '../../support/window';
import { until } from './until';

/** One person, one window, from a beginner's Dockerfile to an empty engine. Each step goes on where the one before ended. */
describe('a walk from a Dockerfile to a pushed image', function () {
  this.timeout(180_000);
  let engine: TestEngine;
  let registry: TestRegistry;
  let window: TestWindow;
  let workbench: TestWindow['workbench'];
  let port: number;
  let url: string;
  let reference: string;
  let failed = false;

  before(async function () {
    if (engineIsSkipped) return this.skip();
    this.timeout(240_000);
    [engine, registry, port] = await Promise.all([
      startEngine({ name: 'walk' }),
      startRegistry({ password: true }),
      freePort(),
    ]);
    url = `http://127.0.0.1:${port}/`;
    reference = `${registry.host}/team/beginner:1.0`;
    await ensureBases(engine, ['node']);
    // What is built is read in the terminal; build.test.ts has the panel.
    const settings = { 'layerwright.build.output': 'terminal' };
    window = await openWindow({ env: engineEnvironment(engine), settings });
    // On a busy machine the window alone takes half a minute to settle.
    window.page.setDefaultTimeout(60_000);
    workbench = window.workbench;
  });

  after(() => window?.close());

  beforeEach(function () {
    if (failed) this.skip();
  });

  afterEach(async function () {
    if (!this.currentTest?.isFailed()) return;
    failed = true;
    await window.screenshot('walk-failed');
  });

  it('finds what a beginner does wrong, and mends it', async () => {
    await workbench.openFile('beginner/Dockerfile');
    await workbench.command('View: Focus Problems');
    const finding = /runs `npm install` again.*copy-source-before-install \[Ln 4, Col 5\]/;
    const problems = () => workbench.problems();
    await until('the finding', problems, (all) => all.some((text) => finding.test(text)));
    await window.page.locator('.squiggly-warning').first().waitFor();
    await window.screenshot('walk-01-finding');

    await workbench.line('RUN npm install').click();
    const [fix = ''] = await workbench.quickFixes();
    await window.screenshot('walk-02-quick-fix');
    assert.equal(fix, 'Copy package.json and install before the source is copied');
    await workbench.applyQuickFix(fix);
    await until('no such finding', problems, (all) => all.length > 0 && !all.some((text) => finding.test(text)));
    const text = (await workbench.editorText()).join('\n');
    assert.match(text, /^WORKDIR \/app\nCOPY package\.json \.\/\nRUN npm install\nCOPY \. \/app\nEXPOSE 80\n/m);
    await window.page.keyboard.press('Control+S');
    const file = join(window.folder ?? '', 'beginner', 'Dockerfile');
    await until('the saved file', read(file), (saved) => saved.trim() === text.trim());
    await window.screenshot('walk-03-fixed');
  });

  it('builds it, and the image appears by itself', async () => {
    await workbench.viewContainer('Layerwright');
    await workbench.row('node').waitFor();
    const welcome = () => workbench.welcome('Containers');
    assert.deepEqual(await until('no container', welcome, (parts) => parts.length > 0), [
      'There is no container here yet.',
      'Run image',
    ]);
    await workbench.command('Layerwright: Build image…');
    await workbench.pick('Build image: build context', 'Folder of the Dockerfile');
    assert.equal(await workbench.answer('Build image: tag'), 'beginner:latest');
    await workbench.row('beginner:latest').waitFor({ timeout: 60_000 });
    await workbench.toast(/^Built beginner:latest in [\d.]+ s, \d of \d steps cached \([\d.]+ MB\)\.$/);
    await terminalSays(
      /RUN npm install\n {2}up to date in .*\n✔ .* RUN npm install .* s\n(.*\n)*Built beginner:latest/,
    );
    await window.screenshot('walk-04-built');
  });

  it('runs it, and serves its page', async () => {
    await workbench.rowButton('beginner:latest', 'Run image');
    const form = workbench.webview();
    const proposed = form.getByRole('textbox', { name: 'Port 1' }).or(form.getByRole('combobox', { name: 'Port 1' }));
    assert.match(await proposed.inputValue(), /^80\d\d:80$/);
    await proposed.fill(`127.0.0.1:${port}:80`);
    await form.getByLabel('Name', { exact: true }).fill('web');
    await window.screenshot('walk-05-run');
    await form.getByLabel('Name', { exact: true }).press('Enter');
    await containerIs(`running, image beginner:latest, ports 127.0.0.1:${port} to 80`);
    await workbench.toast('web is running.');
    assert.deepEqual(await fetchPage(url), { status: 200, text: 'Hello from a container\n' });
    await until(
      'the image in use',
      () => workbench.rowLabels('Images'),
      ([first = '']) => / in use$/.test(first),
    );
    await window.screenshot('walk-06-running');
  });

  it('follows its log', async () => {
    await workbench.rowButton('web', 'Show container logs');
    await terminalSays(/\nListening on port 80\nGET \/$/);
    await fetchPage(`${url}again`);
    await terminalSays(/\nGET \/\nGET \/again$/);
    await window.screenshot('walk-07-log');
  });

  it('says that the engine has gone, and goes on when it is back', async () => {
    await engine.kill();
    await engineIsGone();
    await terminalSays(/GET \/again\n.* The engine does not answer\. /s);
    await window.screenshot('walk-08-no-engine');
    await engine.restart();
    await workbench.row('beginner:latest').waitFor();
    await containerIs('exited (137), image beginner:latest');
    await window.screenshot('walk-09-engine-is-back');

    await workbench.rowButton('web', 'Start container');
    await containerIs(`running, image beginner:latest, ports 127.0.0.1:${port} to 80`);
    assert.equal((await fetchPage(`${url}back`)).status, 200);
    await workbench.rowButton('web', 'Show container logs');
    await terminalSays(/GET \/again\n[\s\S]*\nListening on port 80\nGET \/back$/);
    await window.screenshot('walk-10-started-again');
  });

  it('does so too when the engine is shut down in order', async () => {
    await engine.shutDown();
    await engineIsGone();
    await engine.restart();
    await containerIs('exited (0), image beginner:latest');
    await workbench.rowButton('web', 'Start container');
    await containerIs('running, ');
  });

  it('stops it', async () => {
    await workbench.rowButton('web', 'Stop container');
    await containerIs('exited (0), image beginner:latest');
    await until(
      'the image in use',
      () => workbench.rowLabels('Images'),
      ([first = '']) => /stopped$/.test(first),
    );
    await window.screenshot('walk-11-stopped');
  });

  it('tags it, and pushes it to a registry with a password', async () => {
    await workbench.rowMenu('beginner:latest', 'Tag image…');
    assert.equal(await workbench.answer('Tag beginner:latest', reference), 'beginner:latest');
    await workbench.row('team/beginner:1.0').waitFor();
    await workbench.pressToastButton(`Tagged beginner:latest as ${reference}.`, 'Push');
    const first = await workbench.dialog();
    assert.equal(first.message, 'The registry asks for a sign-in, and there are no credentials for it.');
    assert.match(
      first.detail,
      new RegExp(`^There are no credentials for ${registry.host}\\. "Log in" keeps the account`),
    );
    await window.screenshot('walk-12-sign-in');
    await workbench.pressDialogButton('Use once…');
    assert.equal(await workbench.answer('User name', registryUser.username), '');
    await workbench.answer(`Password or access token of ${registryUser.username}`, 'wrong');

    const refused = `${registry.host} did not accept the credentials of ${registryUser.username}.`;
    const second = await workbench.dialog();
    assert.equal(second.message, refused);
    await window.screenshot('walk-13-wrong-password');
    await workbench.pressDialogButton('Use once…');
    assert.equal(await workbench.answer('User name'), registryUser.username);
    await workbench.answer(`Password or access token of ${registryUser.username}`, registryUser.password);
    await workbench.toast(`Pushed ${reference}.`);
    const headers = { Authorization: `Basic ${basicAuth(registryUser)}` };
    const { text } = await getPage(`${registry.url}/v2/team/beginner/tags/list`, { headers });
    assert.deepEqual(JSON.parse(text), { name: 'team/beginner', tags: ['1.0'] });
    await window.screenshot('walk-14-pushed');
  });

  it('removes the container and the images, and says before what goes', async () => {
    await workbench.rowMenu('web', 'Remove container…');
    const container = await workbench.dialog();
    assert.equal(container.message, 'Remove the container web?');
    assert.match(container.detail, /^web, exited \(0\)\n\nWhat it wrote to its own file system goes with it; volumes/);
    await window.screenshot('walk-15-remove-container');
    await workbench.pressDialogButton('Remove');
    await says('Containers', ['There is no container here yet.', 'Run image']);

    await workbench.rowMenu('beginner:latest', 'Remove image…');
    const untagged = await workbench.dialog();
    assert.equal(untagged.detail, `beginner:latest: only this tag goes, the image stays as ${reference}`);
    await workbench.pressDialogButton('Untag');
    await workbench.row('beginner:latest').waitFor({ state: 'detached' });
    await workbench.rowMenu('team/beginner:1.0', 'Remove image…');
    const image = await workbench.dialog();
    assert.equal(image.message, `Remove ${reference}?`);
    await window.screenshot('walk-16-remove-image');
    await workbench.pressDialogButton('Remove');
    await workbench.row('team/beginner:1.0').waitFor({ state: 'detached' });

    await workbench.rowMenu('node', 'Remove image…');
    const repository = await workbench.dialog();
    assert.equal(repository.message, 'Remove 1 image with 8 tags?');
    assert.match(repository.detail, /^node:20, node:20-alpine, .* and node:lts-alpine \([\d.]+ MB\)$/);
    await window.screenshot('walk-17-remove-repository');
    await workbench.pressDialogButton('Remove');
    await says('Images', ['There is no image here yet.', 'Pull image', 'Build image']);
    await window.screenshot('walk-18-empty');
  });

  async function terminalSays(wanted: RegExp): Promise<void> {
    await until(
      'the terminal',
      async () => (await workbench.terminalText()).join('\n'),
      (text) => wanted.test(text),
    );
  }

  /** By what a screen reader says of its row, after the name. */
  async function containerIs(state: string): Promise<void> {
    const rows = () => workbench.rowLabels('Containers');
    await until(`web is ${state}`, rows, ([row = '']) => row.startsWith(`Container web, ${state}`));
  }

  async function engineIsGone(): Promise<void> {
    for (const view of ['Images', 'Containers'])
      await until(
        'no engine',
        () => workbench.welcome(view),
        ([text = '']) => /^No container engine answers/.test(text),
      );
  }

  async function says(view: string, texts: readonly string[]): Promise<void> {
    await until(
      `${view} is empty`,
      () => workbench.welcome(view),
      (said) => said.join() === texts.join(),
    );
  }
});

function read(file: string): () => Promise<string> {
  return async () => readFileSync(file, 'utf8');
}
