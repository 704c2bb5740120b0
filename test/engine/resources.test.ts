import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { connect } from '../../src/engine/dockerode/connect';
import { build, endpointOf, run, testLabel, useEngine } from './connected';
import { removeIfThere } from './remove-if-there';

describe('volumes, networks and disk usage of a real engine', function () {
  this.timeout(120_000);
  const connected = useEngine(async ({ volumes, networks, images, pruneBuildCache }) => {
    for (const { name, labels } of await volumes.list()) if (labels['layerwright.test']) await volumes.remove(name);
    for (const { id, labels } of await networks.list()) if (labels['layerwright.test']) await networks.remove(id);
    await images.remove('lw-disk:1', { force: true }).catch(() => {});
    await pruneBuildCache({ all: true });
  });

  it('creates, lists, inspects and removes volumes, and knows who uses them', async () => {
    const { volumes, containers } = connected.engine;
    const made = await volumes.create({ name: 'lw-data', labels: { ...testLabel, team: 'web' } });
    deepEqual([made.name, made.driver, made.anonymous, made.labels.team], ['lw-data', 'local', false, 'web']);
    ok(made.created > 1_700_000_000);
    const { raw, ...summary } = await volumes.inspect('lw-data');
    deepEqual(
      summary,
      (await volumes.list()).find(({ name }) => name === 'lw-data'),
    );
    match(JSON.stringify(raw), /"Mountpoint":"[^"]*lw-data/);

    const anonymous = await volumes.create({ labels: testLabel });
    equal(anonymous.anonymous, true);
    const id = await run(connected.engine, ['sleep', '600'], { binds: ['lw-data:/data', '/tmp:/host'] });
    deepEqual((await containers.get(id))?.volumes, ['lw-data']);
    const unused = (await volumes.list({ unused: true })).map(({ name }) => name);
    ok(unused.includes(anonymous.name) && !unused.includes('lw-data'));
    await rejects(volumes.remove('lw-data'), { reason: 'conflict' });
    await removeIfThere(containers, id);
    await volumes.remove('lw-data');
    await rejects(volumes.inspect('lw-data'), { reason: 'not-found' });
    await rejects(volumes.remove('../containers'), { reason: 'invalid' });
    await rejects(volumes.create({ name: 'lw-x', driver: 'no-such-driver' }), /no-such-driver/);
  });

  it('creates networks, connects containers and takes them off again', async () => {
    const { networks, containers } = connected.engine;
    const { id } = await networks.create({
      name: 'lw net',
      subnet: '10.98.7.0/24',
      gateway: '10.98.7.1',
      internal: true,
      attachable: true,
      labels: testLabel,
    });
    const { raw, ...summary } = await networks.inspect('lw net');
    match(JSON.stringify(raw), /10\.98\.7\.0/);
    const { name, driver, internal, attachable, subnets, predefined } = summary;
    deepEqual(
      { name, driver, internal, attachable, subnets, predefined },
      {
        name: 'lw net',
        driver: 'bridge',
        internal: true,
        attachable: true,
        subnets: [{ subnet: '10.98.7.0/24', gateway: '10.98.7.1' }],
        predefined: false,
      },
    );
    deepEqual(
      summary,
      (await networks.list()).find((network) => network.id === id),
    );
    await rejects(networks.create({ name: 'lw net' }), { reason: 'conflict' });
    const container = await run(connected.engine, ['sleep', '600']);
    await networks.connect(id, container, { aliases: ['db'], address: '10.98.7.9' });
    const now = await containers.get(container);
    deepEqual([now?.networks, now?.addresses['lw net']], [['bridge', 'lw net'], '10.98.7.9']);
    await rejects(networks.remove(id), /active endpoints/);
    await networks.disconnect(id, container);
    deepEqual((await containers.get(container))?.networks, ['bridge']);
    await networks.remove(id);
    await rejects(networks.inspect(id), { reason: 'not-found' });
    await rejects(networks.inspect('..'), { reason: 'invalid' });
  });

  it('says what takes up the disk to all who ask at once, here and elsewhere', async () => {
    const other = await connect(endpointOf(connected.test.socketPath));
    const asking = Array.from({ length: 40 }, (_, at) => (at % 2 ? other : connected.engine).diskUsage());
    const answers = await Promise.all(asking);
    deepEqual(new Set(answers.map(({ images }) => images.length)).size, 1);
    await other.dispose();
  });

  it('says what takes up the disk, and prunes the build cache', async () => {
    const { engine } = connected;
    await engine.volumes.create({ name: 'lw-big', labels: testLabel });
    await run(engine, ['sh', '-c', 'head -c 1000000 /dev/zero > /v/f; head -c 300000 /dev/zero > /f; sleep 600'], {
      name: 'lw-writer',
      binds: ['lw-big:/v'],
    });
    await build(engine, 'FROM alpine:3.20\nRUN head -c 2000000 /dev/urandom > /f\n', { tags: ['lw-disk:1'] });
    const usage = await engine.diskUsage();
    ok(usage.layersBytes > 2_000_000);
    const image = usage.images.find(({ tags }) => tags.includes('lw-disk:1'));
    ok(image && image.bytes > 2_000_000 && (image.sharedBytes ?? 0) > 0 && image.containers === 0);
    const writer = usage.containers.find(({ name }) => name === 'lw-writer');
    deepEqual([writer?.state, (writer?.bytes ?? 0) >= 300_000], ['running', true]);
    const volume = usage.volumes.find(({ name }) => name === 'lw-big');
    deepEqual([volume?.users, (volume?.bytes ?? 0) >= 1_000_000], [1, true]);
    const record = usage.buildCache.find(({ description }) => description.includes('/dev/urandom'));
    ok(record && record.bytes >= 2_000_000 && record.shared && record.lastUsed > 0);
    await engine.diskUsage({ only: 'volume' });

    const young = await engine.pruneBuildCache({ all: true, unusedForHours: 24 });
    deepEqual(young.removed, []);
    const report = await engine.pruneBuildCache({ all: true });
    ok(report.removed.includes(record.id));
    deepEqual((await engine.diskUsage()).buildCache, []);
  });
});
