import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Endpoint } from './endpoints';

/**
 * Waits, but no longer than until the endpoint's socket is made anew, which an engine does when it starts. Resolves with
 * whether it was. Where folders cannot be watched, it just waits.
 */
export function waitForSocket(
  endpoint: Endpoint | undefined,
  milliseconds: number,
  signal: AbortSignal,
): Promise<boolean> {
  return new Promise((resolve) => {
    let watcher: FSWatcher | undefined;
    let settling: NodeJS.Timeout | undefined;
    const finish = (appeared: boolean) => {
      clearTimeout(timer);
      clearTimeout(settling);
      signal.removeEventListener('abort', onAbort);
      watcher?.close();
      resolve(appeared);
    };
    const onAbort = () => finish(false);
    const timer = setTimeout(() => finish(false), milliseconds);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) return onAbort();
    if (endpoint?.address.kind !== 'unix') return;
    const { path } = endpoint.address;
    try {
      watcher = watch(dirname(path), (_event, name) => {
        if (name !== basename(path) || settling) return;
        // It is unlinked, made and given its mode in quick succession.
        settling = setTimeout(() => finish(true), 50);
      });
      watcher.on('error', () => watcher?.close());
    } catch {
      // The folder does not exist, or there are too many watchers.
    }
  });
}
