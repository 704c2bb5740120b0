import { deepEqual, equal } from 'node:assert/strict';
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { buildxFolder } from '../../../../src/cache/terminal/client-builds';
import { pastRequest } from '../../../../src/cache/terminal/past-request';
import { TerminalBuilds } from '../../../../src/cache/terminal/terminal-builds';
import type { BuildHistory, PastBuild } from '../../../../src/engine/build-history';
import { temporaryDirectory } from '../../support/temporary-directory';

const past = (ref: string, started: number, more: Partial<PastBuild> = {}): PastBuild => ({
  ref,
  started,
  completed: started + 10,
  attributes: {},
  tags: [],
  error: undefined,
  image: undefined,
  provenance: undefined,
  ...more,
});

describe('builds that buildx has noted', () => {
  it('are asked for when there is a new note, and told once', async () => {
    const project = temporaryDirectory({ Dockerfile: '', other: '' });
    const note = (LocalPath: string, DockerfilePath = '') => JSON.stringify({ LocalPath, DockerfilePath });
    const folder = temporaryDirectory({
      'refs/default/default/old': note(project),
      'refs/default/default/first': note(project),
      'refs/remote/remote0/second': note(project, join(project, 'Dockerfile')),
      'refs/default/default/other': note(project, join(project, 'other')),
      'refs/default/default/stdin': note(project, '-'),
      'refs/default/default/git': note('https://example.com/a.git'),
      'refs/default/default/broken': '{',
      'refs/default/default/running': note(project),
      'refs/__group__/first': '{}',
    });
    let asked = 0;
    const running = past('running', 50, { completed: undefined });
    let builds = [running, past('second', 30), past('first', 25), past('other', 20), past('stdin', 10), past('git', 5)];
    const history = {
      list: async () => {
        asked += 1;
        return builds;
      },
    } as unknown as BuildHistory;
    const terminal = new TerminalBuilds(folder);
    const question = { key: 'k', dockerfile: join(project, 'Dockerfile'), root: project };
    const take = async (more = {}) => {
      const told = await terminal.take({ ...question, ...more }, async () => history);
      return [...told.builds.map(({ build, alone }) => `${build.ref} ${alone}`), ...told.running, ...told.gone];
    };
    utimesSync(join(folder, 'refs/default/default/old'), 1, 1);
    deepEqual(await take(), ['first false', 'second false', 'running', 'old']);
    deepEqual(await take(), ['running']);
    deepEqual(await take({ key: 'another', without: new Set(['second', 'old']) }), ['first false', 'running']);
    builds = [{ ...running, completed: 60 }, ...builds.slice(1)];
    deepEqual(await take(), ['running true']);
    equal(asked, 4);
    deepEqual(await take(), []);
    equal(asked, 4);
  });

  it('lie where buildx is told to keep them', () => {
    equal(buildxFolder({}, '/home/me'), '/home/me/.docker/buildx');
    equal(buildxFolder({ DOCKER_CONFIG: '/c' }, '/home/me'), '/c/buildx');
    equal(buildxFolder({ BUILDX_CONFIG: '/b', DOCKER_CONFIG: '/c' }, '/home/me'), '/b');
  });
});

describe('a past build', () => {
  const asked = (attributes: Readonly<Record<string, string>>) => pastRequest({ attributes });

  it('was asked for what a forecast can be asked for', () => {
    deepEqual(
      asked({
        'build-arg:A': '1',
        'build-arg:BUILDKIT_INLINE_CACHE': '1',
        'label:a': 'b',
        'vcs:revision': '0123',
        'local-sessionid:context': 'abc',
        'image-resolve-mode': 'local',
        'no-cache': '',
        'add-hosts': 'a=1.2.3.4,b=::1',
        'force-network-mode': 'host',
        filename: 'Dockerfile',
        platform: 'linux/amd64',
        target: 'one',
      }),
      {
        buildArgs: { A: '1' },
        hosts: ['a:1.2.3.4', 'b:::1'],
        network: 'host',
        noCache: true,
        platform: 'linux/amd64',
        target: 'one',
      },
    );
  });

  it('is left out when it was asked for anything else', () => {
    const others = [
      { 'context:base': 'docker-image://alpine' },
      { 'build-arg:BUILDKIT_SYNTAX': 'example.com/frontend' },
      { 'build-arg:SOURCE_DATE_EPOCH': '1' },
      { 'cache-imports': '[]' },
      { 'image-resolve-mode': 'pull' },
      { platform: 'linux/amd64,linux/arm64' },
      { ulimit: 'nofile=1' },
      { dockerfilekey: 'dockerfile' },
      { requestid: 'frontend.lint' },
      { 'something-new': '' },
    ];
    for (const attributes of others) equal(asked(attributes), undefined, Object.keys(attributes).join());
  });
});
