import type { ContainerDetails, Engine } from '../engine/engine';
import { formatBytes } from '../shared/quantity';
import type { Slowly } from './container-files';
import type { FileEntry } from './file-entry';
import { FileError, missing } from './file-error';
import { holds, joinPath } from './paths';
import { assertLinux, assertRunning, isRunning, placeOf } from './places';
import { readTarIndex, type TarIndex } from './tar-index';
import { type ListingTool, listByTool, listingTools } from './tool-listing';

/**
 * The folders of one container. A running container lists with its own tools, at the cost of one program. One that has
 * none, or does not run, is read through once, headers only, because an engine can give a folder only with all that is
 * below it; what that said is kept.
 */
export interface FileLists {
  list(container: ContainerDetails, path: string): Promise<readonly FileEntry[]>;
  /** We changed something ourselves; undefined: it is gone, or nobody knows what is there now. */
  changed(path: string, entry: FileEntry | undefined | 'unknown'): void;
  forget(): void;
}

interface Reading {
  readonly root: string;
  /** Mounted file systems are in it as empty folders. */
  readonly withoutMounts: boolean;
  readonly index: Promise<TarIndex>;
}

export function createFileLists(engine: Engine, slowly: Slowly): FileLists {
  let readings: Reading[] = [];
  let tool: ListingTool | undefined;

  async function byTools(id: string, path: string): Promise<readonly FileEntry[] | undefined> {
    for (const candidate of tool ? [tool] : listingTools) {
      const entries = await listByTool(engine.containers, id, candidate, path);
      if (!entries) continue;
      tool = candidate;
      return entries;
    }
    return undefined;
  }

  async function byArchive(container: ContainerDetails, path: string): Promise<readonly FileEntry[] | undefined> {
    const mount = container.mounts.find((candidate) => holds(candidate.path, path));
    let reading = readings.find(
      ({ root, withoutMounts }) => holds(root, path) && (!withoutMounts || !mount || !holds(root, mount.path)),
    );
    if (!reading) {
      const root = mount && holds(mount.path, path) ? mount.path : path;
      const made: Reading = { root, withoutMounts: root === '/', index: read(container, root) };
      reading = made;
      readings = [made, ...readings.filter((other) => !holds(root, other.root) || root === '/')];
      made.index.catch(() => {
        readings = readings.filter((other) => other !== made);
      });
    }
    const entries = (await reading.index).list(path);
    return entries && Promise.all(entries.map((entry) => (isOpen(entry) ? follow(container, path, entry) : entry)));
  }

  /** What is at the end of a link that leads out of what was read. */
  async function follow({ id }: ContainerDetails, folder: string, entry: FileEntry): Promise<FileEntry> {
    const { archive } = engine.containers;
    const stat = await archive.stat(id, joinPath(folder, entry.name));
    const end = stat?.leadsTo === undefined ? undefined : await archive.stat(id, stat.leadsTo);
    return end && entry.link ? { ...entry, link: { ...entry.link, kind: end.kind } } : entry;
  }

  async function read(container: ContainerDetails, root: string): Promise<TarIndex> {
    const what = root === '/' ? `the files of ${container.name}` : `${root} of ${container.name}`;
    return slowly(`Reading ${what}`, async (report, signal) => {
      const { archive } = engine.containers;
      // A folder's own name is left out of the names, except of the root, which has none.
      const tar =
        root === '/'
          ? await engine.containers.export(container.id, signal)
          : await archive.get(container.id, `${root}/.`, signal);
      let told = 0;
      const onBytes = (bytes: number) => {
        if (bytes - told < 10_000_000) return;
        told = bytes;
        report(`${formatBytes(bytes)} read.`);
      };
      return readTarIndex(tar, { root, onBytes });
    });
  }

  return {
    async list(container, path) {
      assertLinux(container);
      const { hidden } = placeOf(container, path);
      if (hidden) assertRunning(container, `only its processes see ${path}`);
      if (isRunning(container)) {
        const entries = await byTools(container.id, path);
        // A file has no files either.
        if (entries && (entries.length > 0 || hidden)) return entries;
        if (hidden)
          throw new FileError(
            'unavailable',
            `Only programs in ${container.name} see ${path}, and it has none that list folders.`,
          );
      }
      const stat = await engine.containers.archive.stat(container.id, path);
      if (!stat) throw missing(path, container.name);
      const folder = stat.leadsTo ?? path;
      const end = stat.leadsTo === undefined ? stat : await engine.containers.archive.stat(container.id, folder);
      if (!end) throw missing(folder, container.name);
      if (end.kind !== 'folder') throw new FileError('not-folder', `${path} in ${container.name} is no folder.`);
      if (isRunning(container) && tool !== undefined) return [];
      return (await byArchive(container, folder)) ?? readAgain(container, folder);
    },
    changed(path, entry) {
      const those = readings.filter(({ root }) => holds(root, path));
      if (entry === 'unknown') readings = readings.filter((reading) => !those.includes(reading));
      // One that failed is not kept.
      else for (const { index } of those) void index.then((read) => read.set(path, entry)).catch(() => {});
    },
    forget() {
      readings = [];
      tool = undefined;
    },
  };

  /** The folder came to be after the rest was read. */
  async function readAgain(container: ContainerDetails, folder: string): Promise<readonly FileEntry[]> {
    readings = readings.filter(({ root }) => !holds(root, folder));
    return (await byArchive(container, folder)) ?? [];
  }
}

function isOpen({ link }: FileEntry): boolean {
  return link !== undefined && link.kind === undefined;
}
