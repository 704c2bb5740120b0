import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { appended } from '../context/appended';

/** Gives a file another text without writing to the old one, which may have further names. Its mode stays. */
export async function replaceFile(path: string, text: string | Uint8Array): Promise<void> {
  const mode = await stat(path).then(
    (stats) => stats.mode & 0o7777,
    () => 0o644,
  );
  await writeFile(`${path}.layerwright-new`, text, { mode });
  await rename(`${path}.layerwright-new`, path);
}

/** Adds lines to a file's end, or makes it of them. Returns the text before, if there was one, and after. */
export async function appendLines(
  path: string,
  lines: string,
): Promise<{ readonly before?: string; readonly after: string }> {
  const before = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
  const after = appended(before ?? '', lines);
  await replaceFile(path, after);
  return before === undefined ? { after } : { before, after };
}
