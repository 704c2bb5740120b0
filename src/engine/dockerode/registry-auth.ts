import type { RegistryAuth } from '../engine';

/**
 * Credentials of one registry for a pull or push. The header is always there: engines before 23 answer a push without it
 * with HTTP 400.
 */
export function authHeader(auth: RegistryAuth | undefined): Readonly<Record<string, string>> {
  return { 'X-Registry-Auth': encode(auth ? json(auth) : {}) };
}

/** Credentials of several registries for the legacy builder, by their keys in the Docker config. BuildKit does not look. */
export function configHeader(auths: Readonly<Record<string, RegistryAuth>> = {}): Readonly<Record<string, string>> {
  const entries = Object.entries(auths).map(([host, auth]) => [host, json(auth)]);
  return entries.length === 0 ? {} : { 'X-Registry-Config': encode(Object.fromEntries(entries)) };
}

function json({ serverAddress, username, password, identityToken }: RegistryAuth): Record<string, string | undefined> {
  return { serveraddress: serverAddress, username, password, identitytoken: identityToken };
}

/** The engine decodes base64 for URLs, with its padding. */
function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}
