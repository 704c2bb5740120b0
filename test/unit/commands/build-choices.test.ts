import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { askChoices, choiceOptions, readInputs, rememberedChoices } from '../../../src/commands/build/build-choices';
import { temporaryDirectory } from '../support/temporary-directory';
import { type Answer, type Scripted, script } from './scripted-services';

const dockerfile = `ARG BASE=alpine:3.20
FROM $BASE AS one
ARG VERSION
ARG BASE
ARG TARGETARCH
ARG API_TOKEN
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc --mount=type=cache,target=/c true
FROM one
ARG VERSION="1 2"
RUN --mount=type=secret,target=/run/secrets/password --mount=type=ssh true
`;

describe('the options of a build', () => {
  let path: string;
  before(() => {
    path = join(temporaryDirectory({ Dockerfile: dockerfile }), 'Dockerfile');
  });

  const folder = dirname(__dirname);
  const place = ({ services }: Scripted) => ({ env: services.workspace.env, folder });
  const person = (...answers: Answer[]) => {
    const workspace = { env: { SSH_AUTH_SOCK: '/agent', NPMRC: 'x' } };
    return script(
      { engine: async () => Promise.reject(new Error('No engine is needed here.')), workspace },
      ...answers,
    );
  };

  it('are what the Dockerfile takes', async () => {
    deepEqual(await readInputs(path), {
      args: [
        { name: 'BASE', fallback: 'alpine:3.20' },
        { name: 'VERSION', fallback: '1 2' },
        { name: 'API_TOKEN', fallback: undefined },
      ],
      secrets: ['npmrc', 'password'],
      ssh: ['default'],
    });
    deepEqual(await readInputs('/no/such/file'), { args: [], secrets: [], ssh: [] });
  });

  it('are asked for, remembered per Dockerfile, and hold for what it still takes', async () => {
    const inputs = await readInputs(path);
    const asked = person(
      { pick: 'Argument VERSION' },
      { type: '3' },
      { pick: 'Argument API_TOKEN' },
      { type: 't0ken' },
      { pick: 'Secret npmrc' },
      { pick: 'From a variable of the environment…' },
      { type: 'MISSING' },
      { type: 'NPMRC' },
      { pick: 'Secret password' },
      { pick: 'Type it…' },
      { type: 'p4ss' },
      { pick: 'SSH agent' },
      { pick: 'Platform' },
      { type: 'arm' },
      { type: 'linux/arm64' },
      { pick: 'Without the cache' },
      { pick: 'Build' },
    );
    const choices = await askChoices(asked.services, path, inputs);
    ok(choices);
    deepEqual(asked.refused, [
      'MISSING is not set.',
      'A platform is an OS and an architecture: linux/arm64. Several need the docker command.',
    ]);
    deepEqual(choiceOptions(choices, inputs, place(asked)), {
      buildArgs: { VERSION: '3', API_TOKEN: 't0ken' },
      secrets: { npmrc: { variable: 'NPMRC' }, password: { bytes: Buffer.from('p4ss') } },
      ssh: { default: '/agent' },
      platform: 'linux/arm64',
      noCache: true,
      pull: false,
    });
    const kept = JSON.stringify([...asked.memory]);
    equal(/t0ken|p4ss|112,52/.test(kept), false);
    match(kept, /NPMRC/);

    const again = rememberedChoices(asked.services, path);
    const fewer = { ...inputs, args: inputs.args.slice(0, 1), ssh: [] };
    deepEqual(choiceOptions(again, fewer, place(asked)), {
      buildArgs: {},
      secrets: { npmrc: { variable: 'NPMRC' } },
      platform: 'linux/arm64',
      noCache: false,
      pull: false,
    });
  });

  it('hand what only the docker command can do to it', async () => {
    const inputs = { args: [], secrets: [], ssh: [] };
    const asked = person(
      { pick: 'Build with' },
      { pick: 'Platform' },
      { type: 'linux/amd64,linux/arm64' },
      { pick: 'Output' },
      { type: 'type=oci,dest=image.tar' },
      { pick: 'Builder of buildx' },
      { type: 'big' },
      { pick: 'Cache to' },
      { type: '' },
      { pick: 'Build' },
    );
    const chosen = await askChoices(asked.services, path, inputs);
    ok(chosen);
    const base = { buildArgs: {}, noCache: false, pull: false };
    deepEqual(choiceOptions(chosen, inputs, place(asked)), {
      ...base,
      platform: 'linux/amd64,linux/arm64',
      builder: 'docker',
      docker: { outputs: [`type=oci,dest=${join(folder, 'image.tar')}`], builder: 'big', cacheTo: [] },
    });
    asked.answer({ pick: 'Build with' }, { pick: 'Build' });
    ok(await askChoices(asked.services, path, inputs));
    deepEqual(choiceOptions(rememberedChoices(asked.services, path), inputs, place(asked)), base);
  });

  it('change nothing when the person gives up', async () => {
    const inputs = await readInputs(path);
    const gone = person({ pick: 'Argument BASE' }, 'cancel', { pick: 'Secret npmrc' }, 'cancel', 'cancel');
    equal(await askChoices(gone.services, path, inputs), undefined);
    equal(gone.memory.size, 0);
    match(
      gone.said[0] ?? '',
      /^pick: Build image: options \(Build, Argument BASE, Argument VERSION, Argument API_TOKEN, Secret npmrc, Secret password, SSH agent, Platform, Without the cache, Pull base images, Build with\)$/,
    );
  });
});
