import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { socketJson } from '../../support/socket-http';
import { hasEngine } from './engine';

/** Over the editor's own file API, as other extensions and the Explorer use it. */
describe('the file system of containers', function () {
  this.timeout(120_000);
  const { fs } = vscode.workspace;
  const at = (path: string) => vscode.Uri.parse('layerwright-container://lw-host-files').with({ path });
  const call = <T>(path: string, method: 'POST' | 'DELETE', body?: object) =>
    socketJson<T>((process.env.DOCKER_HOST ?? '').replace('unix://', ''), path, { method, ...(body ? { body } : {}) });
  const text = async (path: string) => Buffer.from(await fs.readFile(at(path))).toString();

  before(async function () {
    if (!hasEngine) return this.skip();
    const fill = 'mkdir /app; chown 7:8 /app; ln -s /app /way; exec sleep 600';
    const body = { Image: 'alpine:3.20', Cmd: ['sh', '-c', fill], StopSignal: 'SIGKILL' };
    await call('/containers/create?name=lw-host-files', 'POST', body);
    await call('/containers/lw-host-files/start', 'POST');
  });
  after(async () => {
    if (hasEngine) await call('/containers/lw-host-files?force=true', 'DELETE');
  });

  it('makes, reads, lists, renames, copies and deletes', async () => {
    await fs.writeFile(at('/app/deep/er/a b.txt'), Buffer.from('first'));
    assert.equal(await text('/way/deep/er/a b.txt'), 'first');
    const { type, size, permissions } = await fs.stat(at('/app/deep/er/a b.txt'));
    assert.deepEqual([type, size, permissions], [vscode.FileType.File, 5, undefined]);
    assert.equal((await fs.stat(at('/way'))).type, vscode.FileType.Directory | vscode.FileType.SymbolicLink);
    assert.equal((await fs.stat(at('/proc/version'))).permissions, vscode.FilePermission.Readonly);
    await fs.rename(at('/app/deep'), at('/app/moved'));
    await fs.copy(at('/app/moved/er/a b.txt'), at('/app/copy.txt'));
    const entries = await fs.readDirectory(at('/app'));
    assert.deepEqual(Object.fromEntries(entries), {
      moved: vscode.FileType.Directory,
      'copy.txt': vscode.FileType.File,
    });
    await fs.delete(at('/app/moved'), { recursive: true });
    await assert.rejects(async () => fs.stat(at('/app/moved')), { code: 'FileNotFound' });
  });

  it('is edited and saved in an editor', async () => {
    const document = await vscode.workspace.openTextDocument(at('/app/copy.txt'));
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'edited, '));
    assert.ok(await document.save());
    assert.equal(await text('/app/copy.txt'), 'edited, first');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('says in a sentence why something cannot be', async () => {
    const nowhere = vscode.Uri.parse('layerwright-container://lw-no-such-container/etc/passwd');
    await assert.rejects(async () => fs.stat(nowhere), /No such container: lw-no-such-container/);
    await assert.rejects(
      async () => fs.writeFile(at('/proc/version'), Buffer.from('x')),
      /read-only|belongs to the kernel/i,
    );
    await assert.rejects(async () => fs.delete(at('/proc')), /belongs to the kernel/);
  });
});
