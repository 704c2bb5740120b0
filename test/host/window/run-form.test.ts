import { strict as assert } from 'node:assert';
import type { FrameLocator } from 'playwright-core';
import { ensureBases } from '../../support/bases';
import { sharedEngine, type TestEngine } from '../../support/engine';
import { engineEnvironment, engineIsSkipped } from '../../support/engine-environment';
import { freePort } from '../../support/network';
import { openWindow, type TestWindow } from '../../support/window';
import { themes } from './themes';
import { until } from './until';

/** The form by keyboard alone, and how it looks. */
describe('the run form', function () {
  this.timeout(180_000);
  let engine: TestEngine;
  let window: TestWindow;
  let form: FrameLocator;
  let port: number;

  before(async function () {
    if (engineIsSkipped) return this.skip();
    this.timeout(240_000);
    engine = await sharedEngine();
    await engine.reset();
    await ensureBases(engine, ['busybox']);
    port = await freePort();
    await makeImage();
    window = await openWindow({ env: engineEnvironment(engine), size: { width: 1300, height: 1000 } });
    window.page.setDefaultTimeout(60_000);
    await window.workbench.viewContainer('Layerwright');
    await window.workbench.row('shop').waitFor();
  });

  after(async () => {
    await window?.close();
    await engine?.reset();
  });

  afterEach(async function () {
    if (this.currentTest?.isFailed()) await window.screenshot('run-form-failed');
  });

  it('opens with what the image says, and shows the line of what is typed', async () => {
    const { workbench, page } = window;
    await workbench.rowMenu('shop', 'Run image…');
    form = workbench.webview();
    await form.getByRole('button', { name: 'Run', exact: true }).waitFor();
    await until('the line', line, (text) => /^docker run -d -p 80\d\d:80 -p 9\d+:9000 shop:1$/.test(text));
    // The cursor stands in the name; everything else is reached by Tab.
    await form.locator('input:focus').waitFor();
    await page.keyboard.type('web');
    await until('the name', line, (text) => / --name web /.test(text));
    await tabTo('Port 1');
    await form.locator('input:focus').fill(`127.0.0.1:${port}:80`);
    await tabTo('Add variable');
    await page.keyboard.type('API_TOKEN=abc123');
    await until(
      'the line',
      line,
      (text) => text.includes(`-p 127.0.0.1:${port}:80 -p 9`) && text.includes(' -e API_TOKEN '),
    );
    assert.doesNotMatch(await line(), /abc123/);
    assert.equal(await form.getByLabel('Value of API_TOKEN', { exact: true }).getAttribute('type'), 'password');
  });

  it('is worth looking at in light, dark and high contrast', async () => {
    for (const theme of themes) {
      await window.workbench.theme(theme);
      await window.screenshot(`run-form-${theme.name}`);
    }
  });

  it('takes a pasted line, names what it does not know, and says what is wrong where it is', async () => {
    const { page } = window;
    const box = form.getByRole('textbox', { name: /^Command line/ });
    await box.fill(`docker run -d --frobnicate --name web \\\n  -p 127.0.0.1:${port}:80 --shm-size 64m -m lots shop:1`);
    await form.getByText('"--frobnicate" is no option of docker run, and left out.').waitFor();
    await form.getByText('"lots" is not understood: expected a size such as 512m or 2g.').first().waitFor();
    assert.equal(await form.getByLabel('Option 1', { exact: true }).inputValue(), '--shm-size 64m');
    await window.screenshot('run-form-problems');
    await box.press('Enter');
    await form.getByRole('alert').filter({ hasText: '"lots" is not understood' }).waitFor();
    await until('the field at fault', focused, (label) => label === 'Memory');
    // Not with Control+A: VS Code selects all a moment later, and the first key is lost.
    await form.locator('input:focus').fill('64m');
    await page.keyboard.press('Enter');
    await window.workbench.toast('web is running.');
    const { HostConfig } = await engine.call<{ HostConfig: Record<string, unknown> }>('/containers/web/json');
    assert.deepEqual([HostConfig.Memory, HostConfig.ShmSize], [67_108_864, 67_108_864]);
  });

  it('runs again from a container, avoids its port and name, and closes on Escape', async () => {
    const { workbench, page } = window;
    await workbench.rowMenu('web', 'Run again…');
    form = workbench.webview();
    await until('the line', line, (text) => text.includes('--name web-2') && text.includes(`127.0.0.1:${port + 1}:80`));
    await form.getByText('The configuration of web.').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.tab.active[aria-label^="Run"]').waitFor({ state: 'detached' });
  });

  async function line(): Promise<string> {
    return form.getByRole('textbox', { name: /^Command line/ }).inputValue();
  }

  /** What a screen reader says of the input that has the cursor. */
  async function focused(): Promise<string> {
    const input = form.locator('input:focus');
    if ((await input.count()) === 0) return '';
    return input.evaluate((element) => {
      const named = element as HTMLInputElement;
      return named.getAttribute('aria-label') ?? named.labels?.[0]?.firstChild?.textContent ?? '';
    });
  }

  async function tabTo(label: string): Promise<void> {
    for (let presses = 0; presses < 40; presses += 1) {
      if ((await focused()) === label) return;
      await window.page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not lead to ${label}`);
  }

  async function makeImage(): Promise<void> {
    const sleeper = ['sh', '-c', 'trap "exit 0" TERM; sleep 3600 & wait'];
    const { Id } = await engine.call<{ Id: string }>('/containers/create', {
      method: 'POST',
      body: { Image: 'alpine:3.20', Cmd: sleeper },
    });
    const config = {
      Cmd: sleeper,
      ExposedPorts: { '80/tcp': {}, '9000/tcp': {} },
      Volumes: { '/var/lib/shop': {} },
      Env: ['PATH=/usr/bin:/bin', 'MODE=production', 'DB_PASSWORD=hunter2'],
      WorkingDir: '/srv',
      User: '1000',
    };
    await engine.call(`/commit?container=${Id}&repo=shop&tag=1`, { method: 'POST', body: config });
    await engine.call(`/containers/${Id}`, { method: 'DELETE' });
  }
});
