import { type FSWatcher, watch } from 'node:fs';
import { basename } from 'node:path';
import type { Disposable } from '../shared/disposable';

const millisecondsOfQuiet = 200;

/** Tells when `config.json` of a folder was written: `docker context use` does that. A folder that is not there is not watched. */
export function watchDockerConfig(folder: string, onChange: () => void): Disposable {
  let timer: NodeJS.Timeout | undefined;
  let watcher: FSWatcher | undefined;
  try {
    // The folder, not the file: the docker CLI replaces the file.
    watcher = watch(folder, { persistent: false }, (_event, name) => {
      if (name !== null && basename(name) !== 'config.json') return;
      clearTimeout(timer);
      timer = setTimeout(onChange, millisecondsOfQuiet);
    });
    watcher.on('error', () => watcher?.close());
  } catch {
    // No Docker config: nothing can change in it.
  }
  return {
    dispose() {
      clearTimeout(timer);
      watcher?.close();
    },
  };
}
