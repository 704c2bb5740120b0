import { parseReference, splitHost } from '../engine/references';
import { hubHost } from './address';

/** A repository as the person names it, with or without the registry in front, a tag or a digest behind. */
export function readRepository(host: string, text: string): { readonly name: string } | { readonly problem: string } {
  const trimmed = text.trim().replace(/^https?:\/\//, '');
  if (trimmed === '') return { problem: 'The name of a repository is needed, such as team/app.' };
  // A repository whose name begins like a host needs its registry in front.
  const full = host === hubHost || splitHost(trimmed).host !== undefined ? trimmed : `${host}/${trimmed}`;
  const parsed = parseReference(full);
  if (!parsed)
    return {
      problem: `"${trimmed}" is not the name of a repository: it takes lower-case letters, digits and separators.`,
    };
  if (parsed.host !== host) return { problem: `"${trimmed}" is a repository of ${parsed.host}, not of ${host}.` };
  return { name: host === hubHost ? parsed.path.replace(/^library\//, '') : parsed.path };
}

/** What engine calls and Dockerfiles take. */
export function remoteReference(host: string, repository: string, tag?: string): string {
  const name = host === hubHost ? repository : `${host}/${repository}`;
  if (tag === undefined) return name;
  return tag.startsWith('sha256:') ? `${name}@${tag}` : `${name}:${tag}`;
}
