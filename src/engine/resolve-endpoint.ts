import { createHash } from 'node:crypto';
import { posix, win32 } from 'node:path';
import type { Endpoint, EndpointAddress, TlsFiles } from './endpoints';
import { EngineError } from './errors';
import { defaultAddress, findSockets } from './find-sockets';
import { parseHost } from './parse-host';
import type { Machine } from './this-machine';

export interface ResolveOptions extends Machine {
  /** What the person chose in the editor; an empty text is no choice. A context wins over a host. */
  readonly setting?: { readonly host?: string; readonly context?: string };
}

/**
 * Where the engine is, decided as the docker CLI does: the setting, DOCKER_HOST, DOCKER_CONTEXT, the current context of
 * the Docker config, the default socket. Only when nobody chose and there is no default socket, those of other engines
 * are looked for. Rejects with EngineError `invalid` for a malformed host and for a context that does not exist: falling
 * back would show another engine than the one that was asked for.
 */
export async function resolveEndpoint(options: ResolveOptions): Promise<Endpoint> {
  const { env, setting = {} } = options;
  if (setting.context) return contextEndpoint(setting.context, 'setting', options);
  if (setting.host) return hostEndpoint(setting.host, 'setting', 'The setting for the engine', options);
  if (env.DOCKER_HOST) return hostEndpoint(env.DOCKER_HOST, 'DOCKER_HOST', 'DOCKER_HOST', options);
  if (env.DOCKER_CONTEXT) return contextEndpoint(env.DOCKER_CONTEXT, 'DOCKER_CONTEXT', options);
  const current = await currentContext(options);
  if (current) return contextEndpoint(current, 'config', options);
  return defaultEndpoint(options);
}

/** The folder of config.json: DOCKER_CONFIG, or `.docker` in the home. */
export function configFolder({ env, home, platform }: Machine): string {
  return env.DOCKER_CONFIG || pathsOf(platform).join(home, '.docker');
}

async function currentContext(options: ResolveOptions): Promise<string | undefined> {
  const text = await options.files.read(pathsOf(options.platform).join(configFolder(options), 'config.json'));
  try {
    // The CLI goes on without a config it cannot parse.
    const { currentContext: name } = JSON.parse(text ?? '{}');
    return typeof name === 'string' && name !== '' ? name : undefined;
  } catch {
    return undefined;
  }
}

async function hostEndpoint(
  text: string,
  source: Endpoint['source'],
  origin: string,
  options: ResolveOptions,
): Promise<Endpoint> {
  const tls = await environmentTls(options);
  return {
    source,
    context: undefined,
    address: withTls(parseHost(text, origin, options.platform, tls !== undefined), tls),
  };
}

/** The context `default` has no file: it is what one gets without contexts. */
async function contextEndpoint(name: string, source: Endpoint['source'], options: ResolveOptions): Promise<Endpoint> {
  const { env, files, platform } = options;
  if (name === 'default') {
    const { source: found, address } = env.DOCKER_HOST
      ? await hostEndpoint(env.DOCKER_HOST, source, 'DOCKER_HOST', options)
      : await defaultEndpoint(options);
    return { source: found === 'found' ? found : source, context: found === 'found' ? undefined : name, address };
  }
  const { join } = pathsOf(platform);
  const hash = createHash('sha256').update(name).digest('hex');
  const file = join(configFolder(options), 'contexts', 'meta', hash, 'meta.json');
  const text = await files.read(file);
  if (text === undefined) {
    throw new EngineError('invalid', `There is no Docker context "${name}": ${file} does not exist.`, {
      hint:
        source === 'config'
          ? 'Choose another one with "docker context use".'
          : 'Run "docker context ls" to see the contexts there are.',
    });
  }
  const { host, skipVerify } = parseMeta(text, name, file);
  const folder = join(configFolder(options), 'contexts', 'tls', hash, 'docker');
  const tls = await tlsIn(folder, skipVerify, options);
  return {
    source,
    context: name,
    address: withTls(parseHost(host, `The Docker context "${name}"`, platform, tls !== undefined), tls),
  };
}

function parseMeta(text: string, name: string, file: string): { readonly host: string; readonly skipVerify: boolean } {
  try {
    const { Host: host, SkipTLSVerify: skipVerify } = JSON.parse(text).Endpoints.docker;
    if (typeof host === 'string') return { host, skipVerify: skipVerify === true };
  } catch {
    // Said below.
  }
  throw new EngineError('invalid', `The Docker context "${name}" names no engine: ${file} has no docker endpoint.`);
}

async function defaultEndpoint(options: ResolveOptions): Promise<Endpoint> {
  const address = defaultAddress(options.platform);
  const fallback: Endpoint = { source: 'default', context: undefined, address };
  if (address.kind === 'tcp' || address.kind === 'ssh' || (await options.files.exists(address.path))) return fallback;
  const [found] = await findSockets(options);
  return found ? { source: 'found', context: undefined, address: found } : fallback;
}

/** DOCKER_TLS_VERIFY (or DOCKER_TLS, which does not verify) with the files in DOCKER_CERT_PATH or the config folder. */
async function environmentTls(options: ResolveOptions): Promise<TlsFiles | undefined> {
  const { env } = options;
  if (!env.DOCKER_TLS_VERIFY && !env.DOCKER_TLS) return undefined;
  const files = await tlsIn(env.DOCKER_CERT_PATH || configFolder(options), !env.DOCKER_TLS_VERIFY, options);
  return files ?? { ca: undefined, cert: undefined, key: undefined, skipVerify: !env.DOCKER_TLS_VERIFY };
}

async function tlsIn(
  folder: string,
  skipVerify: boolean,
  { files, platform }: ResolveOptions,
): Promise<TlsFiles | undefined> {
  const existing = async (name: string) => {
    const path = pathsOf(platform).join(folder, name);
    return (await files.exists(path)) ? path : undefined;
  };
  const [ca, cert, key] = await Promise.all(['ca.pem', 'cert.pem', 'key.pem'].map(existing));
  return ca || cert || key || skipVerify ? { ca, cert, key, skipVerify } : undefined;
}

function withTls(address: EndpointAddress, tls: TlsFiles | undefined): EndpointAddress {
  return address.kind === 'tcp' && tls ? { ...address, tls } : address;
}

function pathsOf(platform: NodeJS.Platform): typeof posix {
  return platform === 'win32' ? win32 : posix;
}
