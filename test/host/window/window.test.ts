import { strict as assert } from 'node:assert';
import { openWindow, type TestWindow } from '../../support/window';

describe('the packaged extension in a window', function () {
  this.timeout(120_000);
  let window: TestWindow;

  before(async () => {
    window = await openWindow();
  });

  after(() => window?.close());

  it('adds Layerwright to the activity bar', async () => {
    await window.workbench.activity('Layerwright').waitFor({ timeout: 30_000 });
    await window.workbench.openFile('beginner/Dockerfile');
    await window.screenshot('window');
    assert.deepEqual(await window.workbench.toasts(), []);
  });
});
