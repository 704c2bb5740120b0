import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { EngineError } from '../engine/errors';
import { formatBytes } from '../shared/quantity';
import { countBytes } from './count-bytes';
import type { Services } from './services';

/** The archive a command was given, as a file's path or `{ archive }`, or the one that is picked. */
export async function archivePath(
  { ui }: Pick<Services, 'ui'>,
  [given]: readonly unknown[],
  title: string,
): Promise<string | undefined> {
  if (typeof given === 'string' && given !== '') return given;
  if (typeof given === 'object' && given !== null && 'archive' in given) return String(given.archive);
  return ui.pickFile({ title, filters: { Archives: ['tar', 'gz', 'tgz', 'bz2', 'xz', 'zst'], 'All files': ['*'] } });
}

/** A file as it is read, saying how far it is. Rejects with EngineError `invalid` when there is nothing to read. */
export async function readArchive(
  path: string,
  report: (message: string, fraction?: number) => void,
): Promise<Readable> {
  const info = await stat(path).catch((cause: unknown) => {
    throw new EngineError('invalid', `${path} cannot be read.`, { cause, hint: 'Check that the file is still there.' });
  });
  if (!info.isFile()) throw new EngineError('invalid', `${path} is not a file.`);
  const counted = countBytes((read) =>
    report(`${formatBytes(read)} of ${formatBytes(info.size)}`, info.size > 0 ? read / info.size : undefined),
  );
  // Who reads the archive hears of its errors there.
  pipeline(createReadStream(path), counted, () => {});
  return counted;
}
