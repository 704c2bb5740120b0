import { deepEqual, equal, rejects } from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { allCredentials, credentialsFor, registryCredentials } from '../../../src/engine/credentials';
import { hubKey } from '../../../src/engine/references';
import { thisMachine } from '../../../src/engine/this-machine';

const encoded = (text: string) => Buffer.from(text).toString('base64');

describe('credentials', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'layerwright-credentials-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const machine = (config: object | string | undefined) => {
    if (config !== undefined)
      writeFileSync(join(folder, 'config.json'), typeof config === 'string' ? config : JSON.stringify(config));
    const env = { ...process.env, DOCKER_CONFIG: folder, PATH: [folder, process.env.PATH].join(delimiter) };
    return { ...thisMachine(), env };
  };

  /** A helper that leaves what it was asked in a file. */
  const helper = (name: string, script: string) => {
    const file = join(folder, `docker-credential-${name}`);
    writeFileSync(file, `#!/bin/sh\necho "$* $(cat)" >>'${join(folder, `${name}.log`)}'\n${script}\n`);
    chmodSync(file, 0o755);
  };
  const asked = (name: string) =>
    existsSync(join(folder, `${name}.log`)) ? readFileSync(join(folder, `${name}.log`), 'utf8') : '';
  const answer = (value: object) => `echo '${JSON.stringify(value)}'`;

  it('are none without a config', async () => {
    equal(await credentialsFor('host:5000/a', machine(undefined)), undefined);
    equal(await credentialsFor('host:5000/a', machine('')), undefined);
    equal(await credentialsFor('host:5000/a', machine({ auths: { 'host:5000': {} } })), undefined);
  });

  it('come from the file', async () => {
    const auths = {
      'host:5000': { auth: encoded('me:pass:word') },
      'https://old.example/v1/': { username: 'u', password: 'p' },
      'token.example': { auth: encoded('x:y'), identitytoken: 'secret' },
      [hubKey]: { auth: encoded('hub:p\0\0') },
    };
    const of = (reference: string) => credentialsFor(reference, machine({ auths }));
    deepEqual(await of('host:5000/a/b:1'), { serverAddress: 'host:5000', username: 'me', password: 'pass:word' });
    deepEqual(await of('old.example/a'), { serverAddress: 'old.example', username: 'u', password: 'p' });
    deepEqual(await of('token.example/a'), { serverAddress: 'token.example', identityToken: 'secret' });
    deepEqual(await of('node:20'), { serverAddress: hubKey, username: 'hub', password: 'p' });
    equal(await of('host:5001/a'), undefined);
  });

  it('say which config is broken', () =>
    rejects(credentialsFor('a', machine('{')), {
      reason: 'invalid',
      message: `The Docker config ${join(folder, 'config.json')} is not valid JSON.`,
    }));

  describe('of helpers', () => {
    before(function () {
      // A helper is an executable file, and a script is none on Windows.
      if (process.platform === 'win32') this.skip();
    });

    it('ask the one for that host before the store, and the store before the file', async () => {
      helper('one', answer({ ServerURL: 'host:5000', Username: 'one', Secret: 's1' }));
      helper('store', answer({ ServerURL: 'host:5001', Username: 'store', Secret: 's2' }));
      const config = {
        credHelpers: { 'host:5000': 'one' },
        credsStore: 'store',
        auths: { 'host:5000': { auth: encoded('file:f') } },
      };
      deepEqual(await credentialsFor('host:5000/a', machine(config)), {
        serverAddress: 'host:5000',
        username: 'one',
        password: 's1',
      });
      deepEqual(await credentialsFor('host:5001/a', machine(config)), {
        serverAddress: 'host:5001',
        username: 'store',
        password: 's2',
      });
      equal(asked('one'), 'get host:5000\n');
      equal(asked('store'), 'get host:5001\n');
    });

    it('understand identity tokens', async () => {
      helper('one', answer({ Username: '<token>', Secret: 't' }));
      deepEqual(await registryCredentials('h.example', machine({ credsStore: 'one' })), {
        serverAddress: 'h.example',
        identityToken: 't',
      });
    });

    it('are none when the helper knows none or is missing', async () => {
      helper('empty', 'echo "credentials not found in native keychain"; exit 1');
      equal(await registryCredentials('h.example', machine({ credsStore: 'empty' })), undefined);
      equal(await registryCredentials('h.example', machine({ credsStore: 'not-installed' })), undefined);
    });

    it('tell why a helper failed, and never what it knows', async () => {
      helper('broken', 'echo "the keychain is locked."; exit 1');
      helper('odd', 'echo secret');
      await rejects(registryCredentials('h', machine({ credsStore: 'broken' })), {
        reason: 'unauthorised',
        message: 'The credential helper docker-credential-broken failed: the keychain is locked.',
      });
      await rejects(
        registryCredentials('h', machine({ credsStore: 'odd' })),
        (error: Error) => !JSON.stringify({ ...error, message: error.message, cause: error.cause }).includes('secret'),
      );
    });

    it('stop a helper that hangs when the call is cancelled', async () => {
      helper('slow', 'exec sleep 60');
      await rejects(
        registryCredentials('h', { ...machine({ credsStore: 'slow' }), signal: AbortSignal.timeout(100) }),
        { reason: 'cancelled' },
      );
    });

    it('do not run what is no name', () =>
      rejects(registryCredentials('h', machine({ credsStore: '../../bin/sh' })), { reason: 'invalid' }));

    it('are collected for a build, without those that fail', async () => {
      helper('one', answer({ Username: 'one', Secret: 's' }));
      helper('broken', 'exit 1');
      const config = { credHelpers: { a: 'one', b: 'broken' }, auths: { 'c:1': { auth: encoded('c:p') } } };
      deepEqual(await allCredentials(machine(config)), {
        a: { serverAddress: 'a', username: 'one', password: 's' },
        'c:1': { serverAddress: 'c:1', username: 'c', password: 'p' },
      });
    });
  });
});
