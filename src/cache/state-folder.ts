import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Where records are kept between runs, for the editor and the command line alike. `LAYERWRIGHT_STATE` names another place. */
export function stateFolder(
  env: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (env.LAYERWRIGHT_STATE) return env.LAYERWRIGHT_STATE;
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'layerwright');
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'layerwright');
  // The standard says that a path that is not absolute is to be ignored.
  const state = env.XDG_STATE_HOME?.startsWith('/') ? env.XDG_STATE_HOME : join(home, '.local', 'state');
  return join(state, 'layerwright');
}

/** What digests of this folder's records start with; made on first use, readable by its owner only. */
export function saltOf(folder: string): string {
  const file = join(folder, 'salt');
  for (let attempt = 0; ; attempt++) {
    const known = readText(file)?.trim();
    if (known) return known;
    mkdirSync(folder, { recursive: true });
    // Another process may be doing the same: whoever is first wins.
    const salt = randomBytes(24).toString('base64url');
    try {
      writeFileSync(file, salt, { flag: 'wx', mode: 0o600 });
      return salt;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 3) throw error;
      if (!readText(file)?.trim() && attempt > 1) rmSync(file, { force: true });
    }
  }
}

export function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

let writes = 0;

/** Whoever reads sees the old text or the new one, never a part. */
export function replaceText(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const next = `${file}.${process.pid}.${++writes}`;
  writeFileSync(next, text, { mode: 0o600 });
  renameSync(next, file);
}
