import type { EndpointAddress } from './endpoints';
import { EngineError } from './errors';
import { defaultAddress } from './find-sockets';

/**
 * An address as DOCKER_HOST and contexts write it: `unix://`, `npipe://`, `tcp://`, `ssh://`, or a bare `host:port`.
 * Throws EngineError `invalid` that begins with `origin`.
 */
export function parseHost(text: string, origin: string, platform: NodeJS.Platform, secure: boolean): EndpointAddress {
  const host = text.trim();
  const [, scheme = 'tcp', rest = ''] = /^(?:([a-z]+):\/\/)?(.*)$/is.exec(host) ?? [];
  const refuse = (why: string) =>
    new EngineError('invalid', `${origin} is not a valid address: "${text}" ${why}.`, {
      hint: 'Expected unix:///path/of/the/socket, tcp://host:port or ssh://user@host.',
    });
  switch (scheme.toLowerCase()) {
    case 'unix':
      if (rest !== '' && !rest.startsWith('/')) throw refuse('has no absolute path');
      return rest === '' ? defaultAddress(platform) : { kind: 'unix', path: rest };
    case 'npipe':
      return rest === '' ? defaultAddress('win32') : { kind: 'npipe', path: rest };
    case 'tcp':
    case 'http':
      return tcp(rest, secure, refuse);
    case 'https': {
      const tls = { ca: undefined, cert: undefined, key: undefined, skipVerify: false };
      return { ...tcp(rest, true, refuse), tls };
    }
    case 'ssh':
      if (!/^(?:[^@/]+@)?(?:\[[0-9a-fA-F:]+\]|[^:/@[\]-][^:/@[\]]*)(?::\d+)?(?:\/.*)?$/.test(rest))
        throw refuse('names no ssh host');
      return { kind: 'ssh', url: `ssh://${rest}` };
    default:
      throw refuse(`has the unknown scheme "${scheme}"`);
  }
}

/** Without a port, those the engine's documentation reserves: 2375, and 2376 with TLS. */
function tcp(rest: string, secure: boolean, refuse: (why: string) => EngineError): EndpointAddress & { kind: 'tcp' } {
  const match = /^(\[[0-9a-fA-F:.%]+\]|[^:/\s[\]]*)(?::(\d*))?\/?$/.exec(rest);
  if (!match) throw refuse('is not a host and a port');
  const [, host = '', digits] = match;
  const port = digits ? Number(digits) : secure ? 2376 : 2375;
  if (port < 1 || port > 65535) throw refuse('has a port out of range');
  return { kind: 'tcp', host: host.replace(/^\[|\]$/g, '') || 'localhost', port, tls: undefined };
}
