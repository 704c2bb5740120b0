import { strict as assert } from 'node:assert';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBases } from '../../support/bases';
import { sharedEngine, type TestEngine } from '../../support/engine';
import { engineEnvironment, engineIsSkipped } from '../../support/engine-environment';
import { openWindow, type TestWindow } from '../../support/window';
import { until } from './until';

const dockerfile = `FROM node:20-alpine
WORKDIR /app
COPY . .
RUN apk add --no-cache git
RUN npm ci
CMD ["node", "server.js"]
`;

/** A rewrite, from the command to the proof and into the file. */
describe('optimising a Dockerfile', function () {
  this.timeout(240_000);
  let engine: TestEngine;
  let window: TestWindow;
  let file: string;

  before(async function () {
    if (engineIsSkipped) return this.skip();
    engine = await sharedEngine();
    await engine.reset();
    await ensureBases(engine, ['busybox', 'node']);
    window = await openWindow({ env: engineEnvironment(engine), size: { width: 1500, height: 950 } });
    window.page.setDefaultTimeout(60_000);
    const folder = join(window.folder ?? '', 'beginner');
    file = join(folder, 'Dockerfile');
    writeFileSync(file, dockerfile);
    writeFileSync(join(folder, 'package.json'), '{ "name": "shop", "version": "1.0.0" }\n');
    writeFileSync(
      join(folder, 'package-lock.json'),
      '{ "name": "shop", "version": "1.0.0", "lockfileVersion": 3, "packages": { "": { "name": "shop", "version": "1.0.0" } } }\n',
    );
    await window.workbench.openFile('beginner/Dockerfile');
  });

  after(async () => {
    await window?.close();
    await engine?.reset();
  });

  afterEach(async function () {
    if (this.currentTest?.isFailed()) await window.screenshot('optimise-failed');
  });

  it('shows what the fixes would make of it, and leaves the file alone', async () => {
    const { workbench, page } = window;
    await workbench.command('Layerwright: Optimise Dockerfile');
    await workbench.toast('fixes for cache and size in Dockerfile');
    await page.locator('.tab', { hasText: 'Dockerfile as it is and rewritten' }).waitFor();
    await window.screenshot('optimise-difference');
    assert.equal(readFileSync(file, 'utf8'), dockerfile);
  });

  it('proves it on the engine and reports', async () => {
    const { workbench, page } = window;
    await page.locator('.editor-actions a[aria-label^="Prove the rewrite"]').first().click();
    const report = workbench.webview();
    await report.getByText('The images are identical, also after an edit of server.js.').waitFor({ timeout: 180_000 });
    const again = await report.locator('tr', { hasText: 'Steps that ran again' }).locator('td').allTextContents();
    assert.deepEqual(again, ['3', '1']);
    await window.screenshot('optimise-proof');
    assert.equal(readFileSync(file, 'utf8'), dockerfile);
  });

  it('applies it when the person says so', async () => {
    const { workbench, page } = window;
    await workbench.webview().getByRole('button', { name: 'Apply', exact: true }).click();
    await page.locator('.tab', { hasText: 'as it is and rewritten' }).waitFor({ state: 'detached' });
    await workbench.openFile('beginner/Dockerfile');
    await workbench.command('File: Save');
    await until(
      'the file',
      async () => readFileSync(file, 'utf8'),
      (text) => text.indexOf('RUN npm ci') < text.indexOf('COPY . .'),
    );
  });
});
