import { createHash } from 'node:crypto';
import { posix, win32 } from 'node:path';
import { addressText, type Endpoint, type EndpointAddress } from './endpoints';
import { defaultAddress, findSockets } from './find-sockets';
import { configFolder, resolveEndpoint } from './resolve-endpoint';
import type { Machine } from './this-machine';

/** A named place of an engine, as `docker context` keeps it. */
export interface DockerContext {
  readonly name: string;
  readonly description: string;
  /** As it is written down; undefined where the file names no engine. */
  readonly host: string | undefined;
  /** Certificates are kept with it. */
  readonly tls: boolean;
  /** The one without a file: what one gets without contexts. */
  readonly builtIn: boolean;
}

/** Where engines are, and which one is used. */
export interface EnginePlaces {
  readonly contexts: readonly DockerContext[];
  /** Sockets on this machine that no context names. */
  readonly sockets: readonly EndpointAddress[];
  /** What is used; undefined when what was chosen names no engine. */
  readonly used: Endpoint | undefined;
  /** The context that docker commands use, by its config. */
  readonly dockerCurrent: string;
}

/** What the person chose in the editor; an empty text is no choice. */
export interface EngineChoice {
  readonly host?: string;
  readonly context?: string;
}

/** Reads a few small files and looks for sockets; connects to nothing. */
export async function listPlaces(machine: Machine, setting: EngineChoice): Promise<EnginePlaces> {
  const [contexts, found, used, dockerCurrent] = await Promise.all([
    listContexts(machine),
    findSockets(machine),
    resolveEndpoint({ ...machine, setting }).catch(() => undefined),
    currentContext(machine),
  ]);
  const named = new Set(contexts.map(({ host }) => host));
  const sockets = found.filter((address) => !named.has(addressText(address)));
  return { contexts, sockets, used, dockerCurrent };
}

/** `default` first, then by name. Files that cannot be read are left out. */
export async function listContexts(machine: Machine): Promise<readonly DockerContext[]> {
  const { env, files, platform } = machine;
  const { join } = pathsOf(platform);
  const folder = join(configFolder(machine), 'contexts', 'meta');
  const found = await Promise.all(
    (await files.list(folder)).map(async (hash) => {
      const text = await files.read(join(folder, hash, 'meta.json'));
      const meta = text === undefined ? undefined : readMeta(text);
      // A file under another name is one that docker does not find.
      if (!meta || contextHash(meta.name) !== hash) return undefined;
      const keys = join(configFolder(machine), 'contexts', 'tls', hash, 'docker');
      return { ...meta, tls: (await files.list(keys)).length > 0, builtIn: false };
    }),
  );
  const contexts = found.filter((context) => context !== undefined).sort((a, b) => (a.name < b.name ? -1 : 1));
  const builtIn: DockerContext = {
    name: 'default',
    description: env.DOCKER_HOST ? 'From DOCKER_HOST' : 'The default socket of this machine',
    host: env.DOCKER_HOST || addressText(defaultAddress(platform)),
    tls: Boolean(env.DOCKER_TLS_VERIFY || env.DOCKER_TLS),
    builtIn: true,
  };
  return [builtIn, ...contexts];
}

/** What docker commands use without further words. */
export async function currentContext(machine: Machine): Promise<string> {
  const { env, files, platform } = machine;
  if (env.DOCKER_HOST) return 'default';
  if (env.DOCKER_CONTEXT) return env.DOCKER_CONTEXT;
  try {
    const text = await files.read(pathsOf(platform).join(configFolder(machine), 'config.json'));
    const { currentContext: name } = JSON.parse(text ?? '{}');
    return typeof name === 'string' && name !== '' ? name : 'default';
  } catch {
    return 'default';
  }
}

/** The name of a context's folders. */
export function contextHash(name: string): string {
  return createHash('sha256').update(name).digest('hex');
}

/** What is wrong with the name of a new context; nothing when it may be used. */
export function contextNameProblem(name: string, taken: readonly string[]): string | undefined {
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$/.test(name))
    return 'A context name has at least two letters or digits, and may hold _, ., + and - after the first.';
  if (name === 'default' || taken.includes(name)) return `There is a context "${name}" already.`;
  return undefined;
}

export function pathsOf(platform: NodeJS.Platform): typeof posix {
  return platform === 'win32' ? win32 : posix;
}

function readMeta(text: string): Pick<DockerContext, 'name' | 'description' | 'host'> | undefined {
  try {
    const { Name: name, Metadata: metadata, Endpoints: endpoints } = JSON.parse(text);
    const host = endpoints?.docker?.Host;
    const description = metadata?.Description;
    if (typeof name !== 'string' || name === '') return undefined;
    return {
      name,
      description: typeof description === 'string' ? description : '',
      host: typeof host === 'string' && host !== '' ? host : undefined,
    };
  } catch {
    return undefined;
  }
}
