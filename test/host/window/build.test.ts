import { strict as assert } from 'node:assert';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBases } from '../../support/bases';
import { startEngine, type TestEngine } from '../../support/engine';
import { engineEnvironment, engineIsSkipped } from '../../support/engine-environment';
import { openWindow, type TestWindow } from '../../support/window';
import { copyWorkspace } from '../../support/workspace';
import { lineMarks } from './line-marks';
import { until } from './until';

const text = `FROM alpine:3.20 AS build
WORKDIR /src
COPY package.txt ./
RUN for i in 1 2 3 4 5 6; do \\
    printf 'fetched \\033[32m%s\\033[0m of 6 packages\\n' $i; sleep 0.7; done
COPY . .
RUN head -c 3000000 /dev/urandom > /src/app.bin && sleep 1

FROM alpine:3.20
COPY --from=build /src/app.bin /app.bin
CMD ["sh"]
`;

const themes = [
  ['light', 'Light Modern', 'vs'],
  ['dark', 'Dark Modern', 'vs-dark'],
  ['high-contrast', 'Dark High Contrast', 'hc-black'],
] as const;

/** What the editor says of builds, on the real engine. */
describe('a build in the Dockerfile', function () {
  this.timeout(300_000);
  let engine: TestEngine;
  let window: TestWindow;
  let workbench: TestWindow['workbench'];
  let folder: string;

  before(async function () {
    if (engineIsSkipped) return this.skip();
    this.timeout(480_000);
    engine = await startEngine({ name: 'build' });
    await ensureBases(engine, ['busybox']);
    // What a run that was broken off has left there would be somebody else's to a forecast.
    await engine.call('/build/prune?all=1', { method: 'POST' });
    const workspace = copyWorkspace();
    folder = join(workspace, 'shop');
    mkdirSync(join(folder, 'src'), { recursive: true });
    writeFileSync(join(folder, 'Dockerfile'), text);
    writeFileSync(join(folder, 'package.txt'), 'one\n');
    writeFileSync(join(folder, 'README.md'), '# Shop\n');
    writeFileSync(join(folder, 'src', 'app.ts'), 'export const app = 1;\n');
    writeFileSync(join(folder, '.dockerignore'), 'Dockerfile\n*.md\n');
    const size = { width: 1300, height: 900 };
    window = await openWindow({ env: engineEnvironment(engine), folder: workspace, size });
    window.page.setDefaultTimeout(120_000);
    workbench = window.workbench;
    await workbench.openFile('shop/Dockerfile');
  });

  after(() => window?.close());

  const marks = () => lineMarks(window.page);

  /** Above the last FROM. */
  const build = () =>
    window.page
      .locator('.codelens-decoration a', { hasText: /^Build$/ })
      .last()
      .click();

  const lenses = async () => (await window.page.locator('.codelens-decoration').allInnerTexts()).join('\n');

  it('shows where it is while it runs, and what each line cost when it has ended', async () => {
    await build();
    await workbench.pick('Build image: build context', 'shop');
    await workbench.answer('Build image: tag', 'shop:latest');
    await workbench.pick('Build image: stage', 'Last stage');
    const seen = await until('a running step with its output', marks, (all) =>
      /^▶ \d+ s · fetched [3-6] of 6 packages$/.test(all['RUN for i in'] ?? ''),
    );
    assert.match(seen['FROM alpine:'] ?? '', /^[✔●]/);
    const page = workbench.webview();
    await page.getByRole('treeitem', { name: /^RUN for i in/ }).click();
    await page.locator('.row', { hasText: 'fetched 2 of 6 packages' }).waitFor();
    await window.screenshot('build-01-running');
    const done = await until('the last step', marks, (all) => /MB/.test(all['COPY --from='] ?? ''), { seconds: 120 });
    assert.match(done['RUN for i in'] ?? '', /^✔ [\d.]+ s$/);
    assert.match(done['COPY --from='] ?? '', /^✔ .*3 MB$/);
    await workbench.toast(/^Built shop:latest in [\d.min ]+s, \d of 8 steps cached \([\d.]+ MB\)\.$/);
    await page.getByText(/^Built in [\d.min ]+s, \d of 8 steps cached: [\d.]+ MB$/).waitFor();
    await window.screenshot('build-02-done');
  });

  it('foretells what the next build does, and again after an edit', async () => {
    await until('a forecast', lenses, (all) => /Next build: all from the cache/.test(all));
    writeFileSync(join(folder, 'src', 'app.ts'), 'export const app = 2;\n');
    await until('another one', lenses, (all) =>
      /Next build: 2 steps, 1 more if files turn out different, about \d+ s: src\/app\.ts changed/.test(all),
    );
    await until('marks of the former files', marks, (all) => /before its files changed$/.test(all['COPY . .'] ?? ''));
    const gutter = () => window.page.locator('.editor-group-container.active .cgmr[class*=ced-]').count();
    await until('marks beside the numbers', gutter, (count) => count >= 8);
    await workbench.command('Notifications: Clear All Notifications');
    await workbench.line('COPY . .').getByText('COPY').hover();
    await window.page
      .locator('.monaco-hover')
      .getByText(/Next build:/)
      .waitFor();
    await window.screenshot('build-03-forecast');
    await window.page.keyboard.press('Escape');
  });

  it('says which build steps an edit of a file sets off', async () => {
    await workbench.command('Layerwright: Toggle build steps in the Explorer');
    await workbench.openFile('shop/src/app.ts');
    const label = window.page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'app.ts' });
    const told = async () => (await label.first().evaluate((row) => row.outerHTML)).replace(/&[a-z]+;/g, ' ');
    await until('the steps in the Explorer', told, (html) => /2 build steps run again, and 1 more/.test(html));
    await workbench.command('Layerwright: Which build steps does this file invalidate?');
    await workbench.choice('RUN head -c 3000000').waitFor();
    await window.screenshot('build-04-radius');
    await workbench.choice('RUN head -c 3000000').click();
    await window.page.locator('.tabs-container .tab.active[data-resource-name="Dockerfile"]').waitFor();
    const keyword = await until(
      'the place of COPY',
      () => workbench.line('COPY . .').getByText('COPY').boundingBox(),
      (box) => box !== null,
    );
    assert.ok(keyword);
    // The first word behind it. A machine that is busy sees a single move before it has laid the line out.
    const hover = window.page.locator('.monaco-hover').getByText(/3 files, /);
    await until(
      'what COPY takes',
      async () => {
        await window.page.mouse.move(keyword.x + 4, keyword.y + keyword.height * 6);
        await window.page.mouse.move(keyword.x + keyword.width * 1.38, keyword.y + keyword.height / 2, { steps: 3 });
        return hover.waitFor({ timeout: 5000 }).then(
          () => true,
          () => false,
        );
      },
      (shown) => shown,
    );
    await window.screenshot('build-05-hover');
    await workbench.openFile('shop/README.md');
    await workbench.command('Layerwright: Which build steps does this file invalidate?');
    await workbench.toast(/^README\.md: no build gets it: the ignore file leaves it out/);
    await workbench.openFile('shop/Dockerfile');
  });

  it('makes a failed step a problem of its line, and its output can be searched', async () => {
    const failing = text.replace('RUN head', 'RUN seq 1 20000; echo "no such module"; exit 3\nRUN head');
    writeFileSync(join(folder, 'Dockerfile'), failing);
    await until(
      'the new text',
      () => workbench.editorText(),
      (lines) => lines.some((line) => /^RUN seq/.test(line)),
    );
    await until('marks of the former text', marks, (all) =>
      /^✔ .* · before the last edit$/.test(all['COPY package'] ?? ''),
    );
    await build();
    const failed = await until('the failed step', marks, (all) => /failed/.test(all['RUN seq 1 20'] ?? ''));
    assert.match(failed['RUN seq 1 20'] ?? '', /^✘ failed( after [\d.]+ s)? · no such module$/);
    assert.match(failed['RUN for i in'] ?? '', /^● cached$/);
    const page = workbench.webview();
    await page.getByRole('searchbox', { name: 'Search output' }).fill('no such');
    await page.getByText('1 of 1').waitFor();
    assert.ok((await page.locator('.row').count()) < 200);
    await window.screenshot('build-06-failed');
    await workbench.command('View: Focus Problems');
    const problems = () => workbench.problems();
    await until('the problem', problems, (all) => all.some((one) => /The build failed here: exit code 3\./.test(one)));
    await until('the next build', lenses, (all) => all.match(/Next build: 2 steps/g)?.length === 2);
    await window.screenshot('build-07-problem');
  });

  it('is cancelled from its panel, and nothing goes on at the engine', async () => {
    const seconds = `8${process.pid}`;
    writeFileSync(join(folder, 'Dockerfile'), `FROM alpine:3.20\nRUN echo started && sleep ${seconds}\n`);
    await until(
      'the text',
      () => workbench.editorText(),
      (lines) => lines.some((line) => line.includes(seconds)),
    );
    await workbench.command('Layerwright: Build image…');
    await workbench.pick('Build image: build context', 'shop');
    await workbench.answer('Build image: tag', 'shop:never');
    await until('the running step', marks, (all) => /^▶ .*started/.test(all['RUN echo sta'] ?? ''));
    assert.equal(runs(`sleep\0${seconds}`), true);
    for (const [name, label, kind] of themes) {
      await workbench.theme({ label, kind });
      await window.screenshot(`build-08-${name}`);
    }
    await workbench.webview().getByRole('button', { name: 'Cancel' }).click();
    await until('the end', marks, (all) => all['RUN echo sta'] === 'stopped');
    await until(
      'the end at the engine',
      async () => runs(`sleep\0${seconds}`),
      (is) => !is,
    );
  });
});

/** Whether such a process is on this machine. */
function runs(command: string): boolean {
  return readdirSync('/proc').some((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith(command);
    } catch {
      return false;
    }
  });
}
