import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { findProgram, requireTools } from './tools.mjs';

/** Paths of PEM files. */
export interface TestCertificate {
  readonly certificate: string;
  readonly key: string;
}

/** Makes a certificate that signs itself, for 127.0.0.1 and the names given, in a folder. */
export function makeCertificate(folder: string, name: string, hosts: readonly string[] = []): TestCertificate {
  requireTools('Certificates of the tests', [{ program: 'openssl', debianPackage: 'openssl' }]);
  const [certificate, key] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)];
  const names = ['IP:127.0.0.1', ...hosts.map((host) => `DNS:${host}`)].join();
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=layerwright ${name}`];
  const args = [...request, '-addext', `subjectAltName=${names}`, '-keyout', key, '-out', certificate];
  execFileSync(findProgram('openssl') ?? 'openssl', args, { stdio: 'ignore' });
  return { certificate, key };
}
