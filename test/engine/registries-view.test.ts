import { deepEqual, equal, match, ok } from 'node:assert/strict';
import {
  addRegistry,
  addRepository,
  removeRegistry,
  removeRepository,
} from '../../src/commands/registries/known-registries';
import { logInToRegistry } from '../../src/commands/registries/log-in';
import { openRegistryInBrowser } from '../../src/commands/registries/open-in-browser';
import { refreshRegistries } from '../../src/commands/registries/refresh-registries';
import { TreeState } from '../../src/host/tree-state';
import type { RegistryNode } from '../../src/views/registries/nodes';
import { createRegistriesView } from '../../src/views/registries/registries-view';
import { basicAuth, makeDockerConfig } from '../support/docker-config';
import { engineIsSkipped } from '../support/engine-environment';
import { pusherTo } from '../support/push-image';
import { registryUser, startRegistry, type TestRegistry } from '../support/registry';
import { type Answer, script } from '../unit/commands/scripted-services';

const small = { platform: 'linux/amd64', created: '2020-03-01T12:00:00Z', layer: 'one' };

describe('the Registries view', function () {
  this.timeout(60_000);
  const ends: (() => Promise<unknown>)[] = [];
  before(function () {
    if (engineIsSkipped) this.skip();
  });
  afterEach(async () => {
    for (const end of ends.splice(0)) await end();
  });

  const start = async (options: Parameters<typeof startRegistry>[0] = {}): Promise<TestRegistry> => {
    const registry = await startRegistry(options);
    ends.push(registry.stop);
    return registry;
  };
  /** The view as the editor asks it: only what is open is read. */
  function open(config: object, ...answers: Answer[]) {
    const docker = makeDockerConfig(config);
    ends.push(docker.remove);
    const me = script({ engine: () => Promise.reject(new Error('no engine is needed')), env: docker.env }, ...answers);
    const view = createRegistriesView({ registries: me.services.registries });
    ends.push(async () => view.dispose());
    const state = new TreeState(view.tree);
    const painted: string[] = [];
    view.tree.onDidChange((nodes) => {
      painted.push(nodes?.map((node) => view.tree.present(node).label).join() ?? 'all');
    });
    const text = (node: RegistryNode) => {
      const { label, description } = view.tree.present(node);
      return description === undefined ? label : `${label} | ${description}`;
    };
    const rows = async (...path: string[]): Promise<readonly RegistryNode[]> => {
      let element: Awaited<ReturnType<typeof state.children>>[number] | undefined;
      for (const label of path) {
        const found = await state.children(element);
        element = found.find(({ node }) => view.tree.present(node).label === label);
        if (!element) throw new Error(`There is no row ${label}`);
        state.paint(element);
      }
      return (await state.children(element)).map(({ node }) => node);
    };
    return { me, view, painted, rows, texts: async (...path: string[]) => (await rows(...path)).map(text) };
  }
  const ageless = (texts: readonly string[]) =>
    texts.map((text) =>
      text
        .replace(/\d+ years ago/, 'AGE')
        .replace(/[0-9a-f]{12}$/, 'DIGEST')
        .replace(/\d+ B/, 'SIZE'),
    );

  it('shows what the Docker config names and the person adds, without a question to any of them', async () => {
    const { me, texts } = open(
      {
        auths: { 'https://index.docker.io/v1/': {}, 'ghcr.io': {} },
        credHelpers: { '123456789012.dkr.ecr.eu-west-1.amazonaws.com': 'ecr-login' },
      },
      { type: 'me:secret@registry.example' },
      { type: 'https://Registry.example/' },
    );
    const configured = ['Docker Hub', '123456789012.dkr.ecr.eu-west-1.amazonaws.com | Amazon ECR', 'ghcr.io | GitHub'];
    deepEqual(await texts(), configured);
    await addRegistry(me.services);
    match(me.refused[0] ?? '', /no user name or password/);
    deepEqual(await texts(), [...configured, 'registry.example']);
    ok(!JSON.stringify([...me.globalMemory]).includes('secret'));
    await removeRegistry(me.services, ['registry.example']);
    await removeRegistry(me.services, ['ghcr.io']);
    match(
      me.said.at(-1) ?? '',
      /^info: ghcr\.io stays in the list because the Docker config names it\..* \[Log out\]$/,
    );
    deepEqual(await texts(), configured);
  });

  it('reads repositories, tags and platforms when their rows are opened, in parts', async () => {
    const { host, url } = await start();
    const push = pusherTo(url);
    const names = Array.from({ length: 120 }, (_, index) => `v${index}`);
    await push.image('many/tags', names, small);
    await push.index('team/app', 'multi', [small, { ...small, platform: 'linux/arm64/v8' }]);
    const { me, view, rows, texts, painted } = open({ auths: { [host]: {} } });
    deepEqual(await texts(host), ['many/tags', 'team/app']);
    const first = await texts(host, 'many/tags');
    equal(first.length, 101);
    deepEqual([first[0], first.at(-1)], ['v119', 'Load more…']);
    painted.length = 0;
    await view.loadMore((await rows(host, 'many/tags')).at(-1));
    deepEqual(painted, ['many/tags']);
    const all = await rows(host, 'many/tags');
    equal(all.length, 120);
    deepEqual(ageless(await texts(host, 'team/app')), ['multi']);
    deepEqual(ageless(await texts(host, 'team/app', 'multi')), [
      'linux/amd64 | SIZE · DIGEST',
      'linux/arm64/v8 | SIZE · DIGEST',
    ]);
    deepEqual(ageless(await texts(host, 'team/app')), ['multi | AGE · 2 platforms']);
    const [tag] = all;
    ok(tag);
    match(
      (await view.tree.tooltip?.(tag, new AbortController().signal)) ?? '',
      /Digest \| sha256:[0-9a-f]{64}[\s\S]*Platform \| linux\/amd64/,
    );
    deepEqual(ageless((await texts(host, 'many/tags')).slice(0, 1)), ['v119 | SIZE · AGE']);
    await push.image('team/app', ['newer'], small);
    deepEqual(ageless(await texts(host, 'team/app')), ['multi | AGE · 2 platforms']);
    await refreshRegistries(me.services, [(await rows(host))[1]]);
    deepEqual(await texts(host, 'team/app'), ['newer', 'multi']);
  });

  it('asks for a sign-in, shows whose account it is, and repositories that were named', async () => {
    const { host, url } = await start({ password: true });
    await pusherTo(url, { Authorization: `Basic ${basicAuth(registryUser)}` }).image('team/app', ['1'], small);
    const { me, rows, texts } = open({ auths: { [host]: {} } });
    deepEqual(await texts(host), ['Log in to see its repositories', 'Add repository…']);
    const [signIn, add] = await rows(host);
    equal(signIn?.kind === 'registryNote' && signIn.click, 'layerwright.logInToRegistry');
    me.answer({ type: registryUser.username }, { type: registryUser.password });
    await logInToRegistry(me.services, [signIn]);
    deepEqual(await texts(host), ['team/app']);
    deepEqual(await texts(), ['Docker Hub', `${host} | ${registryUser.username}`]);
    me.answer({ type: 'Bad Name' }, { type: 'docker.io/library/nginx' }, { type: `${host}/zebra:1` });
    await addRepository(me.services, [add]);
    equal(me.refused.length, 2);
    deepEqual(await texts(host), ['zebra', 'team/app']);
    match((await texts(host, 'zebra'))[0] ?? '', /does not have the repository zebra\.$/);
    await removeRepository(me.services, [(await rows(host))[0]]);
    deepEqual(await texts(host), ['team/app']);
    await openRegistryInBrowser(me.services, [(await rows(host))[0]]);
    deepEqual(me.opened, [`http://${host}/`]);
  });

  it('says what has no list, and what is away', async () => {
    const gone = await startRegistry();
    await gone.stop();
    const { me, texts, rows } = open({ auths: { [gone.host]: {}, 'ghcr.io': {} } });
    deepEqual(await texts(gone.host), ['The connection was refused.']);
    deepEqual(await texts('ghcr.io'), ['GitHub lists no repositories through its registry.', 'Add repository…']);
    deepEqual(await texts('Docker Hub'), ['Log in to see your repositories', 'Add repository…']);
    me.answer({ type: 'ghcr.io/owner/app' });
    await addRepository(me.services, [(await rows('ghcr.io'))[1]]);
    deepEqual(await texts('ghcr.io'), [
      'owner/app',
      'GitHub lists no repositories through its registry.',
      'Add repository…',
    ]);
    await openRegistryInBrowser(me.services, [(await rows('ghcr.io'))[0]]);
    deepEqual(me.opened, ['https://github.com/owner?tab=packages&q=app']);
  });
});
