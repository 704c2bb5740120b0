import { readFile } from 'node:fs/promises';
import { posix, win32 } from 'node:path';
import * as tls from 'node:tls';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import type { Machine } from '../engine/this-machine';

/** Where distributions keep the authorities that the machine trusts; the first one counts. */
const bundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/**
 * Whom to trust at a registry: the authorities of Node and of the machine, and what Docker's certs.d folder holds for that
 * host, which may also name the certificate to present (`<name>.cert` with `<name>.key`).
 */
export async function registryTrust(host: string, machine: Machine): Promise<SecureContext> {
  const [own, machines] = await Promise.all([hostCertificates(host, machine), machineAuthorities(machine)]);
  const ca = [...rootCertificates, ...machines, ...own.authorities];
  return createSecureContext({ ca, ...own.client });
}

async function machineAuthorities({ env, platform, files }: Machine): Promise<readonly string[]> {
  const named = [env.NODE_EXTRA_CA_CERTS, env.SSL_CERT_FILE].filter((path) => path !== undefined && path !== '');
  const extra = await Promise.all(named.map((path) => files.read(path as string)));
  if (platform === 'win32' || platform === 'darwin') return [...texts(extra), ...systemStore()];
  for (const path of env.SSL_CERT_FILE ? [] : bundles) {
    const text = await files.read(path);
    if (text !== undefined) return [...texts(extra), text];
  }
  return texts(extra);
}

/** Of Node 22.15 and later. */
function systemStore(): readonly string[] {
  const { getCACertificates } = tls as { getCACertificates?: (type: 'system') => readonly string[] };
  return getCACertificates?.('system') ?? [];
}

interface HostCertificates {
  readonly authorities: readonly string[];
  readonly client: { readonly cert?: string; readonly key?: string };
}

/** The folder of a rootless engine before the one of the machine. */
async function hostCertificates(host: string, { env, home, platform, files }: Machine): Promise<HostCertificates> {
  const { join } = platform === 'win32' ? win32 : posix;
  const folders =
    platform === 'win32'
      ? [join(env.ProgramData ?? 'C:\\ProgramData', 'docker', 'certs.d', host.replaceAll(':', ''))]
      : [
          join(env.XDG_CONFIG_HOME || join(home, '.config'), 'docker', 'certs.d', host),
          ...(platform === 'darwin' ? [join(home, '.docker', 'certs.d', host)] : []),
          join('/etc/docker/certs.d', host),
        ];
  for (const folder of folders) {
    const names = await files.list(folder);
    if (names.length === 0) continue;
    const read = (name: string) => readFile(join(folder, name), 'utf8').catch(() => undefined);
    const authorities = await Promise.all(names.filter((name) => name.endsWith('.crt')).map(read));
    const pair = names.find((name) => name.endsWith('.cert') && names.includes(name.replace(/\.cert$/, '.key')));
    const cert = pair === undefined ? undefined : await read(pair);
    const key = pair === undefined ? undefined : await read(pair.replace(/\.cert$/, '.key'));
    return { authorities: texts(authorities), client: cert !== undefined && key !== undefined ? { cert, key } : {} };
  }
  return { authorities: [], client: {} };
}

function texts(found: readonly (string | undefined)[]): readonly string[] {
  return found.filter((text) => text !== undefined);
}
