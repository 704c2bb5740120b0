import { addressText } from '../../engine/endpoints';
import type { ContextNode } from '../../views/contexts/nodes';
import { nameSocket } from '../../views/contexts/nodes';
import { selectionOf } from '../targets';

/** A context, or an address without one. */
export type PlaceTarget =
  | { readonly context: string; readonly name: string }
  | { readonly host: string; readonly name: string };

/** Rows of the Contexts view, names of contexts, or `{ context }`. */
export function placeTargets(args: readonly unknown[]): readonly PlaceTarget[] {
  return selectionOf(args).flatMap(placesOf);
}

/** Only those with a name. */
export function contextTargets(args: readonly unknown[]): readonly string[] {
  return placeTargets(args).flatMap((target) => ('context' in target ? [target.context] : []));
}

function placesOf(argument: unknown): readonly PlaceTarget[] {
  if (typeof argument === 'string' && argument !== '') return [{ context: argument, name: argument }];
  if (typeof argument !== 'object' || argument === null) return [];
  if (!('kind' in argument)) return 'context' in argument ? placesOf(argument.context) : [];
  const node = argument as ContextNode;
  if (node.kind === 'context') return [{ context: node.context.name, name: node.context.name }];
  return node.kind === 'socket' ? [{ host: addressText(node.address), name: nameSocket(node.address) }] : [];
}
