import {
  EventEmitter,
  type FileChangeEvent,
  FileChangeType,
  FilePermission,
  type FileStat,
  FileSystemError,
  type FileSystemProvider,
  FileType,
  ProgressLocation,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { ContainerFiles, FileChange } from '../container-files/container-files';
import { containerPathOf, containerUri } from '../container-files/container-uri';
import type { FileEntry } from '../container-files/file-entry';
import { FileError } from '../container-files/file-error';
import { isEngineError } from '../engine/errors';
import { type Disposable, DisposableList } from '../shared/disposable';
import { formatBytes } from '../shared/quantity';
import { asSentence } from './failure';

/** More than that is opened with a progress. */
const largeBytes = 20_000_000;

/** Containers' files for the editor: opened, saved and browsed like others. Nothing is asked before a file is. */
export function registerContainerFileSystem(load: () => Promise<ContainerFiles>): Disposable {
  const owned = new DisposableList();
  const changes = owned.add(new EventEmitter<FileChangeEvent[]>());
  let loading: Promise<ContainerFiles> | undefined;
  const files = () => {
    loading ??= load().then((loaded) => {
      owned.add(
        loaded.onDidChange((change) =>
          changes.fire(
            changeEvents(
              change,
              workspace.textDocuments.map(({ uri }) => uri),
            ),
          ),
        ),
      );
      return loaded;
    });
    return loading;
  };
  const provider: FileSystemProvider = {
    onDidChangeFile: changes.event,
    // Engines do not tell of changes in files: what is known to have changed is fired above.
    watch: () => ({ dispose() {} }),
    stat: (uri) =>
      translated(uri, async ({ container, path }) => {
        const stat = await (await files()).stat(container, path);
        const type = fileTypes[stat.kind] | (stat.isLink ? FileType.SymbolicLink : 0);
        const { bytes: size, modified: mtime, readOnly } = stat;
        const found: FileStat = { type, size, mtime, ctime: mtime };
        return readOnly === undefined ? found : { ...found, permissions: FilePermission.Readonly };
      }),
    readDirectory: (uri) =>
      translated(uri, async ({ container, path }) =>
        (await (await files()).list(container, path)).map((entry): [string, FileType] => [entry.name, typeOf(entry)]),
      ),
    readFile: (uri) => translated(uri, async ({ container, path }) => readWithProgress(await files(), container, path)),
    writeFile: (uri, content, options) =>
      translated(uri, async ({ container, path }) => (await files()).write(container, path, content, options)),
    createDirectory: (uri) =>
      translated(uri, async ({ container, path }) => (await files()).makeFolder(container, path)),
    delete: (uri) => translated(uri, async ({ container, path }) => (await files()).remove(container, path)),
    rename: (from, to, options) =>
      translated(from, async ({ container, path }) =>
        (await files()).rename(container, path, containerPathOf(to.toString()).path, options),
      ),
  };
  owned.add(workspace.registerFileSystemProvider('layerwright-container', provider, { isCaseSensitive: true }));
  return owned;
}

const fileTypes = { file: FileType.File, folder: FileType.Directory, link: FileType.Unknown, other: FileType.Unknown };

function typeOf({ kind, link }: FileEntry): FileType {
  return link ? (link.kind ? fileTypes[link.kind] : FileType.Unknown) | FileType.SymbolicLink : fileTypes[kind];
}

async function readWithProgress(files: ContainerFiles, container: string, path: string): Promise<Uint8Array> {
  const { bytes } = await files.stat(container, path);
  if (bytes < largeBytes) return files.read(container, path, () => {});
  return window.withProgress({ location: ProgressLocation.Notification, title: `Reading ${path}` }, (progress) => {
    let shown = 0;
    return files.read(container, path, (read, total) => {
      const percent = total > 0 ? Math.floor((100 * read) / total) : 0;
      if (percent === shown) return;
      progress.report({ increment: percent - shown, message: `${formatBytes(read)} of ${formatBytes(total)}` });
      shown = percent;
    });
  });
}

/** The editor shows the message of what a file system throws, and acts on its code. */
async function translated<T>(uri: Uri, task: (where: ReturnType<typeof containerPathOf>) => Promise<T>): Promise<T> {
  try {
    return await task(containerPathOf(uri.toString()));
  } catch (error) {
    throw fileSystemError(error, uri);
  }
}

function fileSystemError(error: unknown, uri: Uri): unknown {
  if (!isEngineError(error)) return error;
  const text = [error.message, error.hint]
    .filter((part) => part !== undefined)
    .map(asSentence)
    .join(' ');
  if (!(error instanceof FileError)) {
    return error.reason === 'not-found' ? FileSystemError.FileNotFound(text) : FileSystemError.Unavailable(text);
  }
  switch (error.problem) {
    case 'missing':
      return FileSystemError.FileNotFound(text || uri);
    case 'exists':
      return FileSystemError.FileExists(text);
    case 'is-folder':
      return FileSystemError.FileIsADirectory(text);
    case 'not-folder':
      return FileSystemError.FileNotADirectory(text);
    case 'no-permission':
      return FileSystemError.NoPermissions(text);
    case 'unavailable':
      return FileSystemError.Unavailable(text);
  }
}

const changeTypes = { created: FileChangeType.Created, changed: FileChangeType.Changed, gone: FileChangeType.Deleted };

/** A change of nobody knows what concerns the open documents of that container, and the folders that are shown. */
function changeEvents({ container, path, kind }: FileChange, open: readonly Uri[]): FileChangeEvent[] {
  const authorities = new Set([container.id, container.id.slice(0, 12), container.name.toLowerCase()]);
  if (kind !== 'unknown')
    return [...authorities].map((authority) => ({
      type: changeTypes[kind],
      uri: Uri.parse(containerUri(authority, path)),
    }));
  const folders = workspace.workspaceFolders?.map(({ uri }) => uri) ?? [];
  return [...open, ...folders]
    .filter((uri) => uri.scheme === 'layerwright-container' && authorities.has(uri.authority))
    .map((uri) => ({ type: FileChangeType.Changed, uri }));
}
