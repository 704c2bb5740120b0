import { access, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** In the order in which they are looked for in a folder. */
export const configFileNames = ['.layerwright.yaml', '.layerwright.yml', '.hadolint.yaml', '.hadolint.yml'] as const;

export interface ConfigFile {
  readonly path: string;
  readonly text: string;
}

/**
 * The nearest configuration file in the Dockerfile's folder or above it, as far as the repository's root (the folder with
 * `.git`), which is where the command line stops, too. Read every time, so it is never stale.
 */
export async function findConfigFile(dockerfile: string): Promise<ConfigFile | undefined> {
  for (let folder = dirname(dockerfile); ; folder = dirname(folder)) {
    for (const name of configFileNames) {
      const found = await readConfigFile(join(folder, name));
      if (found) return found;
    }
    if (folder === dirname(folder) || (await exists(join(folder, '.git')))) return undefined;
  }
}

/** Undefined when there is no such file, or it cannot be read. */
export async function readConfigFile(path: string): Promise<ConfigFile | undefined> {
  try {
    return { path, text: await readFile(path, 'utf8') };
  } catch {
    return undefined;
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
