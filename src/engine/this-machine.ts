import { readdir, readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname } from 'node:path';

/** What endpoint resolution and credentials read of a machine. */
export interface SystemFiles {
  /** The text of a file; undefined when it cannot be read. */
  read(path: string): Promise<string | undefined>;
  exists(path: string): Promise<boolean>;
  /** Names in a folder; empty when it cannot be read. */
  list(path: string): Promise<readonly string[]>;
}

/** Where endpoints and credentials of a person come from. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** Of the user, where there is one: rootless engines listen below `/run/user/<uid>`. */
  readonly uid?: number;
  readonly files: SystemFiles;
}

/** The one this runs on, as it is now. */
export function thisMachine(): Machine {
  const uid = process.getuid?.();
  const user = uid === undefined ? {} : { uid };
  return { env: process.env, home: homedir(), platform: process.platform, ...user, files: systemFiles };
}

const systemFiles: SystemFiles = {
  read: (path) => readFile(path, 'utf8').catch(() => undefined),
  async exists(path) {
    // Looking at a pipe would open it, and take one of its instances from whoever waits for one.
    if (/^[\\/]{2}\.[\\/]pipe[\\/]/.test(path))
      return (await systemFiles.list('\\\\.\\pipe\\')).includes(basename(path));
    return stat(path).then(
      () => true,
      // A socket in a folder that may not be entered is there: connecting says so.
      (error: NodeJS.ErrnoException) => error.code === 'EACCES' && dirname(path) !== path,
    );
  },
  list: (path) => readdir(path).catch(() => []),
};
