import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBases } from '../../support/bases';
import { sharedEngine } from '../../support/engine';
import { engineEnvironment, engineIsSkipped } from '../../support/engine-environment';
import { openWindow, type TestWindow } from '../../support/window';
import { until } from './until';

/** A folder that came from somewhere, with settings and a compose file in it. */
describe('a workspace nobody has trusted', function () {
  this.timeout(240_000);
  let folder: string;
  let trap: Server;
  let asked: string[];
  let window: TestWindow;

  before(async function () {
    if (engineIsSkipped) return this.skip();
    const engine = await sharedEngine();
    await ensureBases(engine, ['busybox']);
    folder = mkdtempSync(join(tmpdir(), 'layerwright-untrusted-'));
    asked = [];
    trap = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(404).end();
    });
    const socket = join(folder, 'trap.sock');
    await new Promise<void>((resolve) => trap.listen(socket, resolve));
    mkdirSync(join(folder, '.vscode'));
    writeFileSync(
      join(folder, '.vscode', 'settings.json'),
      JSON.stringify({ 'layerwright.engine.host': `unix://${socket}` }),
    );
    writeFileSync(join(folder, 'Dockerfile'), 'FROM alpine\nWORKDIR app\n');
    writeFileSync(join(folder, 'compose.yaml'), 'services: { web: { image: alpine } }\n');
    window = await openWindow({ env: engineEnvironment(engine), folder, asksForTrust: true });
    window.page.setDefaultTimeout(60_000);
    await window.workbench.viewContainer('Layerwright');
  });
  after(async () => {
    await window?.close();
    trap?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  it('does not choose the engine, and nothing of it is built or run; its Dockerfiles are linted', async () => {
    const { workbench, page } = window;
    await workbench.row('alpine').waitFor();
    assert.deepEqual(asked, []);
    await workbench.openFile('Dockerfile');
    await page.locator('.editor-group-container.active .squiggly-warning').first().waitFor();
    await page.locator('.editor-group-container.active .view-line').first().click({ button: 'right' });
    const build = page.locator('.monaco-menu .action-item').filter({ hasText: 'Build image…' });
    await build.waitFor();
    assert.match((await build.getAttribute('class')) ?? '', /disabled/);
    await window.screenshot('trust-restricted');
    await page.keyboard.press('Escape');
  });

  it('chooses it as soon as it is trusted', async () => {
    const { workbench, page } = window;
    await workbench.command('Workspaces: Manage Workspace Trust');
    await page
      .locator('.workspace-trust-editor .monaco-button')
      .filter({ hasText: /^Trust$/ })
      .click();
    await until(
      'the engine of the settings',
      async () => asked.length,
      (count) => count > 0,
    );
    const said = () => workbench.welcome('Images');
    await until('what the view says', said, (parts) => /^Something answers/.test(parts[0] ?? ''));
  });
});
