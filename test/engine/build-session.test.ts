import { equal, match, ok, rejects } from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BuildOptions } from '../../src/engine/build-options';
import { ensureBases } from '../support/bases';
import { temporaryDirectory } from '../unit/support/temporary-directory';
import { build, useEngine } from './connected';

/** Asks an ssh agent for its keys (SSH_AGENTC_REQUEST_IDENTITIES) and prints the kind of its answer. */
const askAgent =
  `node -e 'const s = require("net").connect(process.env.SSH_AUTH_SOCK, () => s.write(Buffer.from([0,0,0,1,11])));
s.on("data", (d) => { console.log("AGENT " + d[4]); s.end(); }); s.on("error", (e) => { console.log(e.message); process.exit(1); })'`.replaceAll(
    '\n',
    ' ',
  );

describe('the session of a build with BuildKit', function () {
  this.timeout(120_000);
  const connected = useEngine();
  const output = async (dockerfile: string, options: Partial<BuildOptions>) => {
    const events = await build(connected.engine, dockerfile, options);
    return events.map((event) => (event.type === 'log' ? event.text : '')).join('');
  };

  it('hands secrets to the RUN that mounts them, and leaves them nowhere', async () => {
    const { engine } = connected;
    const file = join(temporaryDirectory({ token: 'from-a-file\n' }), 'token');
    const secrets = { token: { file }, password: { bytes: Buffer.from('in memory') } };
    const dockerfile =
      'FROM alpine:3.20\nRUN --mount=type=secret,id=token --mount=type=secret,id=password,target=/p' +
      ` cat /run/secrets/token /p | sha256sum; echo ${performance.now()}\n`;
    const said = await output(dockerfile, { secrets, tags: ['lw-secret:1'] });
    // Of "from-a-file\nin memory".
    match(said, /^7d7691438fa798468419e31de65182fbbb4aa98a686db4f1b255ec95dd593efc/m);
    const image = JSON.stringify([
      await engine.images.inspect('lw-secret:1'),
      await engine.images.history('lw-secret:1'),
    ]);
    equal(/from-a-file|in memory/.test(image), false);
    await engine.images.remove('lw-secret:1');
  });

  it('says which secret is missing, cannot be read or is too large', async () => {
    const dockerfile = 'FROM alpine:3.20\nRUN --mount=type=secret,id=token,required=true true\n';
    const fails = (secrets: BuildOptions['secrets'], message: RegExp) =>
      rejects(build(connected.engine, dockerfile, { secrets: secrets ?? {} }), { message });
    await fails({}, /: the secret "token" was not given\.$/);
    await fails(
      { token: { file: '/no/such/token' } },
      /^The secret "token" cannot be read from \/no\/such\/token: it does not exist\.$/,
    );
    await fails({ token: { bytes: Buffer.alloc(600_000) } }, /^The secret "token" is larger than 500 KiB/);
  });

  it('forwards ssh agents to the RUN that mounts them', async () => {
    await ensureBases(connected.test, ['node']);
    const agents: ChildProcess[] = [];
    const start = async (socket: string) => {
      agents.push(spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' }));
      for (let waited = 0; !existsSync(socket) && waited < 5000; waited += 20) await sleep(20);
      return socket;
    };
    const folder = temporaryDirectory();
    const ssh = { default: await start(join(folder, 'one')), other: await start(join(folder, 'two')) };
    const dockerfile = `FROM node:22\nRUN --mount=type=ssh --mount=type=ssh,id=other,target=/other.sock ${askAgent}; SSH_AUTH_SOCK=/other.sock ${askAgent}; true ${performance.now()}\n`;
    try {
      const identities = 12;
      equal((await output(dockerfile, { ssh })).match(/AGENT \d+/g)?.join(), `AGENT ${identities},AGENT ${identities}`);
      agents[0]?.kill();
      await sleep(100);
      const gone = dockerfile.replace('; true', '; echo');
      await rejects(
        build(connected.engine, gone, { ssh }),
        /^EngineError: The ssh agent "default" at \S+ cannot be reached: E/,
      );
    } finally {
      for (const agent of agents) agent.kill();
    }
    const required = 'FROM alpine:3.20\nRUN --mount=type=ssh,required=true true\n';
    await rejects(build(connected.engine, required, { ssh: { other: '/x' } }), {
      message: /: the ssh agent "default" was not given\.$/,
    });
  });

  it('reaches RUN with networks, hosts and arguments', async () => {
    const dockerfile = 'FROM alpine:3.20\nARG A\nRUN grep -h db.test /etc/hosts; ls /sys/class/net; echo "[$A]"\n';
    const said = await output(dockerfile, {
      buildArgs: { A: 'a "quoted" 1&2 ünï' },
      extraHosts: ['db.test:10.1.2.3'],
      networkMode: 'none',
      noCache: true,
    });
    match(said, /10\.1\.2\.3\s+db\.test/);
    match(said, /\[a "quoted" 1&2 ünï\]/);
    ok(!/eth0/.test(said));
  });

  it('is not needed by who builds without it', async () => {
    const context = temporaryDirectory();
    writeFileSync(join(context, 'x'), '');
    const secrets = { a: { bytes: Buffer.from('s') } };
    await rejects(build(connected.engine, 'FROM alpine:3.20\n', { builder: 'legacy', secrets }), {
      reason: 'invalid',
      message: 'Secrets and ssh agents need BuildKit.',
    });
  });
});
