import { strict as assert } from 'node:assert';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lineMarks } from '../host/window/line-marks';
import { until } from '../host/window/until';
import { ensureBases } from '../support/bases';
import { type BuildxEngine, buildxEngine } from '../support/buildx';
import { engineEnvironment } from '../support/engine-environment';
import { openWindow, type TestWindow } from '../support/window';
import { copyWorkspace } from '../support/workspace';

const text = `FROM alpine:3.20 AS build
WORKDIR /src
COPY package.txt ./
RUN echo fetched && sleep 1.2
COPY . .
RUN head -c 3000000 /dev/urandom > /src/app.bin && sleep 1

FROM alpine:3.20
COPY --from=build /src/app.bin /app.bin
CMD ["sh"]
`;

describe('a build from a terminal in the Dockerfile', function () {
  this.timeout(300_000);
  let buildx: BuildxEngine;
  let window: TestWindow;
  let folder: string;

  before(async function () {
    this.timeout(480_000);
    buildx = await buildxEngine();
    const { test, terminal } = buildx;
    await ensureBases(test, ['busybox']);
    await test.call('/build/prune?all=1', { method: 'POST' });
    const workspace = copyWorkspace();
    folder = join(workspace, 'shop');
    mkdirSync(join(folder, 'src'), { recursive: true });
    writeFileSync(join(folder, 'Dockerfile'), text);
    writeFileSync(join(folder, 'package.txt'), `${performance.now()}\n`);
    writeFileSync(join(folder, 'src', 'app.ts'), 'export const app = 1;\n');
    writeFileSync(join(folder, '.dockerignore'), 'Dockerfile\n');
    const env = { ...engineEnvironment(test), ...terminal.env };
    window = await openWindow({ env, folder: workspace, size: { width: 1300, height: 700 } });
    window.page.setDefaultTimeout(60_000);
    await window.workbench.openFile('shop/Dockerfile');
  });
  after(() => window?.close());

  const marks = () => lineMarks(window.page);
  const outlook = async () => (await window.page.locator('.codelens-decoration').allInnerTexts()).join('\n');

  it('shows what each line cost when it has ended, and what an edit makes run', async () => {
    assert.deepEqual(await marks(), {});
    assert.equal((await buildx.terminal.build(folder, ['-t', 'shop:typed', '.'])).exitCode, 0);
    const done = await until('the last step', marks, (all) => /MB/.test(all['COPY --from='] ?? ''));
    assert.match(done['RUN echo fet'] ?? '', /^✔ [\d.]+ s$/);
    assert.match(done['COPY --from='] ?? '', /^✔ .*3 MB$/);
    await until('the forecast', outlook, (all) => /Next build: all from the cache/.test(all));
    await window.screenshot('terminal-01-done');

    writeFileSync(join(folder, 'src', 'app.ts'), 'export const app = 2;\n');
    const told = await until('the forecast of the edit', outlook, (all) => /src\/app\.ts changed/.test(all));
    assert.match(told, /Next build: 2 steps, 1 more if files turn out different, about \d+ s: src\/app\.ts changed/);
    const stale = await until('marks of what is old', marks, (all) => /before/.test(all['COPY . .'] ?? ''));
    assert.match(stale['RUN echo fet'] ?? '', /^✔ [\d.]+ s$/);
    await window.screenshot('terminal-02-edited');
  });

  it('shows where it failed', async () => {
    writeFileSync(join(folder, 'Dockerfile'), text.replace('echo fetched', 'echo not there; exit 7'));
    const failed = await buildx.terminal.build(folder);
    assert.notEqual(failed.exitCode, 0);
    const shown = await until('the failed step', marks, (all) => /^✘/.test(all['RUN echo not'] ?? ''));
    assert.match(shown['RUN echo not'] ?? '', /failed.* · not there$/);
    await window.screenshot('terminal-03-failed');
  });
});
