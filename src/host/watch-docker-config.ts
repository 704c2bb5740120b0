import { type FSWatcher, watch } from 'node:fs';
import { basename, join } from 'node:path';
import type { Disposable } from '../shared/disposable';

const millisecondsOfQuiet = 200;

/** Tells when `config.json` of a folder was written: `docker context use` does that. A folder that is not there is not watched. */
export function watchDockerConfig(folder: string, onChange: () => void): Disposable {
  // The folder, not the file: the docker CLI replaces the file.
  return watchFolder(folder, onChange, (name) => name === 'config.json');
}

/** Tells when contexts came or went, by `docker context create` for example. */
export function watchDockerContexts(folder: string, onChange: () => void): Disposable {
  return watchFolder(join(folder, 'contexts', 'meta'), onChange, () => true);
}

function watchFolder(folder: string, onChange: () => void, matters: (name: string) => boolean): Disposable {
  let timer: NodeJS.Timeout | undefined;
  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(folder, { persistent: false }, (_event, name) => {
      if (name !== null && !matters(basename(name))) return;
      clearTimeout(timer);
      timer = setTimeout(onChange, millisecondsOfQuiet);
    });
    watcher.on('error', () => watcher?.close());
  } catch {
    // It is not there: nothing can change in it.
  }
  return {
    dispose() {
      clearTimeout(timer);
      watcher?.close();
    },
  };
}
