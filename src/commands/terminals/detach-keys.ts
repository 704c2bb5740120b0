import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DetachKeys, defaultDetachKeys, parseDetachKeys } from '../../shared/detach-keys';
import type { Services } from '../services';

/** The keys the Docker config names as `detachKeys`, else the ones everybody knows. */
export async function readDetachKeys({ workspace }: Pick<Services, 'workspace'>): Promise<DetachKeys> {
  try {
    const config: unknown = JSON.parse(await readFile(join(workspace.dockerConfigFolder, 'config.json'), 'utf8'));
    const named = (config as { readonly detachKeys?: unknown } | null)?.detachKeys;
    return (typeof named === 'string' ? parseDetachKeys(named) : undefined) ?? defaultDetachKeys;
  } catch {
    // There is no such file, or it is broken: whoever needs more of it says so.
    return defaultDetachKeys;
  }
}
