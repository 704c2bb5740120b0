import { EngineError } from '../engine/errors';
import { cleanPath } from './paths';

export const containerScheme = 'layerwright-container';

/** The container's name where a URI can hold it, which has no capitals there; twelve digits of its id otherwise. */
export function authorityOf({ id, name }: { readonly id: string; readonly name: string }): string {
  return /^[a-z0-9][a-z0-9_.-]*$/.test(name) ? name : id.slice(0, 12);
}

/** `layerwright-container://web/etc/nginx.conf` */
export function containerUri(authority: string, path: string): string {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return `${containerScheme}://${authority}${encoded}`;
}

export interface ContainerPath {
  /** Name or id. */
  readonly container: string;
  readonly path: string;
}

/** Throws an EngineError for what is no such URI. */
export function containerPathOf(uri: string): ContainerPath {
  const [, container, path] = /^layerwright-container:\/\/([^/?#]+)([^?#]*)/.exec(uri) ?? [];
  if (container === undefined || path === undefined)
    throw new EngineError('invalid', `"${uri}" names no file of a container.`);
  return { container: decodeURIComponent(container), path: cleanPath(decodeURIComponent(path) || '/') };
}
