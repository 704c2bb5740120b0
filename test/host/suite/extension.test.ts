import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import * as vscode from 'vscode';

describe('the extension', () => {
  it('is there, and is active once a Dockerfile is open', async () => {
    const extension = vscode.extensions.getExtension('layerwright.layerwright');
    assert.ok(extension, 'not among the loaded extensions');
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    await vscode.window.showTextDocument(vscode.Uri.file(join(folder, 'beginner', 'Dockerfile')));
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
