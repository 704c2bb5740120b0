import { deepEqual, throws } from 'node:assert/strict';
import { join } from 'node:path';
import { readTask } from '../../../src/commands/build/build-task';

describe('a build task', () => {
  const folder = '/work';
  const read = (definition: Readonly<Record<string, unknown>>) => readTask(definition, folder, { TOKEN: 'abc' });

  it('has what its definition says, with paths of the workspace folder', () => {
    deepEqual(
      read({
        type: 'layerwright-build',
        ...{ dockerfile: 'svc/Dockerfile', context: '.', tag: 'svc:1', target: 'dev', platform: 'linux/arm64' },
        ...{ buildArgs: { A: 'b', N: 1 }, pull: true, builder: 'legacy' },
        secrets: { npm: { file: '.npmrc' }, token: { env: 'TOKEN' } },
      }),
      {
        answers: { dockerfile: join(folder, 'svc/Dockerfile'), context: folder, tag: 'svc:1', target: 'dev' },
        options: {
          ...{ noCache: false, pull: true, platform: 'linux/arm64', builder: 'legacy' },
          buildArgs: { A: 'b', N: '1' },
          secrets: { npm: { file: join(folder, '.npmrc') }, token: { variable: 'TOKEN' } },
        },
      },
    );
  });

  it('builds the folder of its Dockerfile under its name, unless told otherwise', () => {
    deepEqual(read({ dockerfile: 'svc/Dockerfile' }).answers, {
      ...{ dockerfile: join(folder, 'svc/Dockerfile'), context: join(folder, 'svc'), tag: 'svc:latest' },
      target: undefined,
    });
  });

  it('names a builder, outputs and caches of the docker command, with paths of the workspace folder', () => {
    const task = read({
      ...{ dockerfile: 'Dockerfile', builder: 'docker', platform: 'linux/amd64,linux/arm64' },
      docker: { builder: 'big', outputs: ['out'], cacheFrom: ['type=local,src=c'], cacheTo: ['type=gha'] },
    });
    deepEqual(task.options, {
      ...{ noCache: false, pull: false, buildArgs: {}, platform: 'linux/amd64,linux/arm64', builder: 'docker' },
      docker: {
        builder: 'big',
        outputs: [`type=local,dest=${join(folder, 'out')}`],
        cacheFrom: [`type=local,src=${join(folder, 'c')}`],
        cacheTo: ['type=gha'],
      },
    });
    deepEqual(read({ builder: 'docker' }).options.docker, {});
  });

  it('says which property is wrong', () => {
    throws(() => read({ tag: 'A B' }), /^EngineError: The task's "tag" is no name for an image: /);
    throws(() => read({ noCache: 'yes' }), /The task's "noCache" is no boolean\.$/);
    throws(() => read({ buildArgs: ['A=b'] }), /The task's "buildArgs" is no object of names and values\.$/);
    throws(() => read({ builder: 'podman' }), /The task's "builder" is none of "buildkit", "legacy" and "docker"\.$/);
    throws(
      () => read({ docker: {} }),
      /The task's "docker" is for the docker command, which takes "builder": "docker"\.$/,
    );
    const docker = (value: unknown) => () => read({ builder: 'docker', docker: value });
    throws(docker({ output: 'out' }), /The task's "docker\.output" is none of "builder", "outputs", /);
    throws(docker({ outputs: 'out' }), /The task's "docker\.outputs" is no list of texts\.$/);
    throws(docker({ outputs: ['-'] }), /goes to the standard output, which nobody reads here/);
    throws(docker({ builder: 1 }), /The task's "docker\.builder" is no string\.$/);
    throws(() => read({ secrets: { npm: 'hunter2' } }), /The task's "secrets\.npm" names neither/);
    throws(() => read({ secrets: { npm: { env: 'NONE' } } }), /names NONE, which the environment does not have\.$/);
  });
});
