import type { VolumeSummary } from '../../engine/volumes';
import type { VolumeNode } from '../../views/volumes/nodes';
import { volumeLabel } from '../../views/volumes/nodes';
import { selectionOf } from '../targets';

export interface VolumeTarget {
  /** What engine calls take. */
  readonly id: string;
  /** For the person: anonymous volumes have names nobody can read. */
  readonly name: string;
}

/** Volumes named by a command's arguments: rows of the Volumes and Disk usage views, names, or `{ volume }`. */
export function volumeTargets(args: readonly unknown[]): readonly VolumeTarget[] {
  const targets = selectionOf(args).flatMap(volumesOf);
  return [...new Map(targets.map((target) => [target.id, target])).values()];
}

export function volumeTarget(volume: VolumeSummary): VolumeTarget {
  return { id: volume.name, name: volumeLabel(volume) };
}

function volumesOf(argument: unknown): readonly VolumeTarget[] {
  if (typeof argument === 'string' && argument !== '')
    return [{ id: argument, name: /^[0-9a-f]{64}$/.test(argument) ? argument.slice(0, 12) : argument }];
  if (typeof argument !== 'object' || argument === null) return [];
  if (!('kind' in argument) || argument.kind === 'usageItem')
    return 'volume' in argument ? volumesOf(argument.volume) : [];
  const node = argument as VolumeNode;
  if (node.kind === 'anonymousVolumes') return node.volumes.flatMap(volumesOf);
  return node.kind === 'volume' ? [volumeTarget(node.volume)] : [];
}
