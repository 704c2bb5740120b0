import { deepEqual, equal, match } from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { type ClientHttp2Session, connect, type OutgoingHttpHeaders } from 'node:http2';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import protobuf from 'protobufjs/light';
import { credentialsMethod } from '../../../src/engine/dockerode/session/credentials';
import { diffCopyMethod } from '../../../src/engine/dockerode/session/file-sync';
import { framed, serveGrpc } from '../../../src/engine/dockerode/session/grpc';
import { firstString, messageOf } from '../../../src/engine/dockerode/session/protobuf';
import { secretsMethod } from '../../../src/engine/dockerode/session/secrets';
import { contextDirectory } from '../../../src/engine/dockerode/session/synced-directory';
import { temporaryDirectory } from '../support/temporary-directory';

interface Answer {
  readonly status: string;
  readonly messages: readonly Buffer[];
}

/** Plays the engine, which is the client on a session, and may ask for anything. */
describe('what an engine may ask of a session', () => {
  let server: Server;
  let client: ClientHttp2Session;
  const errors: string[] = [];
  before(async () => {
    const root = temporaryDirectory({ 'a b, c+é/x': '1', 'other/y': '22', 'z.log': '333' });
    symlinkSync('../../../../../etc', join(root, 'out'));
    const onError = (error: unknown) => void errors.push(String(error));
    const auth = { serverAddress: 'one.test', username: 'me', password: 'p1' };
    const hub = { serverAddress: 'https://index.docker.io/v1/', identityToken: 't2' };
    server = createServer((socket) =>
      serveGrpc(socket, {
        '/files': diffCopyMethod({
          directories: { context: contextDirectory(root, () => {}) },
          onSent: () => {},
          onError,
        }),
        '/credentials': credentialsMethod({ 'one.test': auth, [hub.serverAddress]: hub }),
        '/secrets': secretsMethod({ token: { bytes: Buffer.from('s') } }, () => {}),
      }),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  after(() => {
    client.destroy();
    server.close();
  });

  /** `reply` says what to send after each message of the answer; undefined ends the request. */
  function call(
    path: string,
    headers: OutgoingHttpHeaders,
    first: Uint8Array | undefined,
    reply?: (message: Buffer) => Uint8Array | undefined,
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const stream = client.request({
        ':method': 'POST',
        ':path': path,
        'content-type': 'application/grpc',
        ...headers,
      });
      const messages: Buffer[] = [];
      let status = '';
      let rest = Buffer.alloc(0);
      const note = (fields: Readonly<Record<string, unknown>>) => {
        status = String(fields['grpc-status'] ?? status);
      };
      stream.on('response', note);
      stream.on('trailers', (fields) => {
        note(fields);
        stream.end();
      });
      stream.on('data', (chunk: Buffer) => {
        rest = Buffer.concat([rest, chunk]);
        while (rest.length >= 5 && rest.length >= 5 + rest.readUInt32BE(1)) {
          const end = 5 + rest.readUInt32BE(1);
          const message = rest.subarray(5, end);
          rest = rest.subarray(end);
          messages.push(message);
          const next = reply?.(message);
          if (next && stream.writable) stream.write(framed(next));
        }
      });
      stream.on('error', reject);
      stream.on('close', () => resolve({ status, messages }));
      if (first) stream.write(framed(first));
      if (!reply) stream.end();
    });
  }

  const finish = Buffer.from([8, 3]);
  /** Paths that are told of for these headers. */
  async function paths(headers: OutgoingHttpHeaders): Promise<readonly string[]> {
    const reply = (message: Buffer) => (message.length === 0 ? finish : undefined);
    const { status, messages } = await call('/files', { 'dir-name': 'context', ...headers }, undefined, reply);
    equal(status, '0');
    const stats = messages.filter((message) => message[0] === 18);
    return stats.map((message) => {
      const reader = protobuf.Reader.create(message);
      reader.uint32();
      return firstString(reader.bytes());
    });
  }

  it('files below the directory, by names with any characters, and nothing else', async () => {
    const all = ['a b, c+é', 'a b, c+é/x', 'other', 'other/y', 'out', 'z.log'];
    deepEqual(await paths({}), all);
    const written = { followpaths: 'a+b%2C+c%2B%C3%A9', 'followpaths-encoded': '1' };
    deepEqual(await paths(written), all.slice(0, 2));
    deepEqual(await paths({ 'exclude-patterns': ['a*', '*.log', 'out'] }), ['other', 'other/y']);
    deepEqual(await paths({ 'include-patterns': ['*.log', 'other/y'] }), ['other', 'other/y', 'z.log']);
    deepEqual(await paths({ followpaths: ['../other', 'out/passwd', '/etc/passwd'] }), ['other', 'other/y', 'out']);
    equal((await call('/files', { 'dir-name': '../etc' }, undefined)).status, '5');
  });

  it('a file that is none ends the build', async () => {
    const directory = 2;
    const ask = (message: Buffer) => (message.length === 0 ? Buffer.from([8, 1, 24, directory]) : undefined);
    equal((await call('/files', { 'dir-name': 'context' }, undefined, ask)).status, '2');
    match(errors.join(), /asked for entry 2 of the build context, which is no file/);
  });

  it('credentials, of the registry it names and no other', async () => {
    const ask = async (host: string) => {
      const { messages } = await call('/credentials', {}, messageOf(host));
      return messages.map((message) => message.toString('latin1').replace(/[^ -~]/g, '|')).join();
    };
    equal(await ask('one.test'), '||me||p1');
    equal(await ask('registry-1.docker.io'), '||t2');
    equal(await ask('two.test'), '');
    equal(await ask('__proto__'), '');
  });

  it('secrets that were given, by id', async () => {
    const { messages, status } = await call('/secrets', {}, messageOf('token'));
    deepEqual([status, firstString(messages[0] ?? Buffer.alloc(0))], ['0', 's']);
    equal((await call('/secrets', {}, messageOf('other'))).status, '5');
    equal((await call('/secrets', {}, messageOf('constructor'))).status, '5');
    equal((await call('/nothing', {}, messageOf('x'))).status, '12');
  });
});
