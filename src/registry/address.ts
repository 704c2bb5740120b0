import { hubKey } from '../engine/references';

/** Docker Hub, as references name it. Everywhere else a registry is its host and port. */
export const hubHost = 'docker.io';

const hubNames = new Set([
  'docker.io',
  'index.docker.io',
  'registry-1.docker.io',
  'registry.hub.docker.com',
  'hub.docker.com',
]);

/** What a person or a Docker config writes for a registry, as its host and port; `problem` is a sentence. */
export type ParsedAddress = { readonly host: string } | { readonly problem: string };

/** Takes `registry.example`, `localhost:5000`, `https://ghcr.io/` and Docker Hub's many names. */
export function parseRegistryAddress(text: string): ParsedAddress {
  const trimmed = text.trim();
  if (trimmed === '')
    return { problem: 'The address of a registry is needed, such as registry.example or localhost:5000.' };
  const [, scheme, rest = ''] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/i.exec(trimmed) ?? [];
  if (scheme !== undefined && !/^https?$/i.test(scheme))
    return { problem: `A registry is reached by https, not by ${scheme}.` };
  const [authority = '', ...path] = rest.split('/');
  if (authority.includes('@'))
    return { problem: 'An address holds no user name or password: log in to the registry instead.' };
  const host = authority.toLowerCase();
  if (hubNames.has(host)) return { host: hubHost };
  const below = path.join('/');
  if (below !== '' && !/^v[12]?\/?$/.test(below))
    return {
      problem: `The address of a registry ends at its host: "/${below}" belongs to a repository, which can be added to it.`,
    };
  if (!hostPattern.test(host))
    return { problem: `"${authority}" is not a registry host: expected a host name and an optional port.` };
  const port = /:(\d+)$/.exec(host)?.[1];
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535))
    return { problem: `${port} is not a port: they end at 65535.` };
  // In a reference such a name would be an account of Docker Hub's.
  if (!/[.:]/.test(host) && host !== 'localhost')
    return {
      problem: `"${host}" would be read as an account of Docker Hub's: give its full name, or its port, as in ${host}:5000.`,
    };
  if (scheme?.toLowerCase() === 'http' && !isLoopback(host))
    return { problem: 'Only a registry on this machine is used without TLS: leave out "http://".' };
  return { host };
}

const hostPattern =
  /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?$/;

/** The registry's key in the Docker config and in credential helpers. */
export function credentialKey(host: string): string {
  return host === hubHost ? hubKey : host;
}

/** The host of a registry by that key. */
export function hostOfKey(key: string): string {
  return key === hubKey ? hubHost : key;
}

/** This machine, which engines trust without TLS: `host` may have a port. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/:\d+$/, '');
  return name === 'localhost' || name === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(name);
}

/** As the person calls it. */
export function registryName(host: string): string {
  return host === hubHost ? 'Docker Hub' : host;
}

interface Service {
  readonly name: string;
  readonly hosts: RegExp;
  /** Why it cannot list its repositories. */
  readonly noCatalogue?: string;
}

const services: readonly Service[] = [
  { name: 'GitHub', hosts: /^ghcr\.io$/, noCatalogue: 'GitHub lists no repositories through its registry.' },
  {
    name: 'Amazon ECR Public',
    hosts: /^public\.ecr\.aws$/,
    noCatalogue: 'Amazon lists no repositories of its public registry.',
  },
  { name: 'Amazon ECR', hosts: /^\d+\.dkr\.ecr(?:-fips)?\.[\w-]+\.amazonaws\.com(?:\.cn)?$/ },
  { name: 'Azure', hosts: /\.azurecr\.(?:io|cn|us)$/ },
  { name: 'Google', hosts: /(?:^|\.)gcr\.io$|-docker\.pkg\.dev$/ },
  {
    name: 'GitLab',
    hosts: /^registry\.gitlab\.com$/,
    noCatalogue: 'GitLab lists no repositories through its registry.',
  },
  { name: 'Microsoft', hosts: /^mcr\.microsoft\.com$/ },
  { name: 'Red Hat Quay', hosts: /^quay\.io$/, noCatalogue: 'Quay lists no repositories through its registry.' },
];

/** Whose service it is, where the name of the host tells; undefined also when the host says it all. */
export function serviceName(host: string): string | undefined {
  return services.find(({ hosts }) => hosts.test(host))?.name;
}

/** A sentence, for services that are known to have no list of repositories. */
export function withoutCatalogue(host: string): string | undefined {
  return services.find(({ hosts }) => hosts.test(host))?.noCatalogue;
}

/** Where a browser shows the registry, one of its repositories, or a tag. */
export function webPage(host: string, repository?: string, tag?: string): string {
  if (host === hubHost) return hubPage(repository, tag);
  if (host === 'ghcr.io') return ghcrPage(repository);
  if (host === 'quay.io' && repository !== undefined)
    return `https://quay.io/repository/${repository}${tag === undefined ? '' : `?tab=tags&tag=${tag}`}`;
  if (host === 'public.ecr.aws') return `https://gallery.ecr.aws/${repository ?? ''}`;
  if (host === 'registry.gitlab.com') return `https://gitlab.com/${repository ?? ''}`;
  if (host === 'mcr.microsoft.com')
    return `https://mcr.microsoft.com/${repository === undefined ? '' : `artifact/mar/${repository}`}`;
  return `${isLoopback(host) ? 'http' : 'https'}://${host}/`;
}

function hubPage(repository: string | undefined, tag: string | undefined): string {
  if (repository === undefined) return 'https://hub.docker.com/';
  const official = /^(?:library\/)?([^/]+)$/.exec(repository)?.[1];
  const page = official === undefined ? `r/${repository}` : `_/${official}`;
  return `https://hub.docker.com/${page}${tag === undefined ? '' : `/tags?name=${tag}`}`;
}

/** Owners' packages have pages of their own, whose place depends on whether the owner is an organisation: this one redirects. */
function ghcrPage(repository: string | undefined): string {
  const [owner, ...name] = repository?.split('/') ?? [];
  if (owner === undefined) return 'https://github.com/packages';
  return `https://github.com/${owner}?tab=packages&q=${encodeURIComponent(name.join('/'))}`;
}
