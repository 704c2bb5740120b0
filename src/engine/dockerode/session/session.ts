import { createHash, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import protobuf from 'protobufjs/light';
import type { OpenContext } from '../../../context/open-context';
import type { BuildContext, BuildOptions } from '../../build-options';
import type { Api } from '../api';
import { credentialsMethod } from './credentials';
import { diffCopyMethod } from './file-sync';
import { type GrpcMethod, serveGrpc, unary } from './grpc';
import { key } from './protobuf';
import { secretsMethod } from './secrets';
import { checkAgentMethod, forwardAgentMethod } from './ssh-forward';
import { contextDirectory, dockerfileDirectory } from './synced-directory';

export interface BuildSession {
  /** For `POST /build?session=…`. */
  readonly id: string;
  close(): void;
}

export interface SessionParts {
  readonly context: BuildContext;
  readonly opened: OpenContext;
  readonly options: Pick<BuildOptions, 'auths' | 'secrets' | 'ssh'>;
  /** Something the build needs from here cannot be had. */
  readonly onError: (error: unknown) => void;
  readonly signal: AbortSignal;
}

/**
 * What BuildKit may ask of us during a build: a connection on which the engine is the client, and which speaks gRPC. It asks
 * for files of the build context, for credentials as soon as a registry wants a token, for secrets and ssh agents. The engine
 * drops a session that does not answer its health checks.
 */
export async function openBuildSession(api: Api, parts: SessionParts): Promise<BuildSession> {
  const { context, opened, options, onError, signal } = parts;
  const { auths = {}, secrets = {}, ssh = {} } = options;
  const dockerfile = await dockerfileDirectory(context.dockerfile, opened, context.ignoreFile);
  const files = contextDirectory(opened.root, context.onSkip ?? (() => {}));
  const methods: Readonly<Record<string, GrpcMethod>> = {
    '/grpc.health.v1.Health/Check': unary(() => serving),
    '/moby.filesync.v1.FileSync/DiffCopy': diffCopyMethod({
      directories: { context: files, dockerfile },
      onSent: context.onSent ?? (() => {}),
      onError,
    }),
    '/moby.filesync.v1.Auth/Credentials': credentialsMethod(auths),
    '/moby.buildkit.secrets.v1.Secrets/GetSecret': secretsMethod(secrets, onError),
    '/moby.sshforward.v1.SSH/CheckAgent': checkAgentMethod(ssh),
    '/moby.sshforward.v1.SSH/ForwardAgent': forwardAgentMethod(ssh, onError),
  };
  const id = randomUUID();
  const socket = await api.upgrade({
    path: '/session',
    headers: {
      Upgrade: 'h2c',
      'X-Docker-Expose-Session-Uuid': id,
      'X-Docker-Expose-Session-Name': 'layerwright',
      'X-Docker-Expose-Session-Sharedkey': sharedKey(opened.root),
      'X-Docker-Expose-Session-Grpc-Method': Object.keys(methods),
    },
    signal,
    quick: true,
  });
  serveGrpc(socket, methods);
  return { id, close: () => socket.destroy() };
}

/** HealthCheckResponse: status 1 is SERVING. */
const serving = protobuf.Writer.create().uint32(key(1, 0)).int32(1).finish();

/** Under it the engine keeps what it was sent of a directory, to ask the next time only for what is new. */
function sharedKey(root: string): string {
  const place = [hostname(), process.getuid?.() ?? '', root].join('\0');
  return createHash('sha256').update(place).digest('hex');
}
