import type { OpenContainer } from './container-files';
import { FileError, missing, noContent } from './file-error';
import { assertRunning, placeOf } from './places';
import { runProgram } from './run-program';
import { firstEntry } from './single-file';
import { findFile } from './stat-file';

/** More than that is not for an editor: Node's own limit for a buffer is little above. */
const mostBytes = 2_000_000_000;

/** The content of a file, links followed. */
export async function readFile(
  container: OpenContainer,
  path: string,
  onBytes?: (bytes: number, total: number) => void,
): Promise<Buffer> {
  const { engine, details } = container;
  const { name, id } = details;
  const found = await findFile(container, path);
  if (!found) throw missing(path, name);
  const end = found.leadsTo ?? path;
  const stat = found.leadsTo === undefined ? found : await findFile(container, end);
  if (!stat) throw new FileError('missing', `${path} in ${name} leads to ${end}, which is not there.`);
  if (stat.kind === 'folder') throw new FileError('is-folder', `${path} in ${name} is a folder.`);
  if (stat.kind === 'other')
    throw new FileError(
      'unavailable',
      `${path} in ${name} is a device, a pipe or a socket, and has no content to show.`,
    );
  if (stat.bytes > mostBytes)
    throw new FileError('unavailable', `${path} in ${name} is too large to be opened.`, {
      hint: 'Copy it from the container instead.',
    });
  if (placeOf(details, end).hidden) return readByProgram(container, end);
  const tar = await engine.containers.archive.get(id, end);
  try {
    const file = await firstEntry(tar);
    if (!file) throw noContent(end, name);
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of file.content) {
      chunks.push(chunk);
      bytes += chunk.length;
      onBytes?.(bytes, stat.bytes);
    }
    return Buffer.concat(chunks);
  } finally {
    tar.destroy();
  }
}

async function readByProgram({ engine, details }: OpenContainer, path: string): Promise<Buffer> {
  assertRunning(details, `only its processes see ${path}`);
  const output = await runProgram(engine.containers, details.id, ['cat', path]);
  if (!output)
    throw new FileError('unavailable', `Only programs in ${details.name} see ${path}, and it has no cat to read it.`);
  if (output.exitCode !== 0 && output.stdout.length === 0)
    throw new FileError('no-permission', `${path} in ${details.name} cannot be read: ${output.problem}.`);
  return output.stdout;
}
