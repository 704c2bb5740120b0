import type { ContainerMount } from '../engine/container-archive';
import type { ContainerDetails } from '../engine/engine';
import { FileError } from './file-error';
import { holds } from './paths';

type Details = Pick<ContainerDetails, 'name' | 'state' | 'mounts' | 'readOnlyRoot' | 'os'>;

/** Who can get at a path of a container, and how. */
export interface Place {
  /** The engine sees the folder below what is mounted there; programs in the container see the files. */
  readonly hidden: 'kernel' | 'memory' | undefined;
  /** A file that is mounted by itself: it can be written, never replaced. */
  readonly mountedFile: boolean;
  /** Why nothing can be written, with what to do. */
  readonly readOnly: { readonly message: string; readonly hint: string } | undefined;
}

const kernelFolders = ['/proc', '/sys', '/dev'];
/** Mounted in every container, and listed in none. */
const memoryFolders = ['/dev/shm', '/dev/mqueue'];

export function placeOf(container: Details, path: string): Place {
  const mount = container.mounts.find((candidate) => holds(candidate.path, path));
  const kernel = kernelFolders.find((folder) => holds(folder, path));
  if (kernel !== undefined && !(mount && holds(kernel, mount.path))) {
    const hidden = memoryFolders.some((folder) => holds(folder, path)) ? 'memory' : 'kernel';
    const message = `${path} belongs to the kernel, so it is not edited here.`;
    const readOnly = { message, hint: 'Use a terminal in the container.' };
    return { hidden, mountedFile: false, readOnly: hidden === 'kernel' ? readOnly : undefined };
  }
  return {
    hidden: mount?.kind === 'tmpfs' ? 'memory' : undefined,
    mountedFile: mount?.path === path,
    readOnly: readOnly(container, mount),
  };
}

function readOnly(container: Details, mount: ContainerMount | undefined): Place['readOnly'] {
  if (mount && mount.kind !== 'engine') {
    if (mount.writable) return undefined;
    const what =
      mount.kind === 'volume' ? `the volume ${mount.source}` : mount.kind === 'bind' ? mount.source : 'a file system';
    return {
      message: `${mount.path} is ${what} mounted read-only in ${container.name}.`,
      hint: 'Run the container again with the mount writable.',
    };
  }
  if (!container.readOnlyRoot) return undefined;
  const writable = container.mounts.filter((candidate) => candidate.writable && candidate.kind !== 'engine');
  return {
    message: `The file system of ${container.name} is read-only.`,
    hint:
      writable.length > 0
        ? `It can write to ${writable.map(({ path }) => path).join(', ')}.`
        : 'Run the container again without --read-only.',
  };
}

/** Whether programs can be run in it. */
export function isRunning({ state }: Pick<Details, 'state'>): boolean {
  return state === 'running';
}

/** Throws where a program would have to do it, and none can be run. */
export function assertRunning(container: Details, what: string): void {
  if (isRunning(container)) return;
  throw new FileError('unavailable', `${container.name} is ${notRunning(container)}, and ${what}.`, {
    hint: container.state === 'paused' ? 'Resume it first.' : 'Start it first.',
  });
}

/** Throws for containers whose files no engine gives away. */
export function assertLinux({ name, os }: Details): void {
  if (os !== 'linux')
    throw new FileError('unavailable', `${name} is a Windows container, whose files are not browsed here.`);
}

/** Throws where a folder, or what is mounted in it, must not be removed or moved. */
export function assertMovable(container: Details, path: string, doing: string): void {
  if (path === '/') throw new FileError('no-permission', `The root of ${container.name} cannot be ${doing}.`);
  const kernel = kernelFolders.find((folder) => holds(path, folder) || holds(folder, path));
  if (kernel !== undefined && !memoryFolders.some((folder) => path !== folder && holds(folder, path))) {
    throw new FileError('no-permission', `${path} belongs to the kernel, so it cannot be ${doing}.`);
  }
  const mount = container.mounts.find((candidate) => holds(path, candidate.path));
  if (!mount) return;
  const what = mount.kind === 'volume' ? `the volume ${mount.source}` : mount.source || 'another file system';
  const where = mount.path === path ? `${path} is` : `${path} holds ${mount.path}, which is`;
  throw new FileError('no-permission', `${where} where ${what} is mounted, so it cannot be ${doing}.`);
}

function notRunning({ state }: Pick<Details, 'state'>): string {
  return state === 'paused' ? 'paused' : 'not running';
}
