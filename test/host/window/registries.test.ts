import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { basicAuth, makeDockerConfig, type TestDockerConfig } from '../../support/docker-config';
import { engineEnvironment, engineIsSkipped } from '../../support/engine-environment';
import { pusherTo } from '../../support/push-image';
import { registryUser, startRegistry, type TestRegistry } from '../../support/registry';
import { openWindow, type TestWindow } from '../../support/window';
import { themes } from './themes';
import { until } from './until';

const image = { platform: 'linux/amd64', created: '2026-03-01T12:00:00Z', layer: 'one' };

/** The Registries view needs no engine: there is none here. */
describe('the Registries view in a window', function () {
  this.timeout(180_000);
  let registry: TestRegistry;
  let docker: TestDockerConfig;
  let window: TestWindow;
  let workbench: TestWindow['workbench'];

  before(async function () {
    if (engineIsSkipped) return this.skip();
    this.timeout(240_000);
    registry = await startRegistry({ password: true });
    const push = pusherTo(registry.url, { Authorization: `Basic ${basicAuth(registryUser)}` });
    const versions = Array.from({ length: 104 }, (_, index) => `1.${index}`);
    await push.image('team/app', [...versions, 'latest'], image);
    const arm = { ...image, platform: 'linux/arm64/v8', layer: 'two' };
    await push.index('team/web-frontend', '2026.11', [image, arm]);
    docker = makeDockerConfig({ auths: { [registry.host]: {}, 'ghcr.io': {} } });
    const size = { width: 1100, height: 900 };
    window = await openWindow({ env: engineEnvironment(undefined, docker), size });
    window.page.setDefaultTimeout(60_000);
    workbench = window.workbench;
    await workbench.viewContainer('Layerwright');
    // The whole side bar for this view: the others have nothing to show.
    for (const title of ['Images', 'Containers', 'Registries'])
      await workbench.view(title).locator('.pane-header').click();
    await workbench.row('Docker Hub').waitFor();
  });

  after(() => window?.close());

  const labels = () => workbench.rowLabels('Registries');

  it('asks for a sign-in where it is needed, and logs in with a click', async () => {
    assert.deepEqual(await labels(), ['Registry Docker Hub', `Registry ${registry.host}`, 'Registry ghcr.io, GitHub']);
    await workbench.expand(registry.host);
    await workbench.expand('ghcr.io');
    await workbench.row('GitHub lists no').waitFor();
    await workbench.row('Log in to see its repositories').waitFor();
    await window.screenshot('registries-01-sign-in');
    await workbench.row('Log in to see its repositories').click();
    await workbench.answer('User name', registryUser.username);
    await workbench.answer(`Password or access token of ${registryUser.username}`, registryUser.password);
    const toast = await workbench.toast(`Logged in to ${registry.host} as ${registryUser.username}.`);
    assert.match(
      toast,
      /The credentials are in the secret storage of VS Code, where the docker command does not look\.$/,
    );
    await workbench.row('team/app').waitFor();
    const config = readFileSync(join(docker.folder, 'config.json'), 'utf8');
    assert.equal(config.includes(registryUser.password) || config.includes(basicAuth(registryUser)), false);
  });

  it('shows platforms and what a tag stands for', async () => {
    await workbench.expand('team/web-frontend');
    await workbench.expand('2026.11');
    await workbench.row('linux/arm64/v8').waitFor();
    const tag = new RegExp(`^${registry.host}/team/web-frontend:2026\\.11, .*, 2 platforms$`);
    await until('what the tag is', labels, (all) => all.some((label) => tag.test(label)));
    assert.deepEqual(await workbench.rowButtons('2026.11'), ['Pull image…', 'Copy reference']);
    for (const theme of themes) {
      await workbench.theme(theme);
      await window.screenshot(`registries-02-${theme.name}`);
    }
  });

  it('offers on a tag what can be done with it, and names what goes when it is deleted', async () => {
    const items = await workbench.rowMenuItems('2026.11');
    assert.deepEqual(items, [
      'Pull image…',
      'Pull image for platform…',
      'Copy reference',
      'Copy reference with digest',
      'Copy digest in registry',
      'Open registry in browser',
      'Refresh registries',
      'Delete tag in registry…',
    ]);
    await window.screenshot('registries-04-menu');
    await window.page.keyboard.press('Escape');
    await workbench.rowMenu('2026.11', 'Delete tag in registry…');
    const dialog = await workbench.dialog();
    assert.equal(dialog.message, `Delete ${registry.host}/team/web-frontend:2026.11 in its registry?`);
    await window.screenshot('registries-05-delete');
    await workbench.pressDialogButton('Delete tag');
    await workbench.row('No tags.').waitFor();
  });

  it('reads the rest of a long list when that is wanted', async () => {
    await workbench.expand('team/app');
    await workbench.row('latest').click();
    await window.page.keyboard.press('End');
    await workbench.row('Load more…').waitFor();
    await window.screenshot('registries-06-more');
    await workbench.row('Load more…').click();
    await workbench.row('Load more…').waitFor({ state: 'detached' });
    await window.page.keyboard.press('End');
    await workbench.row('1.0').waitFor();
  });
});
