import { equal, match, rejects } from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../src/engine/dockerode/connect';
import type { Endpoint, TlsFiles } from '../../src/engine/endpoints';
import { makeAuthority, type TestAuthority, type TestCertificate } from '../support/certificate-authority';
import { startEngine, type TestEngine } from '../support/engine';
import { engineIsSkipped } from '../support/engine-environment';
import { freePort } from '../support/network';
import { fakeEngine } from '../unit/engine/fake-engine';

describe('an engine behind TLS', function () {
  this.timeout(60_000);
  let folder: string;
  let ours: TestAuthority;
  let other: TestAuthority;
  let client: TestCertificate;
  let test: TestEngine;
  let port: number;

  before(async function () {
    if (engineIsSkipped) return this.skip();
    folder = mkdtempSync(join(tmpdir(), 'layerwright-tls-'));
    ours = makeAuthority(join(folder, 'ours'));
    other = makeAuthority(join(folder, 'other'));
    client = ours.issue('client');
    port = await freePort();
    const { cert, key } = ours.issue('server');
    test = await startEngine({
      name: 'tls',
      options: [
        ...['--host', `tcp://127.0.0.1:${port}`, '--tlsverify'],
        ...['--tlscacert', ours.ca, '--tlscert', cert, '--tlskey', key],
      ],
    });
  });
  after(async () => {
    await test?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  const none: TlsFiles = { ca: undefined, cert: undefined, key: undefined, skipVerify: false };
  const endpoint = (tls: Partial<TlsFiles> | undefined, at = port): Endpoint => ({
    source: 'config',
    context: 'cellar',
    address: { kind: 'tcp', host: '127.0.0.1', port: at, tls: tls && { ...none, ...tls } },
  });
  async function refused(where: Endpoint, message: RegExp, hint: RegExp): Promise<void> {
    const engine = await connect(where);
    try {
      await rejects(engine.info(), (error: { reason: string; message: string; hint: string }) => {
        equal(error.reason, 'unreachable', error.message);
        match(error.message, message);
        match(error.hint, hint);
        return true;
      });
    } finally {
      engine.dispose();
    }
  }

  it('answers who shows the right certificates, also with streams', async () => {
    const engine = await connect(endpoint({ ca: ours.ca, ...client }));
    try {
      match((await engine.info()).version, /^\d+\./);
      const abort = new AbortController();
      for await (const _ of engine.events({ signal: abort.signal, onOpen: () => abort.abort() }));
    } finally {
      engine.dispose();
    }
  });

  it('wants a client certificate', () =>
    refused(endpoint({ ca: ours.ca }), /wants a client certificate, and there is none/, /cert\.pem and key\.pem/));

  it('refuses the client certificate of another authority', () =>
    refused(
      endpoint({ ca: ours.ca, ...other.issue('stranger') }),
      /refused the client certificate/,
      /new client certificate/,
    ));

  it('refuses a client certificate that has expired', () =>
    refused(
      endpoint({ ca: ours.ca, ...ours.issue('late', { expired: true }) }),
      /client certificate/,
      /new client certificate/,
    ));

  it('is not believed when another authority is trusted, or none', async () => {
    await refused(endpoint({ ca: other.ca, ...client }), /signed by an authority that is not known here/, /ca\.pem/);
    await refused(endpoint({ ...client }), /signed by an authority that is not known here/, /ca\.pem/);
  });

  it('is believed without a look when that was chosen', async () => {
    const engine = await connect(endpoint({ ...client, skipVerify: true }));
    await engine.info();
    engine.dispose();
  });

  it('says that it expects TLS to who comes without', () =>
    refused(
      endpoint(undefined),
      /^The engine at tcp:\/\/127.*cannot be reached: it expects TLS\.$/,
      /Docker context with certificates/,
    ));

  it('is told from one that has no TLS', async () => {
    const plain = await fakeEngine({});
    const { address } = plain.endpoint;
    const where = endpoint({ ca: ours.ca }, address.kind === 'tcp' ? address.port : 0);
    try {
      await refused(where, /does not use TLS/, /Remove DOCKER_TLS_VERIFY/);
    } finally {
      await plain.close();
    }
  });

  const servers: readonly (readonly [string, { names?: string; expired?: boolean }, RegExp, RegExp])[] = [
    ['has expired', { expired: true }, /the engine's certificate has expired/, /renew/],
    ['is for another host', { names: 'DNS:elsewhere' }, /is for another name \(elsewhere\)/, /by a name/],
  ];
  for (const [what, options, message, hint] of servers) {
    it(`says that its certificate ${what}`, async () => {
      const { cert, key } = ours.issue('odd', options);
      const server = createServer({ cert: readFileSync(cert), key: readFileSync(key) }, (_, answer) => answer.end());
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      try {
        await refused(endpoint({ ca: ours.ca }, (server.address() as AddressInfo).port), message, hint);
      } finally {
        server.close();
        server.closeAllConnections();
      }
    });
  }

  it('is not asked with files that are none', async () => {
    const broken = join(folder, 'broken.pem');
    writeFileSync(broken, 'no certificate\n');
    await refused(
      endpoint({ ca: ours.ca, cert: broken, key: client.key }),
      /damaged or no PEM file/,
      /Check the certificates/,
    );
    await refused(
      endpoint({ ca: ours.ca, cert: client.cert, key: ours.issue('second').key }),
      /key does not belong/,
      /Check/,
    );
    await rejects(connect(endpoint({ ca: join(folder, 'missing.pem') })), {
      reason: 'invalid',
      message: /missing\.pem cannot be read/,
    });
  });
});
