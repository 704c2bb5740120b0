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

  it('says which property is wrong', () => {
    throws(() => read({ tag: 'A B' }), /^EngineError: The task's "tag" is no name for an image: /);
    throws(() => read({ noCache: 'yes' }), /The task's "noCache" is no boolean\.$/);
    throws(() => read({ buildArgs: ['A=b'] }), /The task's "buildArgs" is no object of names and values\.$/);
    throws(() => read({ secrets: { npm: 'hunter2' } }), /The task's "secrets\.npm" names neither/);
    throws(() => read({ secrets: { npm: { env: 'NONE' } } }), /names NONE, which the environment does not have\.$/);
  });
});
