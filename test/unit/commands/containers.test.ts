import { deepEqual, equal } from 'node:assert/strict';
import { pruneContainers } from '../../../src/commands/containers/prune-containers';
import { showContainerLogs } from '../../../src/commands/logs/show-container-logs';
import type { Engine } from '../../../src/engine/engine';
import { container } from '../views/fake-engine';
import { script } from './scripted-services';

describe('commands for many containers', () => {
  const ids = Array.from({ length: 9 }, (_, index) => `c${index}`);
  const nodes = ids.map((name) => ({ kind: 'container', project: undefined, container: container(name) }));
  const engine = {
    containers: {
      inspect: async (id: string) => ({ id, name: id }),
      list: async () => ids.map((name) => container(name, { state: 'exited', exitCode: 0 })),
      prune: async () => ({ removed: ids, reclaimedBytes: 0 }),
    },
  } as unknown as Engine;

  it('show the logs of several in one terminal', async () => {
    const person = script({ engine });
    await showContainerLogs(person.services, [nodes[0], nodes]);
    deepEqual(person.said, []);
    deepEqual(
      person.streams.map(({ name }) => name),
      ['c0 and 8 more (logs)'],
    );
  });

  it('say what pruning reclaimed only when that is something', async () => {
    const person = script({ engine }, { confirm: true });
    await pruneContainers(person.services);
    equal(person.said.at(-1), 'info: Removed 9 containers.');
  });
});
