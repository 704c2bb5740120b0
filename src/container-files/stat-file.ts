import type { PathStat } from '../engine/container-archive';
import type { FileStat, OpenContainer } from './container-files';
import { missing } from './file-error';
import { cleanPath } from './paths';
import { assertRunning, isRunning, placeOf } from './places';
import { statByTool } from './tool-listing';

/** Rejects with a FileError `missing` when there is nothing. */
export async function statFile(container: OpenContainer, path: string): Promise<FileStat> {
  const { details } = container;
  const stat = await findFile(container, path);
  if (!stat) throw missing(path, details.name);
  if (stat.kind !== 'link') return { ...stat, isLink: false, readOnly: placeOf(details, path).readOnly?.message };
  const target = stat.leadsTo === undefined ? undefined : await findFile(container, stat.leadsTo);
  const readOnly = placeOf(details, stat.leadsTo ?? path).readOnly?.message;
  return { ...(target ?? stat), leadsTo: stat.leadsTo, isLink: true, readOnly };
}

/** The path itself, links on the way followed by the engine; undefined when there is nothing. */
export async function findFile({ engine, details }: OpenContainer, path: string): Promise<PathStat | undefined> {
  const { containers } = engine;
  if (placeOf(details, path).hidden) {
    assertRunning(details, `only its processes see ${path}`);
    const entry = await statByTool(containers, details.id, path);
    return entry && { ...entry, leadsTo: undefined };
  }
  const stat = await containers.archive.stat(details.id, path);
  if (stat || !isRunning(details)) return stat && { ...stat, leadsTo: stat.leadsTo && cleanPath(stat.leadsTo) };
  return undefined;
}
