import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { EngineFiles } from './engine-files';

/** Something that must not outlive the test process. */
export type Charge =
  | { readonly kind: 'process'; readonly pid: number; readonly commandLine: string }
  /** Every process whose command line holds a text that only ours have, such as the path of a temporary folder. */
  | { readonly kind: 'processes'; readonly commandLine: string }
  | { readonly kind: 'engine'; readonly files: EngineFiles }
  | { readonly kind: 'folder'; readonly path: string };

export interface WatchdogMessage {
  readonly id: string;
  /** Absent when the charge ended properly. */
  readonly charge?: Charge;
}

/** A word in the watchdog's command line by which another process recognises it. */
export const watchdogMark = 'watchdog-process.ts';

const endings = new Map<string, () => Promise<void>>();
let watchdog: ChildProcess | undefined;
let lastId = 0;

/** The watchdog's process id; it lives as long as this process and until everything of it is ended. */
export function watchdogPid(): number {
  return started().pid ?? 0;
}

/**
 * Ends something when the tests are over: by `end` in the orderly case, by the watchdog when this process was killed (which
 * needs Linux; without a charge it is left out).
 * Returns the function that ends it earlier; calling it again does nothing.
 */
export function atEnd(charge: Charge | undefined, end: () => Promise<void>): () => Promise<void> {
  lastId += 1;
  const id = String(lastId);
  if (charge) send({ id, charge });
  let ended: Promise<void> | undefined;
  const once = () => {
    ended ??= end().finally(() => {
      endings.delete(id);
      if (charge) send({ id });
    });
    return ended;
  };
  endings.set(id, once);
  return once;
}

/** Ends everything that is left, newest first. Called by the test runner's last hook. */
export async function endEverything(): Promise<void> {
  for (const end of [...endings.values()].reverse()) await end();
}

function send(message: WatchdogMessage): void {
  if (process.platform !== 'linux') return;
  started().stdin?.write(`${JSON.stringify(message)}\n`);
}

function started(): ChildProcess {
  if (watchdog) return watchdog;
  const loader = pathToFileURL(require.resolve('tsx')).href;
  // Detached, so that Ctrl-C in the terminal does not end the one process that has to clean up.
  watchdog = spawn(process.execPath, ['--import', loader, join(__dirname, watchdogMark)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: join(__dirname, '..', '..'),
  });
  watchdog.unref();
  (watchdog.stdin as Socket).unref();
  return watchdog;
}
