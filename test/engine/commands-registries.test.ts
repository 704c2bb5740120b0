import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyPinnedReference, copyRemoteDigest, copyRemoteReference } from '../../src/commands/registries/copy-remote';
import { deleteRemoteTag } from '../../src/commands/registries/delete-remote-tag';
import { logInToRegistry } from '../../src/commands/registries/log-in';
import { logOutOfRegistry } from '../../src/commands/registries/log-out';
import { pullImage, pullImageForPlatform } from '../../src/commands/registries/pull-image';
import { pushImage, pushImageTo } from '../../src/commands/registries/push-image';
import type { RemoteTagNode } from '../../src/views/registries/nodes';
import { makeCertificate, type TestCertificate } from '../support/certificates';
import { basicAuth, makeDockerConfig, type TestDockerConfig } from '../support/docker-config';
import { pusherTo } from '../support/push-image';
import { registryUser, startRegistry, type TestRegistry } from '../support/registry';
import { startTokenServer } from '../support/token-server';
import { type Answer, type Scripted, script } from '../unit/commands/scripted-services';
import { useEngine } from './connected';

const { username, password } = registryUser;
const small = { platform: 'linux/amd64', created: '2026-03-01T12:00:00Z', layer: 'one' };

describe('registry commands', function () {
  this.timeout(90_000);
  const connected = useEngine();
  const ends: (() => Promise<unknown>)[] = [];
  let folder: string;
  let signer: TestCertificate;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'layerwright-registries-'));
    signer = makeCertificate(folder, 'signer');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(async () => {
    for (const end of ends.splice(0)) await end();
    const { images } = connected.engine;
    for (const { tags } of await images.list())
      for (const tag of tags) if (tag.startsWith('127.0.0.1')) await images.remove(tag, { force: true });
  });

  const start = async (options: Parameters<typeof startRegistry>[0] = {}): Promise<TestRegistry> => {
    const registry = await startRegistry(options);
    ends.push(registry.stop);
    return registry;
  };
  const config = (content: object = {}): TestDockerConfig => {
    const made = makeDockerConfig(content);
    ends.push(made.remove);
    return made;
  };
  const person = (env: Readonly<Record<string, string>>, ...answers: Answer[]): Scripted =>
    script({ engine: connected.engine, env }, ...answers);
  /** Everything that is written down somewhere, without the places meant for it. */
  const traces = ({ said, logged, memory, globalMemory, progress }: Scripted) =>
    JSON.stringify([said, logged, [...memory], [...globalMemory], progress]);
  const tagged = async (host: string, name = 'lw/app:1') => {
    const reference = `${host}/${name}`;
    await connected.engine.images.tag('alpine:3.20', reference);
    return reference;
  };
  const row = (host: string, repository: string, tag: string): RemoteTagNode => ({
    kind: 'remoteTag',
    host,
    repository,
    tag,
    image: undefined,
  });

  it('log in through the credential store of the Docker config, and out of it', async () => {
    const { host } = await start({ password: true });
    const docker = config({ credsStore: 'fake', auths: {} });
    const me = person(docker.env, { type: username }, { type: 'wrong' }, { type: username }, { type: password });
    await logInToRegistry(me.services, [host]);
    deepEqual(me.said, [
      `input: Log in to ${host} | User name ""`,
      `input: Log in to ${host} | Password or access token of ${username} "***"`,
      `input: Log in to ${host} | ${host} does not accept the credentials of ${username}. User name "${username}"`,
      `input: Log in to ${host} | Password or access token of ${username} "***"`,
      `info: Logged in to ${host} as ${username}. The credentials are in the credential store "fake" of Docker.`,
    ]);
    const store = () => JSON.parse(readFileSync(docker.env.CREDENTIAL_STORE, 'utf8'));
    deepEqual(store(), { [host]: { Username: username, Secret: password } });
    equal(me.secrets.size, 0);
    equal(readFileSync(join(docker.folder, 'config.json'), 'utf8').includes(host), false);
    ok(!traces(me).includes(password));
    await pushImage(me.services, [await tagged(host)]);
    equal(me.said.at(-1), `info: Pushed ${host}/lw/app:1.`);
    await logOutOfRegistry(me.services, [host]);
    equal(
      me.said.at(-1),
      `info: Logged out of ${host}. Erased its credentials from the credential store "fake" of Docker.`,
    );
    deepEqual(store(), {});
    await logOutOfRegistry(me.services, [host]);
    equal(me.said.at(-1), `info: There were no credentials for ${host}.`);
  });

  it("log in to VS Code's secret storage when the config names no store, or one that is not installed", async () => {
    const { host } = await start({ password: true });
    for (const content of [{}, { credsStore: 'not-installed' }]) {
      const me = person(
        config(content).env,
        { pick: 'Another registry…' },
        { type: 'http://evil.example' },
        { type: host },
        { type: username },
        { type: password },
      );
      await logInToRegistry(me.services, []);
      match(me.refused[0] ?? '', /without TLS/);
      equal(
        me.said.at(-1),
        `info: Logged in to ${host} as ${username}. The credentials are in the secret storage of VS Code, where the docker command does not look.`,
      );
      deepEqual(
        [...me.secrets.values()].map((text) => JSON.parse(text)),
        [{ username, password }],
      );
      ok(!traces(me).includes(password));
      await pushImage(me.services, [await tagged(host)]);
      equal(me.said.at(-1), `info: Pushed ${host}/lw/app:1.`);
      await logOutOfRegistry(me.services, [host]);
      equal(me.said.at(-1), `info: Logged out of ${host}. Erased its credentials from the secret storage of VS Code.`);
      equal(me.secrets.size, 0);
    }
  });

  it('take a password that docker wrote into its config out of it, and nothing else', async () => {
    const other = { auth: basicAuth({ username: 'other', password: 'kept' }) };
    const docker = config({
      auths: { 'registry.example': { auth: basicAuth(registryUser) }, 'other.example': other },
      experimental: 'yes',
    });
    const me = person(docker.env);
    await logOutOfRegistry(me.services, ['registry.example']);
    equal(me.said.at(-1), 'info: Logged out of registry.example. Erased its credentials from the Docker config.');
    const text = readFileSync(join(docker.folder, 'config.json'), 'utf8');
    deepEqual(JSON.parse(text), { auths: { 'other.example': other }, experimental: 'yes' });
    match(text, /^ {2}"auths"/m);
  });

  it('ask for another account when the stored one is refused, and keep it when that is wanted', async () => {
    const { host } = await start({ password: true });
    const reference = await tagged(host);
    const docker = config({ credsStore: 'fake', auths: {} });
    const { registries } = person(docker.env);
    await registries.credentials.store(host, { username, password: 'out of date' });
    const me = person(docker.env, { choose: 'Log in…' }, { type: (proposed) => proposed }, { type: password });
    await pushImage(me.services, [reference]);
    match(me.said[0] ?? '', new RegExp(`\\| ${host} was asked with the stored account ${username}\\.`));
    equal(me.said.at(-1), `info: Pushed ${reference}.`);
    equal((await registries.credentials.get(host))?.password, password);
    ok(!traces(me).includes(password));
  });

  it('push and pull with tokens of an account that was stored here', async () => {
    const server = await startTokenServer({ signer, user: registryUser });
    ends.push(server.close);
    const { host } = await start({ token: { ...server, signer } });
    const reference = await tagged(host);
    const me = person(config().env, { type: username }, { type: password });
    await logInToRegistry(me.services, [host]);
    await pushImage(me.services, [reference]);
    equal(me.said.at(-1), `info: Pushed ${reference}.`);
    await connected.engine.images.remove(reference);
    await pullImage(me.services, [row(host, 'lw/app', '1')]);
    match(me.said.at(-1) ?? '', new RegExp(`^info: Pulled ${reference} \\(`));
  });

  it('say that a push is denied to an account that may only pull', async () => {
    const grant = (who: string, { actions }: { actions: string[] }) =>
      who === 'anonymous' ? [] : actions.filter((action) => action === 'pull');
    const server = await startTokenServer({ signer, user: registryUser, grant });
    ends.push(server.close);
    const { host } = await start({ token: { ...server, signer } });
    const me = person(config().env, { type: username }, { type: password }, { choose: undefined });
    await logInToRegistry(me.services, [host]);
    await rejects(pushImage(me.services, [await tagged(host)]), { reason: 'cancelled' });
    match(me.said.at(-1) ?? '', /^choose: The registry refuses access.* was asked with the stored account layerwright/);
  });

  it('say what went wrong: no such repository, no registry, cancelled', async () => {
    const { host } = await start();
    const me = person(config().env);
    await rejects(pullImage(me.services, [`${host}/no/such:1`]), { reason: 'not-found' });
    await rejects(pullImage(me.services, ['127.0.0.1:1/lw/app:1']), {
      reason: 'registry',
      message: /127\.0\.0\.1:1 was refused/,
    });
    await rejects(pushImage(me.services, [await tagged('127.0.0.1:1')]), { reason: 'registry' });
    await rejects(logInToRegistry(person(config().env, { type: 'a' }, { type: 'b' }).services, ['127.0.0.1:1']), {
      reason: 'registry',
      message: '127.0.0.1:1 cannot be reached: the connection was refused.',
    });
    const reference = await tagged(host);
    const stopping = person(config().env);
    const { progress } = stopping.services.ui;
    const ui = {
      ...stopping.services.ui,
      progress: ((title, task) =>
        progress(title, (report, signal) => {
          stopping.cancel();
          return task(report, signal);
        })) as typeof progress,
    };
    await rejects(pushImage({ ...stopping.services, ui }, [reference]), { reason: 'cancelled' });
    await rejects(pullImage({ ...stopping.services, ui }, [reference]), { reason: 'cancelled' });
  });

  it('push an image without a registry in its name to the one that is chosen', async () => {
    const { host } = await start();
    const me = person(
      config().env,
      { pick: 'Another registry…' },
      { type: host },
      { type: 'alpine:3.20' },
      { type: `${host}/team/alpine:2` },
    );
    await pushImage(me.services, ['alpine:3.20']);
    deepEqual(me.refused, [`This would go to Docker Hub, not to ${host}.`]);
    equal(me.said.at(-1), `info: Pushed alpine:3.20 as ${host}/team/alpine:2.`);
    ok((await connected.engine.images.inspect('alpine:3.20')).tags.includes(`${host}/team/alpine:2`));
    await me.registries.book.add(host);
    me.answer({ pick: host }, { type: (proposed) => proposed });
    await pushImageTo(me.services, [`${host}/team/alpine:2`]);
    equal(me.said.at(-1), `info: Pushed ${host}/team/alpine:2.`);
    const docker = config({
      auths: { 'https://index.docker.io/v1/': { auth: basicAuth({ username: 'Me', password: 'x' }) } },
    });
    const hub = person(docker.env, { pick: 'Docker Hub' }, { type: 'alpine:3.20' }, 'cancel');
    await pushImage(hub.services, ['alpine:3.20']);
    equal(hub.said[1], 'input: Push alpine:3.20 to Docker Hub | Reference of the image there "me/alpine:3.20"');
    deepEqual(hub.refused, ['Docker Hub needs an account in front: account/name:tag.']);
    const many = person(docker.env);
    await pushImage(
      many.services,
      [{ image: 'alpine:3.20' }, [{ image: 'alpine:3.20' }]]
        .slice(0, 1)
        .flatMap((one) => [one, [one, { image: `${host}/team/alpine:2` }]]),
    );
    match(many.said[0] ?? '', /^warn: alpine:3\.20 names no registry and no account, so nothing was pushed\./);
  });

  it('pull for the platforms that the registry has', async () => {
    const { host, url } = await start();
    const push = await tagged(host, 'lw/multi:local');
    await pushImage(person(config().env).services, [push]);
    const { platforms } = await person(config().env).registries.open(host).image('lw/multi', 'local');
    const [native] = platforms;
    ok(native?.platform);
    await connected.engine.images.remove(push);
    const me = person(config().env, { pick: native.platform });
    await pullImageForPlatform(me.services, [row(host, 'lw/multi', 'local')]);
    equal(me.said[0], `pick: Pull ${push} (${native.platform})`);
    match(me.said.at(-1) ?? '', new RegExp(`^info: Pulled ${push} for ${native.platform} \\(`));
    await pusherTo(url).index('lw/other', '1', [{ ...small, platform: 'linux/s390x' }]);
    const other = person(config().env, { pick: 'linux/s390x' });
    await rejects(pullImageForPlatform(other.services, [row(host, 'lw/other', '1')]));
    const unknown = person(
      config().env,
      { type: `${host}/no/such` },
      { pick: 'Other platform…' },
      { type: 'arm64' },
      { type: 'linux/riscv64' },
    );
    await rejects(pullImageForPlatform(unknown.services, []), { reason: 'not-found' });
    deepEqual(unknown.refused, ['A platform is written as linux/arm64 or linux/arm/v7.']);
  });

  it('copy references and digests', async () => {
    const { host, url } = await start();
    const digest = await pusherTo(url).image('team/app', ['1', '2'], small);
    const rows = [row(host, 'team/app', '1'), row(host, 'team/app', '2')];
    const me = person(config().env, { type: `${host}/team/app:2` });
    await copyRemoteReference(me.services, [rows[0], rows]);
    await copyRemoteDigest(me.services, [rows[1]]);
    await copyPinnedReference(me.services, [rows[0]]);
    await copyPinnedReference(me.services, []);
    await copyRemoteReference(me.services, [{ kind: 'remoteRepository', host, repository: 'team/app', named: false }]);
    deepEqual(me.copied, [
      `${host}/team/app:1\n${host}/team/app:2`,
      digest,
      `${host}/team/app:1@${digest}`,
      `${host}/team/app:2@${digest}`,
      `${host}/team/app`,
    ]);
  });

  it('delete tags after naming what goes with them', async () => {
    const { host, url } = await start();
    const push = pusherTo(url);
    await push.image('team/app', ['1', '2', 'latest'], small);
    await push.image('team/app', ['old'], { ...small, layer: 'another' });
    const tags = async () =>
      (await person(config().env).registries.open(host).tags('team/app').next()).items.map(({ name }) => name);
    const careful = person(config().env, { confirm: true }, { confirm: false });
    await rejects(deleteRemoteTag(careful.services, [row(host, 'team/app', '1')]), { reason: 'cancelled' });
    deepEqual(careful.said, [
      `confirm: Delete ${host}/team/app:1 in its registry? | Nobody can pull it any more. Images that were pulled stay where they are. [Delete tag]`,
      `confirm: Delete 2 other tags with 1? | ${host} deletes whole images, and this one of team/app has other tags:\n2\nlatest [Delete 3 tags]`,
    ]);
    deepEqual(await tags(), ['latest', 'old', '2', '1']);
    const single = person(config().env, { confirm: true });
    await deleteRemoteTag(single.services, [row(host, 'team/app', 'old')]);
    equal(single.said.at(-1), `status: Deleted ${host}/team/app:old.`);
    deepEqual(await tags(), ['latest', '2', '1']);
    const all = ['1', '2', 'latest'].map((tag) => row(host, 'team/app', tag));
    const several = person(config().env, { confirm: true });
    await deleteRemoteTag(several.services, [all[0], all]);
    match(several.said[0] ?? '', /^confirm: Delete 3 tags in their registry\? \| .*:1\n.*:2\n.*:latest\n\nNobody/);
    equal(several.said.length, 2);
    deepEqual(await tags(), []);
  });

  it('say when a registry does not allow deletion', async () => {
    const { host, url } = await start({ deletion: false });
    await pusherTo(url).image('team/app', ['1'], small);
    const me = person(config().env, { confirm: true });
    await rejects(deleteRemoteTag(me.services, [row(host, 'team/app', '1')]), {
      reason: 'invalid',
      message: `${host} does not allow deleting through its interface.`,
    });
  });
});
