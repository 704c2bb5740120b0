import { strict as assert } from 'node:assert';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { hasEngine } from './engine';

const text = 'FROM alpine:3.20 AS tools\nRUN echo one > /one\n\nFROM alpine:3.20\nRUN echo two\n';

describe('building in the editor', function () {
  this.timeout(90_000);

  const folder = () => join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'tasks');
  const path = () => join(folder(), 'Dockerfile');

  before(() => {
    mkdirSync(folder(), { recursive: true });
    writeFileSync(path(), text);
  });

  afterEach(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

  it('offers to build and to run each stage above its FROM, unless that is switched off', async () => {
    const { uri } = await vscode.window.showTextDocument(vscode.Uri.file(path())).then(({ document }) => document);
    const lenses = async () =>
      (await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 20))
        .filter(({ command }) => command?.title)
        .map(({ range, command }) => `${range.start.line}: ${command?.title}`);
    const all = await until(lenses, (found) => found.length >= 4);
    assert.deepEqual(
      all.filter((one) => /Build|Run/.test(one)),
      ['0: Build', '0: Run', '3: Build', '3: Run'],
    );
    const settings = vscode.workspace.getConfiguration();
    await settings.update('layerwright.build.codeLens', false, vscode.ConfigurationTarget.Global);
    await until(lenses, (found) => found.length === 0);
    await settings.update('layerwright.build.codeLens', undefined, vscode.ConfigurationTarget.Global);
  });

  it('has a task for every Dockerfile, whose problems are those of the build', async function () {
    if (!hasEngine) this.skip();
    const tasks = await vscode.tasks.fetchTasks({ type: 'layerwright-build' });
    const own = tasks.find(({ name }) => name === 'build tasks/Dockerfile');
    assert.ok(own, tasks.map(({ name }) => name).join(', '));
    assert.equal(await run(own), 0);
    const problems = () =>
      vscode.languages.getDiagnostics(vscode.Uri.file(path())).filter(({ code }) => code === 'build');
    assert.deepEqual(problems(), []);

    writeFileSync(path(), text.replace('echo two', 'echo gone wrong; exit 3'));
    assert.notEqual(await run(own), 0);
    const [problem] = await until(
      async () => problems(),
      (found) => found.length > 0,
    );
    assert.equal(problem?.range.start.line, 4);
    assert.match(problem?.message ?? '', /^The build failed here: exit code 3\.\n[\s\S]*gone wrong$/);
    writeFileSync(path(), text);
    assert.equal(await run(own), 0);
    await until(
      async () => problems(),
      (found) => found.length === 0,
    );
  });

  it('says beside each instruction what the next build does, when that is wanted', async function () {
    if (!hasEngine) this.skip();
    const { uri } = await vscode.window.showTextDocument(vscode.Uri.file(path())).then(({ document }) => document);
    const settings = vscode.workspace.getConfiguration();
    await settings.update('layerwright.build.forecast', 'hints', vscode.ConfigurationTarget.Global);
    const range = new vscode.Range(0, 0, 5, 0);
    const hints = async () =>
      (await vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', uri, range)).map(
        ({ position, label }) => `${position.line}: ${label}`,
      );
    // The stage of the tools is not built: nothing needs it.
    assert.deepEqual(await until(hints, (all) => all.length > 0), ['3: cached', '4: cached']);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, new vscode.Range(4, 4, 4, 12), 'echo three');
    await vscode.workspace.applyEdit(edit);
    const after = await until(hints, (all) => all.some((hint) => /runs/.test(hint)));
    assert.deepEqual(
      after.map((hint) => hint.replace(/; last time .*/, '')),
      ['3: cached', '4: runs: the instruction changed'],
    );
    await settings.update('layerwright.build.forecast', undefined, vscode.ConfigurationTarget.Global);
  });

  async function run(task: vscode.Task): Promise<number | undefined> {
    const ended = new Promise<number | undefined>((resolve) => {
      const listening = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        if (execution.task.name !== task.name) return;
        listening.dispose();
        resolve(exitCode);
      });
    });
    await vscode.tasks.executeTask(task);
    return ended;
  }
});

async function until<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
  for (let waited = 0; ; waited += 100) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (waited > 20_000) throw new Error(`Not within 20 s: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
