import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { childrenOf, commandLine, endProcess, isRunning, processesWith, signal } from './processes';
import { socketJson } from './socket-http';

/** Where one private engine keeps what. Everything is derived from two folders, so that a watchdog can end it. */
export interface EngineFiles {
  /** Survives between runs: images, layers, build cache. */
  readonly stateFolder: string;
  /** Sockets, pid files, generated configuration; removed when the engine ends. */
  readonly runFolder: string;
  /** Name of the engine's own network bridge: never the machine's docker0. */
  readonly bridge: string;
}

export const dataRoot = (files: EngineFiles) => join(files.stateFolder, 'data');
export const logFile = (files: EngineFiles) => join(files.stateFolder, 'dockerd.log');
export const ownerFile = (files: EngineFiles) => join(files.stateFolder, 'owner');
export const engineSocket = (files: EngineFiles) => join(files.runFolder, 'd.sock');
export const containerdSocket = (files: EngineFiles) => join(files.runFolder, 'c.sock');
export const dockerdPidFile = (files: EngineFiles) => join(files.runFolder, 'dockerd.pid');
export const containerdPidFile = (files: EngineFiles) => join(files.runFolder, 'containerd.pid');

/** The id in a pid file when that process is alive and really is this engine's. */
export function livePid(pidFile: string, files: EngineFiles): number | undefined {
  let pid: number;
  try {
    pid = Number(readFileSync(pidFile, 'utf8'));
  } catch {
    return undefined;
  }
  return pid > 0 && isRunning(pid) && commandLine(pid).includes(files.runFolder) ? pid : undefined;
}

/** Ends the daemons at once, as a crash would; containers keep running under their shims until the next start or the end. */
export async function killDaemons(files: EngineFiles): Promise<void> {
  for (const pidFile of [dockerdPidFile(files), containerdPidFile(files)]) {
    const pid = livePid(pidFile, files);
    if (pid === undefined) continue;
    signal(pid, 'SIGKILL');
    await endProcess(pid, 5_000);
  }
}

/** Ends the daemons in order. dockerd asks its containers to end, and grants each ten seconds. */
export async function shutDownDaemons(files: EngineFiles): Promise<void> {
  for (const pidFile of [dockerdPidFile(files), containerdPidFile(files)]) {
    const pid = livePid(pidFile, files);
    if (pid !== undefined) await endProcess(pid, 30_000);
  }
}

/** Ends the daemons, every container, and what they left: mounts, bridges, run folder. Safe to call at any time, twice too. */
export async function endEngine(files: EngineFiles): Promise<void> {
  const bridges = [files.bridge, ...(await networkBridges(files))];
  killContainers(files);
  for (const pidFile of [dockerdPidFile(files), containerdPidFile(files)]) {
    const pid = livePid(pidFile, files);
    if (pid !== undefined) await endProcess(pid, 15_000);
  }
  killContainers(files);
  for (const shim of shims(files)) await endProcess(shim, 1_000);
  unmountBelow([files.runFolder, files.stateFolder]);
  for (const bridge of bridges) deleteLink(bridge);
  rmSync(files.runFolder, { recursive: true, force: true });
}

/**
 * Of networks that tests have left: they outlive their engine, and each takes one of the few address ranges that engines of this
 * machine choose from.
 */
async function networkBridges(files: EngineFiles): Promise<readonly string[]> {
  if (livePid(dockerdPidFile(files), files) === undefined) return [];
  try {
    const networks = await socketJson<readonly { Id: string; Name: string; Driver: string }[]>(
      engineSocket(files),
      '/networks',
      { timeout: 2_000 },
    );
    const made = networks.filter(({ Name, Driver }) => Driver === 'bridge' && Name !== 'bridge');
    return made.map(({ Id }) => `br-${Id.slice(0, 12)}`);
  } catch {
    return [];
  }
}

function deleteLink(name: string): void {
  try {
    execFileSync('ip', ['link', 'delete', name], { stdio: 'ignore' });
  } catch {
    // There was none.
  }
}

/** Ends every container's processes: dockerd grants each ten seconds, when it ends and when it finds them at its next start. */
export function killContainers(files: EngineFiles): void {
  for (const shim of shims(files)) for (const child of childrenOf(shim)) signal(child, 'SIGKILL');
}

function shims(files: EngineFiles): readonly number[] {
  return processesWith(`-address ${containerdSocket(files)}`);
}

function unmountBelow(folders: readonly string[]): void {
  const points = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => (line.split(' ')[1] ?? '').replaceAll('\\040', ' '))
    .filter((point) => folders.some((folder) => point === folder || point.startsWith(`${folder}/`)))
    .sort()
    .reverse();
  for (const point of points) {
    try {
      execFileSync('umount', [point], { stdio: 'ignore' });
    } catch {
      execFileSync('umount', ['-l', point], { stdio: 'ignore' });
    }
  }
}
