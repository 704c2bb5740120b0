import { strict as assert } from 'node:assert';
import { ensureBases } from '../../support/bases';
import { startEngine, type TestEngine } from '../../support/engine';
import { engineEnvironment, engineIsSkipped } from '../../support/engine-environment';
import { openWindow, type TestWindow } from '../../support/window';
import { until } from './until';

const fill =
  'mkdir -p /app/conf; echo "port = 80" > /app/conf/server.ini; chown 1000:1001 /app/conf/server.ini; chmod 640 /app/conf/server.ini; ln -s conf /app/current; exec sleep 600';

describe('the files of a container', function () {
  this.timeout(180_000);
  let engine: TestEngine;
  let window: TestWindow;
  let workbench: TestWindow['workbench'];

  before(async function () {
    if (engineIsSkipped) return this.skip();
    this.timeout(240_000);
    engine = await startEngine({ name: 'files' });
    await ensureBases(engine, ['busybox']);
    const body = { Image: 'alpine:3.20', Cmd: ['sh', '-c', fill], StopSignal: 'SIGKILL' };
    await engine.call('/containers/create?name=web', { method: 'POST', body });
    await engine.call('/containers/web/start', { method: 'POST' });
    window = await openWindow({ env: engineEnvironment(engine) });
    window.page.setDefaultTimeout(60_000);
    workbench = window.workbench;
  });

  after(() => window?.close());

  it('stand below it, open in an editor, and are saved with their owner and permissions', async () => {
    await workbench.viewContainer('Layerwright');
    await workbench.expand(/^web/);
    await workbench.expand(/^Files/);
    await workbench.expand(/^app/);
    await workbench.expand(/^conf/);
    const row = workbench.row(/^server\.ini/);
    await row.waitFor();
    await workbench.row(/^current/).waitFor();
    const labels = await workbench.rowLabels('Containers');
    assert.ok(labels.includes('File server.ini, 10 B'), labels.join('\n'));
    assert.ok(labels.includes('Folder current, link to conf'), labels.join('\n'));
    await row.click();
    await until(
      'the file',
      () => workbench.editorText(),
      (lines) => lines.join('\n').startsWith('port = 80'),
    );
    await window.screenshot('files-01-tree-and-editor');
    await workbench.line('port = 80').click();
    await window.page.keyboard.press('Home');
    await window.page.keyboard.type('# changed here\n');
    await window.page.keyboard.press('Control+S');
    await workbench.row(/^server\.ini.*25 B/).waitFor();
    assert.deepEqual(await workbench.rowButtons(/^server\.ini/), ['Copy from container…']);
    await window.screenshot('files-02-saved');
  });

  it('are deleted after they have been named', async () => {
    await workbench.rowMenu(/^current/, 'Delete file in container');
    const { message, detail } = await workbench.dialog();
    assert.equal(message, 'Delete web:/app/current (the link, not what it leads to)?');
    assert.equal(detail, 'This cannot be undone.');
    await window.screenshot('files-03-delete');
    await workbench.pressDialogButton('Delete');
    await workbench.row(/^current/).waitFor({ state: 'detached' });
  });
});
