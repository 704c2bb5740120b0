import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** False for a process that is gone and for a zombie: some machines' first process reaps late. */
export function isRunning(pid: number): boolean {
  const stat = read(`/proc/${pid}/stat`);
  return stat !== '' && !/\) [ZX] /.test(stat);
}

/** The command line with spaces between arguments; empty when the process is gone. Guards against reused process ids. */
export function commandLine(pid: number): string {
  return read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
}

/** Ids of running processes whose command line holds the text, except this one. */
export function processesWith(text: string): readonly number[] {
  return processIds().filter((pid) => pid !== process.pid && commandLine(pid).includes(text) && isRunning(pid));
}

/** Ids of the direct children of a process. */
export function childrenOf(parent: number): readonly number[] {
  return processIds().filter((pid) => Number(/\) \S (\d+) /.exec(read(`/proc/${pid}/stat`))?.[1]) === parent);
}

/** Sends a signal; a process that is already gone is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // The process ended by itself.
  }
}

/** True when the process ended within the time. */
export async function waitUntilGone(pid: number, milliseconds: number): Promise<boolean> {
  const end = Date.now() + milliseconds;
  while (isRunning(pid)) {
    if (Date.now() > end) return false;
    await sleep(20);
  }
  return true;
}

/** Asks a process to end, and after the grace period makes it. */
export async function endProcess(pid: number, graceMilliseconds: number): Promise<void> {
  signal(pid, 'SIGTERM');
  if (await waitUntilGone(pid, graceMilliseconds)) return;
  signal(pid, 'SIGKILL');
  await waitUntilGone(pid, 5_000);
}

function processIds(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
