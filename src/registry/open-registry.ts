import type { RegistryAuth } from '../engine/engine';
import type { Machine } from '../engine/this-machine';
import { hubHost } from './address';
import { registryTrust } from './certificates';
import { createRegistryClient } from './client';
import { createHttp } from './http';
import { createHub } from './hub';
import type { Registry } from './registry';
import { createSession } from './session';

export interface OpenOptions {
  readonly machine: Machine;
  /** Asked when the registry wants them, once. */
  readonly credentials: (signal: AbortSignal | undefined) => Promise<RegistryAuth | undefined>;
}

/** A registry by its host; nothing is sent before the first call. */
export function openRegistry(host: string, { machine, credentials }: OpenOptions): Registry {
  const http = createHttp((at) => registryTrust(at, machine));
  const registry = createRegistryClient(host, createSession({ host, http, credentials }), http.dispose);
  return host === hubHost ? createHub({ http, credentials, registry }) : registry;
}
