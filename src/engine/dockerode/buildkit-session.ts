import { randomUUID } from 'node:crypto';
import { createServer, type ServerHttp2Stream } from 'node:http2';
import type { Duplex } from 'node:stream';
import protobuf from 'protobufjs/light';
import type { RegistryAuth } from '../engine';
import { hubKey } from '../references';
import type { Api } from './api';

export interface BuildSession {
  /** For `POST /build?session=…`. */
  readonly id: string;
  close(): void;
}

/**
 * What BuildKit may ask of us during a build: a connection on which the engine is the client, and which speaks gRPC. Without
 * one it cannot even pull a public base image, because it asks for credentials as soon as a registry wants a token. The
 * engine drops a session that does not answer its health checks.
 */
export async function openBuildSession(
  api: Api,
  auths: Readonly<Record<string, RegistryAuth>>,
  signal: AbortSignal,
): Promise<BuildSession> {
  const id = randomUUID();
  const socket = await api.upgrade({
    path: '/session',
    headers: {
      Upgrade: 'h2c',
      'X-Docker-Expose-Session-Uuid': id,
      'X-Docker-Expose-Session-Name': 'layerwright',
      'X-Docker-Expose-Session-Grpc-Method': [credentialsMethod, healthMethod],
    },
    signal,
  });
  serve(socket, {
    // HealthCheckResponse: status 1 is SERVING.
    [healthMethod]: () => protobuf.Writer.create().uint32(tag(1, 0)).int32(1).finish(),
    [credentialsMethod]: (request) => credentialsResponse(authFor(firstString(request), auths)),
  });
  return { id, close: () => socket.destroy() };
}

const healthMethod = '/grpc.health.v1.Health/Check';
const credentialsMethod = '/moby.filesync.v1.Auth/Credentials';

type Methods = Readonly<Record<string, (request: Uint8Array) => Uint8Array>>;

/** Calls with one request and one response each: a message is a zero byte, its length in four, then protobuf. */
function serve(socket: Duplex, methods: Methods): void {
  const server = createServer();
  server.on('sessionError', () => socket.destroy());
  server.on('error', () => socket.destroy());
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {});
    const method = methods[String(headers[':path'])];
    // BuildKit falls back to Credentials when the newer calls about tokens are not there.
    if (!method) return answer(stream, undefined);
    const parts: Buffer[] = [];
    stream.on('data', (part: Buffer) => parts.push(part));
    stream.on('end', () => answer(stream, method(Buffer.concat(parts).subarray(5))));
  });
  server.emit('connection', socket);
}

function answer(stream: ServerHttp2Stream, response: Uint8Array | undefined): void {
  if (stream.destroyed) return;
  const headers = { ':status': 200, 'content-type': 'application/grpc' };
  if (response === undefined) {
    const unimplemented = '12';
    stream.respond({ ...headers, 'grpc-status': unimplemented }, { endStream: true });
    return;
  }
  stream.respond(headers, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(response.length, 1);
  stream.end(Buffer.concat([prefix, response]));
}

/** CredentialsRequest has one field: the host. */
function firstString(request: Uint8Array): string {
  const reader = protobuf.Reader.create(request);
  return reader.len > 0 && reader.uint32() === tag(1, 2) ? reader.string() : '';
}

/** CredentialsResponse: a user name and a secret; an identity token is a secret without a name. Empty is anonymous. */
function credentialsResponse(auth: RegistryAuth | undefined): Uint8Array {
  const writer = protobuf.Writer.create();
  if (auth?.username !== undefined && auth.identityToken === undefined) writer.uint32(tag(1, 2)).string(auth.username);
  const secret = auth?.identityToken ?? auth?.password;
  if (secret !== undefined) writer.uint32(tag(2, 2)).string(secret);
  return writer.finish();
}

/** The Docker config has one URL for Docker Hub; BuildKit asks for the host that serves its images. */
function authFor(host: string, auths: Readonly<Record<string, RegistryAuth>>): RegistryAuth | undefined {
  const hub = ['registry-1.docker.io', 'docker.io', 'index.docker.io'].includes(host);
  return auths[hub ? hubKey : host];
}

/** The key of a protobuf field: its number and how its value is written (0 number, 2 bytes). */
function tag(field: number, type: 0 | 2): number {
  return field * 8 + type;
}
