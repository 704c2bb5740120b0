import { createServer } from 'node:net';
import type { ContainerSummary, Engine } from '../../engine/engine';

/** Who uses a host port, as far as it can be told before the engine tries. */
export interface PortCheck {
  isFree(port: number, ip?: string): Promise<boolean>;
  /** A sentence; undefined when nobody is known to use it. */
  userOf(port: number, ip?: string): Promise<string | undefined>;
}

/** Asks the containers; and this machine, when the engine's ports are its ports. */
export function createPortCheck(engine: Engine, containers: readonly ContainerSummary[]): PortCheck {
  const names = new Map<number, string>();
  for (const { name, ports } of containers) {
    for (const { hostPort, protocol } of ports)
      if (hostPort !== undefined && protocol === 'tcp') names.set(hostPort, name);
  }
  const local = engine.endpoint.address.kind === 'unix' || engine.endpoint.address.kind === 'npipe';
  const userOf: PortCheck['userOf'] = async (port, ip) => {
    const name = names.get(port);
    if (name !== undefined) return `Port ${port} is published by the container ${name}.`;
    if (local && (await isListening(port, ip))) return `Port ${port} is in use on this machine.`;
    return undefined;
  };
  return { userOf, isFree: async (port, ip) => (await userOf(port, ip)) === undefined };
}

/** Only a port that is taken counts: the engine may bind what this process may not. */
function isListening(port: number, ip: string | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE'));
    server.listen({ port, host: ip ?? '0.0.0.0', exclusive: true }, () => server.close(() => resolve(false)));
  });
}
