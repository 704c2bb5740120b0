import { deepEqual, equal } from 'node:assert/strict';
import { containerDetails, containerSummary } from '../../../src/engine/dockerode/normalise-containers';
import {
  historyLayer,
  imageDetails,
  imageSummary,
  removedImages,
  transferEvent,
} from '../../../src/engine/dockerode/normalise-images';

describe('answers of engines', () => {
  it('become images', () => {
    deepEqual(
      imageSummary({
        Id: 'sha256:1',
        RepoTags: ['<none>:<none>'],
        RepoDigests: null,
        Created: 5,
        Size: 7,
        Labels: null,
        Containers: -1,
      }),
      {
        id: 'sha256:1',
        tags: [],
        digests: [],
        created: 5,
        bytes: 7,
        labels: {},
        containers: undefined,
      },
    );
    equal(imageSummary({ Containers: 2 }).containers, 2);
    const details = imageDetails({
      Id: 'a',
      Created: '2024-01-01T00:00:00.5Z',
      Config: { Cmd: null, Entrypoint: 'old', ExposedPorts: { '80/tcp': {} }, Labels: { a: 'b' } },
    });
    deepEqual(
      [details.created, details.command, details.entrypoint, details.exposedPorts, details.labels],
      [1704067200, [], ['old'], ['80/tcp'], { a: 'b' }],
    );
    deepEqual(historyLayer({ Id: '<missing>', Created: 1, CreatedBy: 'RUN x', Size: 2, Tags: null, Comment: '' }), {
      id: undefined,
      created: 1,
      createdBy: 'RUN x',
      bytes: 2,
      tags: [],
      comment: '',
    });
    deepEqual(removedImages([{ Untagged: 'a:1' }, { Deleted: 'sha256:1' }]), {
      untagged: ['a:1'],
      deleted: ['sha256:1'],
    });
    deepEqual(removedImages(null), { untagged: [], deleted: [] });
  });

  const states: readonly (readonly [object, string, string | undefined, number | undefined])[] = [
    [{ State: 'running', Status: 'Up 3 minutes (healthy)' }, 'running', 'healthy', undefined],
    [{ State: 'running', Status: 'Up 1 second (health: starting)' }, 'running', 'starting', undefined],
    [{ State: 'running', Status: 'Up 1 second (unhealthy)' }, 'running', 'unhealthy', undefined],
    [{ State: 'paused', Status: 'Up 3 minutes (Paused)' }, 'paused', undefined, undefined],
    [{ State: 'exited', Status: 'Exited (137) 3 seconds ago' }, 'exited', undefined, 137],
    [{ State: 'exited', Status: '', ExitCode: 4 }, 'exited', undefined, 4],
    [{ State: 'created', Status: 'Created' }, 'created', undefined, undefined],
    [{ State: 'configured' }, 'created', undefined, undefined],
    [{ State: 'stopped' }, 'exited', undefined, undefined],
    [{ State: 'running', Status: 'Up', Health: { Status: 'healthy' } }, 'running', 'healthy', undefined],
    [{}, 'exited', undefined, undefined],
  ];
  for (const [raw, state, health, exitCode] of states) {
    it(`become a container: ${JSON.stringify(raw)}`, () => {
      const summary = containerSummary(raw as Record<string, unknown>);
      deepEqual([summary.state, summary.health, summary.exitCode], [state, health, exitCode]);
    });
  }

  it('become containers with names, ports and networks', () => {
    const summary = containerSummary({
      Names: ['/other/web', '/web'],
      Ports: [
        { PrivatePort: 80, Type: 'tcp' },
        { IP: '::', PrivatePort: 81, PublicPort: 8081, Type: 'udp' },
      ],
      NetworkSettings: { Networks: { bridge: {}, app: null } },
    });
    equal(summary.name, 'web');
    deepEqual(summary.ports, [
      { containerPort: 80, protocol: 'tcp', hostIp: undefined, hostPort: undefined },
      { containerPort: 81, protocol: 'udp', hostIp: '::', hostPort: 8081 },
    ]);
    deepEqual(summary.networks, ['bridge', 'app']);
    const details = containerDetails({
      Name: '/web',
      Config: { Tty: true, OpenStdin: true, Image: 'a' },
      State: { Status: 'exited', ExitCode: 3 },
      HostConfig: { AutoRemove: true },
    });
    deepEqual(
      [details.name, details.tty, details.openStdin, details.autoRemove, details.exitCode, details.image],
      ['web', true, true, true, 3, 'a'],
    );
  });

  it('become progress of a transfer', () => {
    deepEqual(
      transferEvent({
        status: 'Pushing',
        id: '0123456789ab',
        progressDetail: { current: 5, total: 10 },
        progress: '[==>]',
      }),
      { layer: '0123456789ab', status: 'Pushing', current: 5, total: 10, digest: undefined },
    );
    deepEqual(transferEvent({ status: 'Pulling from library/node', id: 'latest' }), {
      layer: undefined,
      status: 'Pulling from library/node',
      current: undefined,
      total: undefined,
      digest: undefined,
    });
    equal(transferEvent({ status: 'Digest: sha256:12' }).digest, 'sha256:12');
    equal(transferEvent({ progressDetail: {}, aux: { Tag: '1', Digest: 'sha256:34', Size: 1 } }).digest, 'sha256:34');
  });
});
