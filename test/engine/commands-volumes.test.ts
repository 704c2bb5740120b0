import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { createVolume } from '../../src/commands/volumes/create-volume';
import { inspectVolume } from '../../src/commands/volumes/inspect-volume';
import { pruneVolumes } from '../../src/commands/volumes/prune-volumes';
import { removeVolume } from '../../src/commands/volumes/remove-volume';
import type { Engine } from '../../src/engine/engine';
import { volumeNodes } from '../../src/views/volumes/nodes';
import { type Answer, script } from '../unit/commands/scripted-services';
import { run, testLabel, useEngine } from './connected';
import { removeIfThere } from './remove-if-there';

describe('volume commands', function () {
  this.timeout(60_000);
  const connected = useEngine(removeVolumes);
  afterEach(async () => {
    const { containers } = connected.engine;
    for (const { id, labels } of await containers.list())
      if (labels['layerwright.test']) await removeIfThere(containers, id);
    await removeVolumes(connected.engine);
  });
  const scripted = (...answers: Answer[]) => script({ engine: connected.engine }, ...answers);
  const names = async () => (await connected.engine.volumes.list()).map(({ name }) => name).sort();

  it('creates a volume with options and labels, and inspects it', async () => {
    const person = scripted(
      { type: 'x' },
      { type: 'lw-cache' },
      { pick: 'Driver options' },
      { type: 'type=tmpfs device=tmpfs o=size=10m' },
      { pick: 'Labels' },
      { type: '=wrong' },
      { type: "team=web note='two words' layerwright.test=engine" },
      { pick: 'Create the volume lw-cache' },
    );
    equal(await createVolume(person.services), 'lw-cache');
    match(person.refused[0] ?? '', /at least two letters/);
    equal(person.refused[1], '"=wrong" has no name in front of the equals sign.');
    equal(person.said.at(-1), 'status: Created the volume lw-cache.');
    const { options, labels } = await connected.engine.volumes.inspect('lw-cache');
    deepEqual(options, { type: 'tmpfs', device: 'tmpfs', o: 'size=10m' });
    deepEqual([labels.team, labels.note], ['web', 'two words']);

    await inspectVolume(person.services, ['lw-cache']);
    const [document] = person.inspected;
    equal(document?.title, 'lw-cache');
    match(JSON.stringify(await document?.read()), /"Name":"lw-cache"/);
  });

  it('says who uses a volume instead of removing it, and removes the rest after naming it', async () => {
    const { engine } = connected;
    await engine.volumes.create({ name: 'lw-free', labels: testLabel });
    await engine.volumes.create({ name: 'lw-used', labels: testLabel });
    await run(engine, ['sleep', '600'], { name: 'lw-user', binds: ['lw-used:/data'] });
    await rejects(removeVolume(scripted().services, ['lw-used']), {
      reason: 'conflict',
      message: 'lw-used is used by lw-user (running), so it stays.',
      hint: 'Remove that container first.',
    });
    const nodes = volumeNodes(await engine.volumes.list(), await engine.containers.list());
    const rows = nodes.filter((node) => node.kind === 'volume');
    const person = scripted({ confirm: true });
    await removeVolume(person.services, [rows[0], rows]);
    deepEqual(person.said, [
      'confirm: Remove the volume lw-free? | What is in it is lost.\n\nNot removed: lw-used is used by lw-user (running). [Remove]',
      'status: Removed lw-free.',
    ]);
    deepEqual(await names(), ['lw-used']);
  });

  it('prunes what is ticked of the volumes nobody uses: the anonymous ones at first', async () => {
    const { engine } = connected;
    const none = scripted();
    await pruneVolumes(none.services);
    equal(none.said.at(-1), 'info: There is no volume to prune: each is used by a container.');

    await engine.volumes.create({ name: 'lw-named', labels: { ...testLabel, team: 'web' } });
    const { name: anonymous } = await engine.volumes.create({ labels: testLabel });
    const id = await run(engine, ['sh', '-c', 'head -c 200000 /dev/zero > /d/f'], { binds: [`${anonymous}:/d`] });
    await engine.containers.wait(id);
    await run(engine, ['sleep', '600'], { binds: ['lw-used:/data'] });
    await engine.containers.remove(id);
    const short = anonymous.slice(0, 12);
    const person = scripted({ pick: [short] }, { confirm: true });
    await pruneVolumes(person.services);
    match(person.said[0] ?? '', new RegExp(`^pick: Prune volumes \\(${short}, lw-named\\)$`));
    match(
      person.said[1] ?? '',
      new RegExp(
        `^confirm: Remove 1 volume that no container uses\\? \\| ${short} \\(20\\d kB\\)\n\n20\\d kB comes back\\.`,
      ),
    );
    match(person.said[2] ?? '', /^info: Removed 1 volume, 20\d kB reclaimed\.$/);
    deepEqual(await names(), ['lw-named', 'lw-used']);
    await engine.volumes.remove('lw-named');
  });
});

async function removeVolumes({ volumes }: Engine): Promise<void> {
  for (const { name } of await volumes.list({ unused: true })) await volumes.remove(name);
}
