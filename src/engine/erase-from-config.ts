import { readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { configFile, isKeyOf } from './credentials';
import { EngineError } from './errors';
import type { Machine } from './this-machine';

/**
 * Takes the credentials of a registry out of the Docker config, as `docker logout` does; everything else in it stays.
 * True when there were any. Nothing is ever written there but less.
 */
export async function eraseFromConfig(host: string, machine: Machine): Promise<boolean> {
  const named = configFile(machine);
  // The file may be a link into somebody's collection of settings.
  const file = await realpath(named).catch(() => named);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined || text.trim() === '') return false;
  let config: { auths?: Record<string, object> };
  try {
    config = JSON.parse(text);
  } catch (cause) {
    throw new EngineError('invalid', `The Docker config ${file} is not valid JSON, so nothing in it was changed.`, {
      cause,
    });
  }
  const keys = Object.keys(config.auths ?? {}).filter((key) => isKeyOf(key, host));
  if (keys.length === 0) return false;
  const secrets = keys.some((key) => Object.keys(config.auths?.[key] ?? {}).length > 0);
  for (const key of keys) delete config.auths?.[key];
  const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? '\t';
  const next = `${file}.${process.pid}.tmp`;
  try {
    const { mode } = await stat(file);
    await writeFile(next, JSON.stringify(config, null, indent), { mode: mode & 0o777 });
    await rename(next, file);
  } catch (cause) {
    await rm(next, { force: true });
    throw new EngineError(
      'permission',
      `The credentials cannot be taken out of ${file}: ${(cause as Error).message}.`,
      { cause },
    );
  }
  return secrets;
}
