import { deepEqual, equal, match, rejects, throws } from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '../../../src/engine/dockerode/connect';
import { sshArguments } from '../../../src/engine/dockerode/ssh-agent';
import { pingHeaders } from './fake-engine';

const options = ['-T', '-o', 'BatchMode=yes', '-o', 'ConnectTimeout=30'];

describe('ssh addresses', () => {
  const known: readonly (readonly [string, readonly string[]])[] = [
    ['ssh://box', [...options, '--', 'box', 'docker', 'system', 'dial-stdio']],
    ['ssh://me@box:2222', [...options, '-l', 'me', '-p', '2222', '--', 'box', 'docker', 'system', 'dial-stdio']],
    ['ssh://a%40b@[::1]/', [...options, '-l', 'a@b', '--', '::1', 'docker', 'system', 'dial-stdio']],
    [
      'ssh://box/run/user/1000/docker.sock',
      [...options, '--', 'box', 'docker', '--host', 'unix:///run/user/1000/docker.sock', 'system', 'dial-stdio'],
    ],
  ];
  for (const [address, expected] of known) it(address, () => deepEqual(sshArguments(address), expected));

  for (const address of [
    'ssh://',
    'ssh://-oProxyCommand=x',
    'ssh://-l@box',
    'ssh://a b',
    'ssh://me:secret@box',
    'ssh://box:port',
    'ssh://box/$(touch x)',
    "ssh://box/a'b",
    'ssh://%2doX@box',
    'tcp://box',
  ]) {
    it(`refuses ${address}`, () => throws(() => sshArguments(address), { reason: 'invalid' }));
  }
});

describe('an engine over ssh', () => {
  let folder: string;
  let server: Server;
  const sockets = new Set<Socket>();
  const path = process.env.PATH;

  before(function () {
    // The ssh of these tests is a script, and a script is no program on Windows.
    if (process.platform === 'win32') this.skip();
  });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'layerwright-ssh-'));
    process.env.PATH = [folder, path].join(delimiter);
    server = createServer((request, answer) => {
      if (request.url === '/_ping') return answer.writeHead(200, pingHeaders).end();
      if (request.url?.includes('/events')) return void answer.write('{"Type":"image","Action":"pull","id":"x"}\n');
      answer.end('[]');
    });
    server.on('connection', (socket) => sockets.add(socket));
    server.on('upgrade', (_request, socket) => {
      socket.on('error', () => {});
      socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n');
      socket.pipe(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(async () => {
    process.env.PATH = path;
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  const ssh = (script: string) => {
    writeFileSync(join(folder, 'ssh'), `#!/bin/bash\necho "$$ $*" >>'${join(folder, 'log')}'\n${script}\n`);
    chmodSync(join(folder, 'ssh'), 0o755);
  };
  const piping = () => ssh(`exec 3<>/dev/tcp/127.0.0.1/${(server.address() as AddressInfo).port}; cat <&3 & cat >&3`);
  const started = () =>
    existsSync(join(folder, 'log')) ? readFileSync(join(folder, 'log'), 'utf8').trim().split('\n') : [];
  const open = () => connect({ source: 'setting', context: undefined, address: { kind: 'ssh', url: 'ssh://me@box' } });

  it('is called through few connections, which end when it is disposed of', async () => {
    piping();
    const engine = await open();
    const lists = await Promise.all(Array.from({ length: 20 }, () => engine.images.list()));
    equal(lists.length, 20);
    equal(started().length <= 6, true, `${started().length} logins`);
    match(started()[0] ?? '', /-l me -- box docker system dial-stdio$/);
    engine.dispose();
    const alive = () => started().filter((line) => isRunning(Number(line.split(' ')[0])));
    for (let waited = 0; alive().length > 0 && waited < 100; waited += 1) await sleep(20);
    deepEqual(alive(), []);
  });

  it('streams and upgrades beside its calls', async () => {
    piping();
    const engine = await open();
    const abort = new AbortController();
    const streams = Array.from({ length: 8 }, async () => {
      for await (const event of engine.events({ signal: abort.signal })) if (event.action === 'pull') return;
    });
    await Promise.all(streams);
    deepEqual(await engine.images.list(), []);
    const session = await engine.containers.attach('a', { stdin: true, tty: true });
    session.stdin.write('echo');
    for await (const { data } of session.output) {
      equal(data.toString(), 'echo');
      break;
    }
    abort.abort();
    engine.dispose();
  });

  it('says what ssh said', async () => {
    ssh('echo "me@box: Permission denied (publickey)." >&2; exit 255');
    const engine = await open();
    await rejects(engine.info(), {
      reason: 'unreachable',
      message: /over ssh: me@box accepts none of your keys\.$/,
    });
    engine.dispose();
  });

  it('says that the remote user may not use the engine', async () => {
    ssh('echo "permission denied while trying to connect to the Docker daemon socket" >&2; exit 1');
    const engine = await open();
    await rejects(engine.info(), { reason: 'permission' });
    engine.dispose();
  });

  it('says that there is no ssh', async () => {
    process.env.PATH = folder;
    const engine = await open();
    await rejects(engine.info(), { reason: 'unreachable', message: /the program ssh was not found\.$/ });
    engine.dispose();
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
