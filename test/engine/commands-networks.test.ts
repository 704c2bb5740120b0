import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { connectNetwork } from '../../src/commands/networks/connect-network';
import { createNetwork } from '../../src/commands/networks/create-network';
import { disconnectNetwork } from '../../src/commands/networks/disconnect-network';
import { inspectNetwork } from '../../src/commands/networks/inspect-network';
import { pruneNetworks } from '../../src/commands/networks/prune-networks';
import { removeNetwork } from '../../src/commands/networks/remove-network';
import type { Engine } from '../../src/engine/engine';
import { childNodes, networkNodes } from '../../src/views/networks/nodes';
import { type Answer, script } from '../unit/commands/scripted-services';
import { run, testLabel, useEngine } from './connected';
import { removeIfThere } from './remove-if-there';

describe('network commands', function () {
  this.timeout(60_000);
  const connected = useEngine(removeNetworks);
  afterEach(async () => {
    const { containers } = connected.engine;
    for (const { id, labels } of await containers.list())
      if (labels['layerwright.test']) await removeIfThere(containers, id);
    await removeNetworks(connected.engine);
  });
  const scripted = (...answers: Answer[]) => script({ engine: connected.engine }, ...answers);
  const names = async () =>
    (await connected.engine.networks.list()).filter(({ predefined }) => !predefined).map(({ name }) => name);
  const networksOf = async (id: string) => (await connected.engine.containers.get(id))?.networks;

  it('creates a network as it was put together', async () => {
    const person = scripted(
      { type: 'lw-net' },
      { pick: 'Subnet' },
      { type: '10.97.3.4/24' },
      { type: '10.97.3.0/24' },
      { type: '10.97.4.1' },
      { type: '10.97.3.254' },
      { pick: 'Internal' },
      { pick: 'Labels' },
      { type: 'team=web' },
      { pick: 'Create the network lw-net' },
    );
    const id = (await createNetwork(person.services)) ?? '';
    deepEqual(person.refused, [
      '10.97.3.4 is an address inside of a subnet; the subnet is 10.97.3.0/24.',
      '10.97.4.1 is not in 10.97.3.0/24.',
    ]);
    equal(person.said.at(-1), 'status: Created the network lw-net.');
    const { subnets, internal, labels } = await connected.engine.networks.inspect(id);
    deepEqual(
      [subnets, internal, labels],
      [[{ subnet: '10.97.3.0/24', gateway: '10.97.3.254' }], true, { team: 'web' }],
    );
    await inspectNetwork(person.services, ['lw-net']);
    match(JSON.stringify(await person.inspected[0]?.read()), /"Name":"lw-net"/);
    await rejects(createNetwork(scripted({ type: 'lw-net' }, { pick: 'Create the network lw-net' }).services), {
      reason: 'conflict',
    });
  });

  it('connects and disconnects from either side', async () => {
    const { engine } = connected;
    await engine.networks.create({ name: 'lw-back', subnet: '10.97.5.0/24' });
    const web = await run(engine, ['sleep', '600'], { name: 'lw-web' });
    await run(engine, ['sleep', '600'], { name: 'lw-db' });
    const fromContainer = scripted(
      { pick: 'lw-back' },
      { pick: 'Aliases' },
      { type: 'www front' },
      { pick: 'Address' },
      { type: '10.97.6.1' },
      { type: '10.97.5.77' },
      { pick: 'Connect lw-web to lw-back' },
    );
    await connectNetwork(fromContainer.services, [{ container: 'lw-web' }]);
    match(fromContainer.said[0] ?? '', /^pick: Connect lw-web to \(lw-back\)$/);
    deepEqual(fromContainer.refused, ['10.97.6.1 is not in 10.97.5.0/24.']);
    equal(fromContainer.said.at(-1), 'status: Connected to lw-back: lw-web.');
    deepEqual(await networksOf(web), ['bridge', 'lw-back']);
    const lookup = await engine.containers.runForOutput('lw-web', ['nslookup', 'front']);
    match(lookup.stdout, /10\.97\.5\.77/);

    const fromNetwork = scripted({ pick: ['lw-db'] }, { pick: 'Connect lw-db to lw-back' });
    await connectNetwork(fromNetwork.services, [{ network: 'lw-back' }]);
    match(fromNetwork.said[0] ?? '', /^pick: Connect containers to lw-back \(lw-db\)$/);

    const [node] = networkNodes(await engine.networks.list(), await engine.containers.list());
    const users = node ? childNodes(node) : [];
    equal(users.length, 2);
    const person = scripted();
    await disconnectNetwork(person.services, [users[0], users]);
    equal(person.said.at(-1), 'status: Disconnected lw-db from lw-back and lw-web from lw-back.');
    deepEqual(await networksOf(web), ['bridge']);
    const asked = scripted({ pick: 'bridge' });
    await disconnectNetwork(asked.services, [{ container: 'lw-web' }]);
    deepEqual(await networksOf(web), []);
  });

  it('removes networks, and running containers from them only when told to', async () => {
    const { engine } = connected;
    for (const name of ['lw-one', 'lw-two']) await engine.networks.create({ name });
    await run(engine, ['sleep', '600'], { name: 'lw-in', networks: ['lw-one'] });
    await rejects(removeNetwork(scripted().services, ['bridge']), {
      message: 'bridge cannot be removed: the engine itself needs it.',
    });
    const nodes = networkNodes(await engine.networks.list(), await engine.containers.list()).filter(
      (node) => node.kind === 'network' && node.network.name.startsWith('lw-'),
    );
    const some = scripted({ choose: 'Remove the 1 not in use' });
    await removeNetwork(some.services, [nodes[0], nodes]);
    match(
      some.said[0] ?? '',
      /^choose: Remove 2 networks\? \| lw-one: used by lw-in \(running\)\nlw-two\n\nA running container has to be disconnected first/,
    );
    deepEqual(await names(), ['lw-one']);
    const all = scripted({ choose: 'Disconnect and remove' });
    await removeNetwork(all.services, ['lw-one']);
    equal(all.said.at(-1), 'status: Removed lw-one.');
    deepEqual(await names(), []);
  });

  it('prunes what is ticked, and tells of stopped containers that would not start any more', async () => {
    const { engine } = connected;
    for (const name of ['lw-idle', 'lw-stopped', 'lw-busy']) await engine.networks.create({ name });
    await run(engine, ['sleep', '600'], { networks: ['lw-busy'] });
    const { id } = await engine.containers.create({
      image: 'alpine:3.20',
      name: 'lw-later',
      networks: ['lw-stopped'],
      labels: testLabel,
    });
    const person = scripted({ pick: ['lw-idle', 'lw-stopped'] }, { confirm: true });
    await pruneNetworks(person.services);
    match(person.said[0] ?? '', /^pick: Prune networks \(lw-idle, lw-stopped\)$/);
    match(
      person.said[1] ?? '',
      /^confirm: Remove 2 networks\? \| lw-idle\nlw-stopped, used by lw-later \(created\)\n\nA stopped container whose network is gone does not start/,
    );
    equal(person.said[2], 'info: Removed 2 networks.');
    deepEqual(await names(), ['lw-busy']);
    // What was said is true.
    await rejects(engine.containers.start(id), /lw-stopped|network/);
    const none = scripted();
    await pruneNetworks(none.services);
    equal(none.said.at(-1), 'info: There is no network to prune: each has a running container.');
  });
});

async function removeNetworks({ networks }: Engine): Promise<void> {
  for (const { id, predefined } of await networks.list()) if (!predefined) await networks.remove(id);
}
