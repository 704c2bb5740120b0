import { strict as assert } from 'node:assert';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';

const beginner = 'FROM node\nWORKDIR /app\nCOPY . /app\nRUN npm install\nEXPOSE 80\nCMD ["node","server.js"]\n';

describe('linting in the editor', function () {
  this.timeout(30_000);

  const folder = () => vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';

  afterEach(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

  it('reports what a teacher would, with a page for each rule', async () => {
    const document = await open(join(folder(), 'beginner', 'Dockerfile'));
    const diagnostics = await until(document, (rules) => rules.length > 0);
    assert.deepEqual(rulesOf(diagnostics), [
      'tag-base-image',
      'copy-source-before-install',
      'download-cache-left-in-layer',
    ]);
    const [first, second] = diagnostics;
    assert.ok(first && second);
    assert.equal(document.getText(second.range), 'npm install');
    const { target } = first.code as { target: vscode.Uri };
    assert.equal(target.toString(true), 'command:layerwright.openRulePage?["tag-base-image"]');
  });

  it('offers the fix first, and applies it', async () => {
    const document = await open(join(folder(), 'beginner', 'Dockerfile'));
    const [, diagnostic] = await until(document, (rules) => rules.includes('copy-source-before-install'));
    assert.ok(diagnostic);
    const actions = await quickFixes(document, diagnostic.range);
    assert.deepEqual(
      actions.map(({ title }) => title),
      [
        'Copy package.json and install before the source is copied',
        'Run npm cache clean --force',
        'Suppress copy-source-before-install on this line',
        'Suppress download-cache-left-in-layer on this line',
        'Fix all safe problems in this file',
      ],
    );
    assert.ok(actions[0]?.edit);
    await vscode.workspace.applyEdit(actions[0].edit);
    await until(document, (rules) => !rules.includes('copy-source-before-install'));
    assert.match(document.getText(), /COPY package\.json .*\nRUN npm install\nCOPY \. \/app\n/);
  });

  it('lints an untitled text while it is typed', async () => {
    const document = await openText('FROM alpine:3.20\nWORKDIR /srv\nCMD ["true"]\n');
    await until(document, (rules) => rules.length === 0);
    await replace(document, '/srv', 'srv');
    assert.deepEqual(rulesOf(await until(document, (rules) => rules.length === 1)), ['absolute-workdir']);
    await replace(document, ' srv', ' /srv');
    await until(document, (rules) => rules.length === 0);
  });

  it('suppresses a problem on its line', async () => {
    const document = await openText(beginner);
    const [diagnostic] = await until(document, (rules) => rules.includes('tag-base-image'));
    assert.ok(diagnostic);
    const action = (await quickFixes(document, diagnostic.range)).find(({ title }) => /on this line/.test(title));
    assert.ok(action?.command);
    await vscode.commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
    assert.match(document.getText(), /^# layerwright ignore=tag-base-image\nFROM node\n/);
    await until(document, (rules) => !rules.includes('tag-base-image'));
  });

  it('fixes everything that is safe, from the palette and as a source action', async () => {
    const text = 'FROM alpine:3.20\nMAINTAINER me\nADD a /a\nCMD ["true"]\n';
    const document = await openText(text);
    await until(document, (rules) => rules.includes('no-maintainer'));
    const [action] = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(0, 0, 0, 0),
      'source.fixAll.layerwright',
    );
    assert.ok(action?.edit);
    await vscode.commands.executeCommand('layerwright.fixAllSafe');
    assert.doesNotMatch(document.getText(), /^MAINTAINER/m);
  });

  it('notices a configuration file and files of the build context', async () => {
    const document = await open(join(folder(), 'beginner', 'Dockerfile'));
    const config = join(folder(), 'beginner', '.layerwright.yaml');
    await until(document, (rules) => rules.includes('tag-base-image'));
    writeFileSync(config, 'rules:\n  tag-base-image: off\n  no-such-rule: off\n');
    try {
      await until(document, (rules) => !rules.includes('tag-base-image'));
      const [problem] = vscode.languages.getDiagnostics(vscode.Uri.file(config));
      assert.match(problem?.message ?? '', /no rule "no-such-rule"/);
    } finally {
      rmSync(config);
    }
    await until(document, (rules) => rules.includes('tag-base-image'));
    assert.deepEqual(vscode.languages.getDiagnostics(vscode.Uri.file(config)), []);
  });

  it('checks and completes a configuration file while it is written', async () => {
    const config = join(folder(), 'beginner', '.layerwright.yaml');
    writeFileSync(config, 'rules:\n  tag-base-images: off\n  \n');
    try {
      const document = await open(config);
      const problems = () => vscode.languages.getDiagnostics(document.uri).map(({ message }) => message);
      await waitFor(() => problems().some((message) => /"tag-base-image" is near/.test(message)));
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        new vscode.Position(2, 2),
      );
      const labels = items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      assert.ok(labels.includes('copy-source-before-install'), labels.slice(0, 5).join());
      await replace(document, 'tag-base-images', 'tag-base-image');
      await waitFor(() => problems().length === 0);
    } finally {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      rmSync(config);
    }
  });

  it('asks ShellCheck, and keeps its finding at the right word', async () => {
    const document = await openText('FROM alpine:3.20\nRUN echo one && \\\n    rm $1\nUSER 1000\nCMD ["true"]\n');
    const diagnostics = await until(document, (rules) => rules.includes('shell-problem'));
    const found = diagnostics.find(({ message }) => /SC2086/.test(message));
    assert.equal(found && document.getText(found.range), '$1');
    assert.equal(found?.range.start.line, 2);
  });

  it('follows the settings', async () => {
    const document = await open(join(folder(), 'beginner', 'Dockerfile'));
    await until(document, (rules) => rules.length > 0);
    const settings = vscode.workspace.getConfiguration('layerwright.lint');
    await settings.update('rules', { 'tag-base-image': 'error' }, vscode.ConfigurationTarget.Global);
    await until(document, (_rules, [first]) => first?.severity === vscode.DiagnosticSeverity.Error);
    await settings.update('enabled', false, vscode.ConfigurationTarget.Global);
    await until(document, (rules) => rules.length === 0);
    await settings.update('enabled', undefined, vscode.ConfigurationTarget.Global);
    await settings.update('rules', undefined, vscode.ConfigurationTarget.Global);
    await until(document, (_rules, [first]) => first?.severity === vscode.DiagnosticSeverity.Warning);
  });

  it('leaves ignore files that carry the name of a Dockerfile alone', async () => {
    const path = join(folder(), 'beginner', 'Dockerfile.dockerignore');
    writeFileSync(path, 'node_modules\n');
    const document = await open(path);
    assert.equal(document.languageId, 'ignore');
    rmSync(path);
  });
});

async function open(path: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(path);
  await vscode.window.showTextDocument(document);
  return document;
}

async function openText(content: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ language: 'dockerfile', content });
  await vscode.window.showTextDocument(document);
  return document;
}

async function replace(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const start = document.positionAt(document.getText().indexOf(from));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(start, start.translate(0, from.length)), to);
  await vscode.workspace.applyEdit(edit);
}

function quickFixes(document: vscode.TextDocument, range: vscode.Range): Thenable<vscode.CodeAction[]> {
  const kind = vscode.CodeActionKind.QuickFix.value;
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', document.uri, range, kind);
}

function rulesOf(diagnostics: readonly vscode.Diagnostic[]): readonly string[] {
  return diagnostics.map(({ code }) => String(typeof code === 'object' ? code.value : code));
}

async function waitFor(condition: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error('It did not happen in ten seconds');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Waits until the document's problems are as wanted. */
async function until(
  document: vscode.TextDocument,
  wanted: (rules: readonly string[], diagnostics: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  const end = Date.now() + 10_000;
  for (;;) {
    const diagnostics = vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'layerwright');
    if (wanted(rulesOf(diagnostics), diagnostics)) return diagnostics;
    if (Date.now() > end) throw new Error(`Still reported: ${rulesOf(diagnostics).join(', ') || 'nothing'}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
