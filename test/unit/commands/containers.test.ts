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

  it('ask before they open very many terminals', async () => {
    const refuses = script({ engine }, { confirm: false });
    await showContainerLogs(refuses.services, [nodes[0], nodes]);
    deepEqual(refuses.said, [
      'confirm: Show the logs of 9 containers? | Each opens a terminal of its own. [Open 9 terminals]',
    ]);
    equal(refuses.streams.length, 0);
    const few = script({ engine });
    await showContainerLogs(few.services, [nodes[0], nodes.slice(0, 8)]);
    equal(few.streams.length, 8);
  });

  it('say what pruning reclaimed only when that is something', async () => {
    const person = script({ engine }, { confirm: true });
    await pruneContainers(person.services);
    equal(person.said.at(-1), 'info: Removed 9 containers.');
  });
});
