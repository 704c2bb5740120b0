import { deepEqual, equal, match, rejects, throws } from 'node:assert/strict';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildOptions } from '../../../src/engine/build-options';
import type { BuildStep } from '../../../src/engine/build-progress';
import { createStatusReader } from '../../../src/engine/buildkit-status';
import { dockerCall } from '../../../src/engine/dockerode/buildx/arguments';
import { buildWithDocker } from '../../../src/engine/dockerode/buildx/build-with-docker';
import { createRawJsonReader } from '../../../src/engine/dockerode/buildx/rawjson';
import type { Endpoint } from '../../../src/engine/endpoints';
import { temporaryDirectory } from '../support/temporary-directory';
import { collect } from './fake-engine';

/** Recorded from buildx 0.13, which indents it. */
const recorded = readFileSync(join(__dirname, 'fixtures', 'rawjson-cold.txt'), 'utf8');
const { signal } = new AbortController();
const endpoint: Endpoint = { source: 'default', context: undefined, address: { kind: 'unix', path: '/run/d.sock' } };

function decode(text: string) {
  const lines = createRawJsonReader();
  const reader = createStatusReader();
  const said = text.split('\n').map((line) => lines.take(line));
  return said.flatMap((status) => (status && typeof status !== 'string' ? [...reader.read(status)] : []));
}

describe('progress of the docker command', () => {
  it('is that of BuildKit, on one line or indented', () => {
    const events = decode(recorded);
    const steps = new Map<string, BuildStep>();
    for (const event of events) if (event.type === 'step') steps.set(event.id, event);
    const own = [...steps.values()].filter(({ name }) => /\d\/\d\]/.test(name));
    const names = own.map(
      ({ name, status, inputs }) => `${name.replace(/true [\d.]+/, 'true')}: ${status}, ${inputs.length}`,
    );
    deepEqual(names.sort(), [
      '[one 1/2] FROM docker.io/library/alpine:3.20: done, 0',
      '[one 2/2] RUN echo "hello you, "there""; true: done, 1',
      '[stage-1 2/3] COPY --from=one /etc/passwd /p: done, 2',
      '[stage-1 3/3] COPY a /: done, 2',
    ]);
    const run = own.find(({ name }) => name.includes('RUN'));
    equal(run?.completed !== undefined && run.started !== undefined && run.completed > run.started, true);
    equal(new Date(run?.started ?? 0).getUTCFullYear(), 2026);
    deepEqual(
      events.flatMap((event) => (event.type === 'log' ? [[event.step === run?.id, event.text]] : [])),
      [[true, 'hello you, "there"\n']],
    );
    equal(
      events.some((event) => event.type === 'transfer' && event.id === 'transferring context:' && event.done),
      true,
    );

    const objects = recorded.split(/(?<=^\})\n/m).filter((text) => text.trim() !== '');
    deepEqual(decode(objects.map((text) => JSON.stringify(JSON.parse(text))).join('\n')), events);
  });

  it('has warnings with their lines', () => {
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const warning = {
      vertex: 'v',
      level: 1,
      short: base64('Lower case'),
      detail: [base64('why')],
      url: 'https://x',
      range: [{ start: { line: 3 }, end: { line: 4 } }],
    };
    deepEqual(decode(JSON.stringify({ warnings: [warning] })), [
      {
        type: 'warning',
        step: 'v',
        message: 'Lower case',
        detail: ['why'],
        url: 'https://x',
        lines: [{ first: 3, last: 4 }],
      },
    ]);
  });

  it('keeps the words of the command apart', () => {
    const reader = createRawJsonReader();
    equal(reader.take('ERROR: no builder'), 'ERROR: no builder');
    equal(reader.take('{ not JSON }'), '{ not JSON }');
    equal(reader.take('{"vertexes":'), undefined);
  });
});

describe('the docker command', () => {
  const context = { root: '/work dir', dockerfile: '/work dir/Dockerfile' };
  const call = (options: Partial<BuildOptions>, at = endpoint) =>
    dockerCall(at, context, { tags: [], signal, ...options }, '/tmp/result');

  it('gets arguments that look secret in its environment, unless it would read them there itself', () => {
    const { args, env } = call({
      buildArgs: { NPM_TOKEN: 's3cret', V: '1', DB_PASSWORD: '', DOCKER_AUTH_TOKEN: 'x', TOKEN_FILE: '/t' },
    });
    deepEqual(
      args.filter((text) => text.startsWith('--build-arg')),
      [
        '--build-arg=V=1',
        '--build-arg=DB_PASSWORD=',
        '--build-arg=DOCKER_AUTH_TOKEN=x',
        '--build-arg=TOKEN_FILE=/t',
        '--build-arg=NPM_TOKEN',
      ],
    );
    deepEqual(env, { DOCKER_HOST: 'unix:///run/d.sock', DOCKER_CONTEXT: '', NPM_TOKEN: 's3cret' });
  });

  it('is asked for what the build is, word by word, and never sees a secret', () => {
    const { args, env } = call({
      tags: ['a:1', 'b:2'],
      target: '--evil',
      buildArgs: { A: '$(touch x) "; rm' },
      secrets: { f: { file: '/a,b' }, v: { variable: 'TOKEN' }, m: { bytes: Buffer.from('s3cret') } },
      ssh: { default: '/agent' },
      noCache: true,
      docker: {
        builder: 'big',
        platforms: ['linux/amd64', 'linux/arm64'],
        outputs: ['type=oci,dest=x'],
        cacheTo: ['type=inline'],
      },
    });
    deepEqual(args, [
      'buildx',
      'build',
      '--progress=rawjson',
      '--metadata-file=/tmp/result',
      '--file=/work dir/Dockerfile',
      '--builder=big',
      '--tag=a:1',
      '--tag=b:2',
      '--target=--evil',
      '--platform=linux/amd64,linux/arm64',
      '--build-arg=A=$(touch x) "; rm',
      '--cache-to=type=inline',
      '--output=type=oci,dest=x',
      '--secret=id=f,"src=/a,b"',
      '--secret=id=v,env=TOKEN',
      '--secret=id=m,env=LAYERWRIGHT_SECRET_2',
      '--ssh=default=/agent',
      '--no-cache',
      '--',
      '/work dir',
    ]);
    deepEqual(env, { DOCKER_HOST: 'unix:///run/d.sock', DOCKER_CONTEXT: '', LAYERWRIGHT_SECRET_2: 's3cret' });
  });

  it('talks to the engine we talk to', () => {
    deepEqual(call({}, { ...endpoint, context: 'far' }).args.slice(0, 3), ['--context', 'far', 'buildx']);
    const tls = { ca: '/c/ca.pem', cert: undefined, key: undefined, skipVerify: false };
    const secure = call({}, { ...endpoint, address: { kind: 'tcp', host: 'h', port: 2376, tls } });
    deepEqual(secure.args.slice(0, 3), ['--tlsverify', '--tlscacert=/c/ca.pem', 'buildx']);
    equal(secure.env.DOCKER_HOST, 'tcp://h:2376');
    throws(() => dockerCall(endpoint, { ...context, ignoreFile: '/x' }, { tags: [], signal }, '/r'), {
      reason: 'invalid',
    });
  });

  it('says why it does not build', async function () {
    if (process.platform === 'win32') this.skip();
    const program = join(temporaryDirectory(), 'docker');
    const fails = async (script: string, expected: object) => {
      writeFileSync(program, `#!/bin/sh\n${script}\n`);
      chmodSync(program, 0o755);
      await rejects(collect(buildWithDocker(endpoint, context, { tags: [], signal, docker: { program } })), expected);
    };
    await fails('echo "docker: \'buildx\' is not a docker command." >&2; exit 1', {
      reason: 'not-found',
      message: 'The docker command has no buildx.',
    });
    await fails('echo "ERROR: failed to solve: something odd" >&2; exit 1', {
      reason: 'build-failed',
      message: 'The build failed: something odd.',
    });
    await fails('exit 3', { reason: 'build-failed', message: /without a word/ });
    const missing = collect(
      buildWithDocker(endpoint, context, { tags: [], signal, docker: { program: '/no/docker' } }),
    );
    await rejects(missing, (error: Error) => {
      match(error.message, /^The docker command \(\/no\/docker\) cannot be started: it is not installed/);
      return true;
    });
  });
});
