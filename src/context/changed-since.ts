import { lstatSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { findIgnoreFile } from './context-files';
import { parseIgnoreFile } from './ignore-file';
import { walkContext } from './walk';

/** Milliseconds of work between two rests. */
const longestWork = 12;

/**
 * Whether a file of the context has changed since a time in milliseconds since the epoch, or one was added to a folder of it or
 * removed. What cannot be read has not.
 */
export async function changedSince({
  root,
  dockerfile,
  time,
}: {
  readonly root: string;
  readonly dockerfile: string;
  readonly time: number;
}): Promise<boolean> {
  const found = findIgnoreFile(root, resolve(dockerfile));
  const ignore = found && parseIgnoreFile(found.text);
  let rested = performance.now();
  try {
    for (const { path, kind } of walkContext({ root, ignore, onSkip() {} })) {
      const file = join(root, path);
      const stats = file === resolve(dockerfile) ? undefined : lstatSync(file, { throwIfNoEntry: false });
      if (stats && (kind === 'directory' ? stats.mtimeMs : stats.ctimeMs) > time) return true;
      if (performance.now() - rested < longestWork) continue;
      await setImmediate();
      rested = performance.now();
    }
  } catch {
    return false;
  }
  return false;
}
