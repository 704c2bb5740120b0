import type { PathStat } from '../engine/container-archive';
import type { ContainerDetails, Engine, EngineEvent } from '../engine/engine';
import { isEngineError } from '../engine/errors';
import type { Disposable } from '../shared/disposable';
import { Emitter, type Event } from '../shared/emitter';
import { download, type TransferOptions, type Transferred } from './download';
import type { FileEntry } from './file-entry';
import { createFileLists, type FileLists } from './file-lists';
import { removeFile, renameFile } from './move-and-remove';
import { readFile } from './read-file';
import { statFile } from './stat-file';
import { upload } from './upload';
import { makeFolder, type WriteOptions, writeFile } from './write-file';

/** One container, as all that is done with its files sees it. */
export interface OpenContainer {
  readonly engine: Engine;
  readonly details: ContainerDetails;
  readonly lists: FileLists;
}

export interface FileChange {
  readonly container: { readonly id: string; readonly name: string };
  readonly path: string;
  /** `unknown`: anything may have changed at the path and below. */
  readonly kind: 'created' | 'changed' | 'gone' | 'unknown';
}

/** A file as an editor knows it: what a link leads to, with that it is one. */
export interface FileStat extends PathStat {
  readonly isLink: boolean;
  /** Why it cannot be written; undefined where nothing is known against it. */
  readonly readOnly: string | undefined;
}

/** What a long look at a container's files is wrapped in, so that the person sees it and can end it. */
export type Slowly = <T>(
  title: string,
  task: (report: (message: string) => void, signal: AbortSignal) => Promise<T>,
) => Promise<T>;

/**
 * The files of the engine's containers. Containers are given by id or name; paths are absolute. Everything rejects with an
 * EngineError, most often a FileError. What was listed with effort (a container that does not run, or has no tools, is
 * read whole) is kept until something says that it changed.
 */
export interface ContainerFiles extends Disposable {
  open(container: string): Promise<OpenContainer>;
  list(container: string, path: string): Promise<readonly FileEntry[]>;
  stat(container: string, path: string): Promise<FileStat>;
  read(container: string, path: string, onBytes?: (bytes: number, total: number) => void): Promise<Buffer>;
  write(container: string, path: string, content: Uint8Array, options: WriteOptions): Promise<void>;
  makeFolder(container: string, path: string): Promise<void>;
  remove(container: string, path: string): Promise<void>;
  rename(container: string, from: string, to: string, options: { readonly overwrite: boolean }): Promise<void>;
  /** To a path of this machine, which the file or folder has then. */
  download(container: string, path: string, target: string, options: TransferOptions): Promise<Transferred>;
  /** Files and folders of this machine, into a folder of the container. */
  upload(container: string, sources: readonly string[], folder: string, options: TransferOptions): Promise<Transferred>;
  /** Forgets what is kept of a container, or of all, and tells. */
  refresh(container?: string): void;
  /** What the engine tells of its containers. */
  fold(event: EngineEvent): void;
  readonly onDidChange: Event<FileChange>;
}

/** An engine tells also of what we put there ourselves, a moment later. */
const ownMilliseconds = 3000;

/** After these, a container's files may be others: it ran meanwhile, or somebody copied something into it. */
const telling = /^(?:start|restart|die|unpause|extract-to-dir|destroy|remove|rename)/;

export function createContainerFiles(connect: () => Promise<Engine>, slowly: Slowly): ContainerFiles {
  const changes = new Emitter<FileChange>();
  const known = new Map<string, { readonly engine: Engine; readonly name: string; readonly lists: FileLists }>();
  let lastOwn = 0;

  async function open(container: string): Promise<OpenContainer> {
    const engine = await connect();
    const details = await detailsOf(engine, container);
    const found = known.get(details.id);
    const lists = found?.engine === engine ? found.lists : createFileLists(engine, slowly);
    known.set(details.id, { engine, name: details.name, lists });
    return { engine, details, lists };
  }

  function tell({ details, lists }: OpenContainer, path: string, kind: FileChange['kind'], entry?: FileEntry): void {
    lastOwn = Date.now();
    lists.changed(path, kind === 'gone' ? undefined : (entry ?? 'unknown'));
    changes.fire({ container: { id: details.id, name: details.name }, path, kind });
  }

  function refresh(container?: string): void {
    for (const [id, { name, lists }] of known) {
      if (container !== undefined && container !== id && container !== name) continue;
      lists.forget();
      changes.fire({ container: { id, name }, path: '/', kind: 'unknown' });
    }
  }

  return {
    open,
    async list(container, path) {
      const { details, lists } = await open(container);
      return lists.list(details, path);
    },
    stat: async (container, path) => statFile(await open(container), path),
    read: async (container, path, onBytes) => readFile(await open(container), path, onBytes),
    async write(container, path, content, options) {
      const opened = await open(container);
      const { path: written, created, entry } = await writeFile(opened, path, content, options);
      tell(opened, written, created ? 'created' : 'changed', entry);
    },
    async makeFolder(container, path) {
      const opened = await open(container);
      tell(opened, path, 'created', await makeFolder(opened, path));
    },
    async remove(container, path) {
      const opened = await open(container);
      await removeFile(opened, path);
      tell(opened, path, 'gone');
    },
    async rename(container, from, to, options) {
      const opened = await open(container);
      await renameFile(opened, from, to, options);
      tell(opened, from, 'gone');
      tell(opened, to, 'created');
    },
    download: async (container, path, target, options) => download(await open(container), path, target, options),
    async upload(container, sources, folder, options) {
      const opened = await open(container);
      try {
        return await upload(opened, sources, folder, options);
      } finally {
        // One that was cancelled has left something there.
        tell(opened, folder, 'unknown');
      }
    },
    refresh,
    fold({ kind, action, id }) {
      if (kind !== 'container' || !telling.test(action) || !known.has(id)) return;
      if (action === 'destroy' || action === 'remove') known.delete(id);
      else if (action !== 'extract-to-dir' || Date.now() - lastOwn > ownMilliseconds) refresh(id);
    },
    onDidChange: changes.event,
    dispose: () => changes.dispose(),
  };
}

/** Names in URIs have lost their capitals. */
async function detailsOf(engine: Engine, container: string): Promise<ContainerDetails> {
  try {
    return await engine.containers.inspect(container);
  } catch (error) {
    if (!isEngineError(error, 'not-found')) throw error;
    const all = await engine.containers.list();
    const same = all.filter(({ name }) => name.toLowerCase() === container.toLowerCase());
    const [only] = same;
    if (!only || same.length > 1) throw error;
    return engine.containers.inspect(only.id);
  }
}
