/** An image reference, taken apart as github.com/distribution/reference does. */
export interface ImageReference {
  /** `docker.io` when none is written. */
  readonly host: string;
  /** Path on that host; `library/node` for `node`. */
  readonly path: string;
  /** As written, without tag and digest. */
  readonly name: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** The key of Docker Hub in the Docker config and in credential helpers. */
export const hubKey = 'https://index.docker.io/v1/';

/** Takes a reference apart; undefined when it is not a valid one (see `validateReference`). */
export function parseReference(reference: string): ImageReference | undefined {
  if (validateReference(reference) !== undefined) return undefined;
  const { name, tag, digest } = split(reference);
  const host = hostOf(name);
  const rest = host === undefined ? name : name.slice(host.length + 1);
  const hub = host === undefined || host === 'docker.io' || host === 'index.docker.io';
  return {
    host: hub ? 'docker.io' : host,
    path: hub && !rest.includes('/') ? `library/${rest}` : rest,
    name,
    tag,
    digest,
  };
}

/** The registry of a reference as the Docker config names it: a host with its port, or the URL that stands for Docker Hub. */
export function registryHost(reference: string): string {
  const host = hostOf(split(reference).name);
  return host === undefined || host === 'docker.io' || host === 'index.docker.io' ? hubKey : host;
}

/** Why a text is no image reference, as a sentence; undefined when it is one. */
export function validateReference(reference: string): string | undefined {
  if (reference === '') return 'An image reference is needed, such as name:tag.';
  if (reference !== reference.trim() || /\s/.test(reference)) return 'An image reference has no spaces.';
  const { name, tag, digest } = split(reference);
  const host = hostOf(name);
  const path = host === undefined ? name : name.slice(host.length + 1);
  if (
    host !== undefined &&
    !/^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[0-9a-fA-F:]+\])(?::[0-9]+)?$/.test(
      host,
    )
  ) {
    return `"${host}" is not a registry host: expected a host name and an optional port.`;
  }
  if (path === '') return 'The image reference has no repository name.';
  if (/[A-Z]/.test(path))
    return `The repository name "${path}" has upper-case letters: only lower-case ones are allowed.`;
  for (const part of path.split('/')) {
    if (part === '') return `The repository name "${path}" has an empty part between slashes.`;
    if (!/^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/.test(part)) {
      return `"${part}" is not a repository name: it takes lower-case letters and digits, separated by ".", "_", "__" or "-".`;
    }
  }
  if (name.length > 255) return 'The repository name is longer than 255 characters.';
  if (host === undefined && /^[0-9a-f]{64}$/.test(path)) return 'A repository name cannot look like an image id.';
  if (tag === '') return 'The tag after ":" is missing.';
  if (tag !== undefined && !/^\w[\w.-]{0,127}$/.test(tag)) {
    return `"${tag}" is not a tag: it takes up to 128 letters, digits, "_", "." and "-", and does not start with "." or "-".`;
  }
  if (digest !== undefined && !/^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/.test(digest)) {
    return `"${digest}" is not a digest: expected sha256: and 64 hexadecimal digits.`;
  }
  return undefined;
}

/** The reference with a tag: `latest` when it has neither tag nor digest. */
export function withTag(reference: ImageReference): string {
  if (reference.digest !== undefined) return `${reference.name}@${reference.digest}`;
  return `${reference.name}:${reference.tag ?? 'latest'}`;
}

function split(reference: string): { name: string; tag: string | undefined; digest: string | undefined } {
  const at = reference.indexOf('@');
  const digest = at < 0 ? undefined : reference.slice(at + 1);
  const named = at < 0 ? reference : reference.slice(0, at);
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  if (colon < 0) return { name: named, tag: undefined, digest };
  return { name: named.slice(0, colon), tag: named.slice(colon + 1), digest };
}

/** A reference or repository as a list shows it: the registry it names, if it names one, and the rest. */
export function splitHost(reference: string): { readonly host: string | undefined; readonly rest: string } {
  const host = hostOf(reference);
  return { host, rest: host === undefined ? reference : reference.slice(host.length + 1) };
}

/** The first part of a name is a host when it could not be a repository of Docker Hub's. */
function hostOf(name: string): string | undefined {
  const slash = name.indexOf('/');
  if (slash < 0) return undefined;
  const first = name.slice(0, slash);
  return /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase() ? first : undefined;
}
