import { containerPathOf } from '../../container-files/container-uri';
import { leadsToFolder } from '../../container-files/file-entry';
import { cleanPath } from '../../container-files/paths';
import type { ContainerNode } from '../../views/containers/nodes';
import type { FileRow } from '../../views/files/nodes';
import { shortId } from '../../views/format';
import type { ContainerTarget } from '../targets';

/** A file or folder of a container, as commands speak of it. */
export interface FileTarget {
  readonly container: ContainerTarget;
  readonly path: string;
  /** Undefined: nobody looked yet. */
  readonly folder: boolean | undefined;
}

/**
 * Files named by a command's arguments: rows of files, with those selected beside them; `layerwright-container:` URIs; or
 * `{ container, path }`. A container's row, which has all its files, counts where `containers` says so.
 */
export function fileTargets(
  args: readonly unknown[],
  options: { readonly containers?: boolean } = {},
): readonly FileTarget[] {
  const [clicked, selected] = args;
  const chosen = Array.isArray(selected) && selected.includes(clicked) ? selected : [clicked];
  const found = chosen.flatMap((argument) => targetOf(argument, options.containers === true) ?? []);
  return [...new Map(found.map((target) => [`${target.container.id}:${target.path}`, target])).values()];
}

function targetOf(argument: unknown, containers: boolean): FileTarget | undefined {
  if (typeof argument === 'string') {
    if (!argument.startsWith('layerwright-container:')) return undefined;
    const { container, path } = containerPathOf(argument);
    return { container: { id: container, name: container }, path, folder: undefined };
  }
  if (typeof argument !== 'object' || argument === null) return undefined;
  if (!('kind' in argument)) {
    const { container, path } = argument as { container?: unknown; path?: unknown };
    if (typeof container !== 'string' || typeof path !== 'string') return undefined;
    const name = /^[0-9a-f]{64}$/.test(container) ? shortId(container) : container;
    return { container: { id: container, name }, path: cleanPath(path), folder: undefined };
  }
  const node = argument as ContainerNode | FileRow;
  switch (node.kind) {
    case 'files':
      return { container: node.container, path: '/', folder: true };
    case 'file':
      return { container: node.container, path: node.path, folder: leadsToFolder(node.entry) };
    case 'container': {
      const { id, name } = node.container;
      return containers ? { container: { id, name }, path: '/', folder: true } : undefined;
    }
    default:
      return undefined;
  }
}

/** `web:/etc/hosts`, as docker cp names it. */
export function describeTarget({ container, path }: Pick<FileTarget, 'container' | 'path'>): string {
  return `${container.name}:${path}`;
}
