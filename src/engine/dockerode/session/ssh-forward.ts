import { connect, type Socket } from 'node:net';
import { EngineError } from '../../errors';
import { framed, type GrpcCall, GrpcError, type GrpcMethod, unary } from './grpc';
import { firstBytes, firstString, messageOf } from './protobuf';

/** Sockets of ssh agents, by the ids of mounts. */
export type SshAgents = Readonly<Record<string, string>>;

const defaultId = 'default';

/** `moby.sshforward.v1.SSH/CheckAgent`: whether there is one of that id. */
export function checkAgentMethod(agents: SshAgents): GrpcMethod {
  return unary((request) => {
    socketOf(agents, firstString(request));
    return new Uint8Array();
  });
}

/** `moby.sshforward.v1.SSH/ForwardAgent`: a connection to the agent, whose bytes travel in messages. */
export function forwardAgentMethod(agents: SshAgents, onError: (error: EngineError) => void): GrpcMethod {
  return async (call) => {
    const id = call.metadata('buildkit.ssh.id')[0] ?? '';
    const path = socketOf(agents, id);
    const agent = await connectTo(path).catch((cause: NodeJS.ErrnoException) => {
      const message = `The ssh agent "${id || defaultId}" at ${path} cannot be reached: ${cause.code ?? cause.message}.`;
      const error = new EngineError('invalid', message, { cause, hint: 'Start it, or check SSH_AUTH_SOCK.' });
      onError(error);
      throw error;
    });
    const onAbort = () => agent.destroy();
    call.signal.addEventListener('abort', onAbort, { once: true });
    try {
      toAgent(call, agent).catch(() => agent.destroy());
      await fromAgent(call, agent);
    } finally {
      call.signal.removeEventListener('abort', onAbort);
      agent.destroy();
    }
  };
}

function socketOf(agents: SshAgents, id: string): string {
  const name = id === '' ? defaultId : id;
  const path = Object.hasOwn(agents, name) ? agents[name] : undefined;
  const notFound = 5;
  if (path === undefined) throw new GrpcError(notFound, `ssh agent ${name} was not given`);
  return path;
}

async function toAgent(call: GrpcCall, agent: Socket): Promise<void> {
  for await (const message of call.messages()) {
    if (agent.write(firstBytes(message)) || agent.destroyed) continue;
    await new Promise<void>((resolve) => agent.once('drain', resolve).once('close', resolve));
  }
  agent.end();
}

async function fromAgent(call: GrpcCall, agent: Socket): Promise<void> {
  for await (const chunk of agent as AsyncIterable<Buffer>) {
    call.write(framed(messageOf(chunk)));
    await call.room();
  }
}

function connectTo(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      // Whoever reads is told.
      socket.on('error', () => {});
      resolve(socket);
    });
  });
}
