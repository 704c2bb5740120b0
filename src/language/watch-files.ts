import { basename, dirname } from 'node:path';
import { type FileSystemWatcher, RelativePattern, type TextDocument, Uri, workspace } from 'vscode';
import type { Disposable } from '../shared/disposable';
import { DisposableList } from '../shared/disposable';
import { configFileNames } from './config-files';
import { isDockerfile, openDockerfiles } from './documents';
import { isBelow, isNoise } from './relevant-files';
import { createScheduler } from './scheduler';

const millisecondsOfQuiet = 300;

/**
 * Tells when a file changed that a finding may depend on: one in the build context of an open Dockerfile, or a
 * configuration file. Bursts, such as a checkout, are told once.
 */
export function watchFiles(onChange: () => void): Disposable {
  const owned = new DisposableList();
  const scheduler = owned.add(createScheduler(millisecondsOfQuiet));
  const outside = new Map<string, FileSystemWatcher>();

  const changed = (uri: Uri) => {
    if (isRelevant(uri)) scheduler.schedule('', onChange);
  };
  const listen = (watcher: FileSystemWatcher): FileSystemWatcher => {
    watcher.onDidChange(changed);
    watcher.onDidCreate(changed);
    watcher.onDidDelete(changed);
    return watcher;
  };

  /** Folders of Dockerfiles that are in no folder of the workspace are watched, too, but not what is below them. */
  const watchOutside = () => {
    const wanted = new Set(openDockerfiles().filter(isOutside).map(folderOf));
    for (const [folder, watcher] of outside) {
      if (wanted.has(folder)) continue;
      watcher.dispose();
      outside.delete(folder);
    }
    for (const folder of wanted) {
      if (outside.has(folder)) continue;
      outside.set(folder, listen(workspace.createFileSystemWatcher(new RelativePattern(Uri.file(folder), '*'))));
    }
  };

  owned.add(listen(workspace.createFileSystemWatcher('**/*')));
  owned.add(workspace.onDidSaveTextDocument(({ uri }) => changed(uri)));
  owned.add(workspace.onDidOpenTextDocument((document) => isDockerfile(document) && watchOutside()));
  owned.add(workspace.onDidCloseTextDocument((document) => isDockerfile(document) && watchOutside()));
  owned.add(workspace.onDidChangeWorkspaceFolders(watchOutside));
  owned.add({
    dispose() {
      for (const watcher of outside.values()) watcher.dispose();
    },
  });
  watchOutside();
  return owned;
}

function isRelevant({ scheme, fsPath }: Uri): boolean {
  if (scheme !== 'file' || isNoise(fsPath)) return false;
  const name = basename(fsPath);
  if ((configFileNames as readonly string[]).includes(name)) return true;
  // The text of an open Dockerfile is taken from the editor, not from the disk.
  return openDockerfiles().some((document) => fsPath !== document.uri.fsPath && isBelow(folderOf(document), fsPath));
}

function isOutside(document: TextDocument): boolean {
  return document.uri.scheme === 'file' && !workspace.getWorkspaceFolder(document.uri);
}

function folderOf(document: TextDocument): string {
  return dirname(document.uri.fsPath);
}
