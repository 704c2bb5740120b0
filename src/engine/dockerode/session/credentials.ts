import protobuf from 'protobufjs/light';
import type { RegistryAuth } from '../../engine';
import { hubKey } from '../../references';
import { type GrpcMethod, unary } from './grpc';
import { firstString, key } from './protobuf';

/**
 * `moby.filesync.v1.Auth/Credentials`: those of the registry that asks, and of no other. BuildKit falls back to it where the
 * newer calls about tokens are not there.
 */
export function credentialsMethod(auths: Readonly<Record<string, RegistryAuth>>): GrpcMethod {
  return unary((request) => credentialsResponse(authFor(firstString(request), auths)));
}

/** A user name and a secret; an identity token is a secret without a name. Empty is anonymous. */
function credentialsResponse(auth: RegistryAuth | undefined): Uint8Array {
  const writer = protobuf.Writer.create();
  if (auth?.username !== undefined && auth.identityToken === undefined) writer.uint32(key(1, 2)).string(auth.username);
  const secret = auth?.identityToken ?? auth?.password;
  if (secret !== undefined) writer.uint32(key(2, 2)).string(secret);
  return writer.finish();
}

/** The Docker config has one URL for Docker Hub; BuildKit asks for the host that serves its images. */
function authFor(host: string, auths: Readonly<Record<string, RegistryAuth>>): RegistryAuth | undefined {
  const hub = ['registry-1.docker.io', 'docker.io', 'index.docker.io'].includes(host);
  const name = hub ? hubKey : host;
  return Object.hasOwn(auths, name) ? auths[name] : undefined;
}
