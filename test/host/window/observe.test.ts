import { strict as assert } from 'node:assert';
import { ensureBases } from '../../support/bases';
import { startEngine, type TestEngine } from '../../support/engine';
import { engineEnvironment, engineIsSkipped } from '../../support/engine-environment';
import { openWindow, type TestWindow } from '../../support/window';
import { themes } from './themes';
import { until } from './until';

describe('containers that are looked at', function () {
  this.timeout(240_000);
  let engine: TestEngine;
  let window: TestWindow;
  let workbench: TestWindow['workbench'];

  before(async function () {
    if (engineIsSkipped) return this.skip();
    this.timeout(360_000);
    engine = await startEngine({ name: 'observe' });
    await ensureBases(engine, ['busybox']);
    const chatter = (word: string) => `i=0; while :; do i=$((i+1)); echo "${word} $i"; sleep 2; done`;
    await start('shop-web-1', ['sh', '-c', chatter('GET /cart')], { service: 'web' });
    await start('shop-db-1', ['sh', '-c', chatter('checkpoint')], { service: 'db' });
    await start('busy', ['sh', '-c', 'while :; do dd if=/dev/zero of=/tmp/x bs=1M count=4 2>/dev/null; done'], {
      cpus: 0.2,
    });
    await start('prompt', ['sh'], { tty: true });
    window = await openWindow({ env: engineEnvironment(engine), size: { width: 1300, height: 900 } });
    window.page.setDefaultTimeout(90_000);
    workbench = window.workbench;
    await workbench.viewContainer('Layerwright');
    await workbench.row('busy').waitFor();
  });

  after(() => window?.close());

  async function start(
    name: string,
    command: readonly string[],
    { service, cpus = 0, tty = false }: { service?: string; cpus?: number; tty?: boolean } = {},
  ): Promise<void> {
    const labels = service && { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': service };
    const body = {
      ...{ Image: 'alpine:3.20', Cmd: command, StopSignal: 'SIGKILL', Tty: tty, OpenStdin: tty, Labels: labels ?? {} },
      HostConfig: { NanoCpus: cpus * 1e9 },
    };
    await engine.call(`/containers/create?name=${name}`, { method: 'POST', body });
    await engine.call(`/containers/${name}/start`, { method: 'POST' });
  }

  const terminal = async () => (await workbench.terminalText()).join('\n');

  it('show what they use as charts and as a table, in every kind of theme', async () => {
    await workbench.command('Layerwright: Show container stats');
    const page = workbench.webview();
    const cell = page.getByRole('row', { name: /^busy/ }).getByRole('cell').first();
    await until(
      'the busy container',
      () => cell.innerText(),
      (text) => /^[1-9][\d.]* %$/.test(text),
      { seconds: 120 },
    );
    const chart = page.getByRole('img', { name: /^CPU over the last two minutes, now / }).first();
    await until(
      'a line',
      () => chart.locator('.line').first().getAttribute('d'),
      (d) => /L.*L/.test(d ?? ''),
      { seconds: 120 },
    );
    await page.getByText('Processes').nth(1).click();
    await page.getByRole('columnheader', { name: 'PID', exact: true }).first().waitFor();
    for (const theme of themes) {
      await workbench.theme(theme);
      await window.screenshot(`observe-stats-${theme.name}`);
    }
  });

  it('attach to a terminal, and leave it running by the keys', async () => {
    await workbench.command('Layerwright: Attach to container');
    await workbench.pick('Attach to container', 'prompt');
    await until('the words about it', terminal, (text) => /Attached to prompt: it has a terminal/.test(text), {
      seconds: 60,
    });
    await window.page.locator('.terminal-wrapper.active').click();
    await window.page.keyboard.type('echo $((40+2))');
    await window.page.keyboard.press('Enter');
    await until('the answer', terminal, (text) => /\n42\n/.test(text), { seconds: 60 });
    await window.page.keyboard.press('Control+P');
    await window.page.keyboard.press('Control+Q');
    await until('the end', terminal, (text) => /Detached: prompt keeps running\./.test(text));
    await window.screenshot('observe-attach');
    assert.equal((await engine.call<readonly unknown[]>('/containers/json')).length, 4);
  });

  it('are not there, and the page says what comes', async () => {
    await workbench.command('Layerwright: Show container stats');
    for (const name of ['shop-web-1', 'shop-db-1', 'busy', 'prompt'])
      await engine.call(`/containers/${name}?force=true`, { method: 'DELETE' });
    const page = workbench.webview();
    await until(
      'the note',
      () => page.getByRole('status').first().innerText(),
      (text) => text === 'No container is running. The ones you start appear here.',
    );
    await page.getByRole('table').first().waitFor({ state: 'hidden' });
    for (const theme of themes) {
      await workbench.theme(theme);
      await window.screenshot(`observe-stats-empty-${theme.name}`);
    }
    await start('prompt', ['sh'], { tty: true });
    await page.getByRole('row', { name: /^prompt/ }).waitFor();
  });

  it('say when the engine is away', async () => {
    await workbench.command('Layerwright: Show container stats');
    const note = workbench.webview().getByRole('status').first();
    await engine.kill();
    await until(
      'the note',
      () => note.innerText(),
      (text) => text === 'The engine does not answer. This goes on when it does.',
    );
    await window.screenshot('observe-stats-failing');
  });

  it('can be described in a form while the engine is away, which says so where it is asked', async () => {
    await workbench.command('Layerwright: Run a docker run line…');
    const form = workbench.webview();
    const line = form.getByRole('textbox', { name: /^Command line/ });
    await line.waitFor();
    for (const theme of themes) {
      await workbench.theme(theme);
      await window.screenshot(`observe-form-empty-${theme.name}`);
    }
    await form.getByLabel('Command', { exact: false }).and(form.getByPlaceholder("the image's own")).waitFor();
    await line.fill('docker run -d -p 8080:80 --name web shop:1');
    await line.press('Enter');
    await form.getByRole('button', { name: 'Run', exact: true }).click();
    const alert = form.getByRole('alert').first();
    await until(
      'the reason',
      () => alert.innerText(),
      (text) => /No container engine answers|does not answer|cannot be reached/.test(text),
    );
    for (const theme of themes) {
      await workbench.theme(theme);
      await window.screenshot(`observe-form-failing-${theme.name}`);
    }
  });
});
