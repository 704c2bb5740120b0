import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireTools } from './tools.mjs';

/** A certificate authority of the tests' own. Paths of PEM files. */
export interface TestAuthority {
  readonly ca: string;
  /** A certificate for these names (`DNS:localhost`, `IP:127.0.0.1`), for both sides of a connection. */
  issue(name: string, options?: { readonly names?: string; readonly expired?: boolean }): TestCertificate;
}

export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
}

/** Makes an authority in a folder, which is made. */
export function makeAuthority(folder: string): TestAuthority {
  requireTools('The TLS tests', [{ program: 'openssl', debianPackage: 'openssl' }]);
  mkdirSync(folder, { recursive: true });
  const file = (name: string) => join(folder, name);
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    ...['req', '-x509', ...newKey, '-keyout', 'ca-key.pem', '-out', 'ca.pem', '-days', '3', '-subj', '/CN=tests'],
    ...['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
  );
  return {
    ca: file('ca.pem'),
    issue(name, { names = 'IP:127.0.0.1,DNS:localhost', expired = false } = {}) {
      const [key, request, cert, extensions] = ['-key.pem', '.csr', '.pem', '.ext'].map((end) => `${name}${end}`) as [
        string,
        string,
        string,
        string,
      ];
      openssl('req', ...newKey, '-keyout', key, '-out', request, '-subj', `/CN=${name}`);
      writeFileSync(file(extensions), `subjectAltName=${names}\nextendedKeyUsage=serverAuth,clientAuth\n`);
      const signed = ['-CA', 'ca.pem', '-CAkey', 'ca-key.pem', '-CAcreateserial', '-extfile', extensions];
      // One that ends before it begins is as expired as any.
      openssl('x509', '-req', '-in', request, ...signed, '-out', cert, '-days', expired ? '-1' : '3');
      return { cert: file(cert), key: file(key) };
    },
  };
}
