import type { NetworkNode } from '../../views/networks/nodes';
import { selectionOf } from '../targets';

export interface NetworkTarget {
  /** Id, or a name somebody gave. */
  readonly id: string;
  readonly name: string;
}

/** Networks named by a command's arguments: rows of the Networks view, names, ids, or `{ network }`. */
export function networkTargets(args: readonly unknown[]): readonly NetworkTarget[] {
  const targets = selectionOf(args).flatMap(networksOf);
  return [...new Map(targets.map((target) => [target.id, target])).values()];
}

function networksOf(argument: unknown): readonly NetworkTarget[] {
  if (typeof argument === 'string' && argument !== '')
    return [{ id: argument, name: /^[0-9a-f]{64}$/.test(argument) ? argument.slice(0, 12) : argument }];
  if (typeof argument !== 'object' || argument === null) return [];
  if (!('kind' in argument)) return 'network' in argument ? networksOf(argument.network) : [];
  const node = argument as NetworkNode;
  if (node.kind !== 'network' && node.kind !== 'containerUser') return [];
  return node.network ? [{ id: node.network.id, name: node.network.name }] : [];
}
