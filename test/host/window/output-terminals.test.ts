import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBases } from '../../support/bases';
import { startEngine, type TestEngine } from '../../support/engine';
import { engineEnvironment, engineIsSkipped } from '../../support/engine-environment';
import { openWindow, type TestWindow } from '../../support/window';
import { until } from './until';

describe('while output is shown', function () {
  this.timeout(120_000);
  let engine: TestEngine;
  let window: TestWindow;
  let workbench: TestWindow['workbench'];

  before(async function () {
    if (engineIsSkipped) return this.skip();
    this.timeout(240_000);
    engine = await startEngine({ name: 'output' });
    await ensureBases(engine, ['busybox']);
    const settings = { 'layerwright.build.output': 'terminal' };
    window = await openWindow({ env: engineEnvironment(engine), settings });
    workbench = window.workbench;
    writeFileSync(join(window.folder ?? '', 'Dockerfile'), 'FROM alpine:3.20\nRUN echo begun; sleep 60\nCMD ["sh"]\n');
  });

  after(() => window?.close());

  const terminal = async () => (await workbench.terminalText()).join('\n');

  it('keeps the cursor in the editor, and Ctrl+C in the terminal cancels the build', async () => {
    await workbench.openFile('Dockerfile');
    await workbench.command('Layerwright: Build image…');
    await workbench.pick('Build image: build context', 'Folder of the Dockerfile');
    await workbench.answer('Build image: tag', 'slow:1');
    await until('the output', terminal, (text) => /\n {2}begun$/.test(text));
    await window.page.keyboard.type('# typed while it builds');
    await until(
      'the typed text',
      () => workbench.editorText(),
      ([line = '']) => line.startsWith('# typed while it builds'),
    );
    await window.page.locator('.terminal-wrapper.active').click();
    await window.page.keyboard.press('Control+C');
    await until('the end', terminal, (text) => /The build was cancelled\.\nThe output has ended\./.test(text));
    assert.deepEqual(await workbench.toasts(), []);
    assert.deepEqual(await engine.call('/containers/json?all=1'), []);
  });

  it('takes the row Enter is pressed on when none is ticked', async () => {
    const body = { Image: 'alpine:3.20', Cmd: ['sleep', '600'], StopSignal: 'SIGKILL' };
    await engine.call('/containers/create?name=web', { method: 'POST', body });
    await engine.call('/containers/web/start', { method: 'POST' });
    await workbench.command('Layerwright: Stop container');
    await workbench.prompt('Stop containers');
    await workbench.choice('web').waitFor();
    await window.page.keyboard.press('ArrowDown');
    await window.page.keyboard.press('Enter');
    const running = () => engine.call<readonly unknown[]>('/containers/json');
    await until('no running container', running, (containers) => containers.length === 0);
  });
});
