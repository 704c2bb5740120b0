import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toCreateContainer } from '../../src/commands/run/to-create';
import { parseRunLine } from '../../src/docker-run/parse-line';
import { useEngine } from './connected';

type Json = Readonly<Record<string, unknown>>;

/** What a line says is what the engine has. */
describe('the options of docker run', function () {
  this.timeout(60_000);
  const connected = useEngine(async () => {
    for (const name of ['lw-back', 'lw-front']) await connected.test.call(`/networks/${name}`, { method: 'DELETE' });
    await connected.test.call('/volumes/lw-data', { method: 'DELETE' });
  });
  let folder = '';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'layerwright-options-'));
    await writeFile(join(folder, '.env'), '# for tests\nFROM_FILE=1\nOVER=file\nHERE\nNOT_THERE\n');
    await writeFile(join(folder, 'labels'), 'from=file\n');
    for (const [name, subnet] of [
      ['lw-back', '10.199.7.0/24'],
      ['lw-front', '10.199.8.0/24'],
    ]) {
      const body = { Name: name, IPAM: { Config: [{ Subnet: subnet }] } };
      await connected.test.call('/networks/create', { method: 'POST', body });
    }
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function create(flags: string): Promise<string> {
    const line = `docker run -l layerwright.test=engine ${flags}`;
    const { options, problems } = parseRunLine(line, 'sh', { variables: { HOME: '/home/me' }, commands: {} });
    deepEqual(problems, []);
    const place = {
      folder,
      home: '/home/me',
      env: { HERE: 'yes' },
      readText: (path: string) => readFile(path, 'utf8'),
    };
    return (await connected.engine.containers.create(await toCreateContainer(options, place))).id;
  }

  async function inspect(
    id: string,
  ): Promise<{ readonly Config: Json; readonly HostConfig: Json; readonly raw: Json }> {
    const raw = (await connected.engine.containers.inspect(id)).raw as Json;
    return { Config: raw.Config as Json, HostConfig: raw.HostConfig as Json, raw };
  }

  /** The engine's values of the fields that are expected. */
  function pick(of: Json, expected: Json): Json {
    return Object.fromEntries(Object.keys(expected).map((key) => [key, of[key]]));
  }

  const cases: readonly {
    readonly name: string;
    readonly flags: string;
    readonly config?: Json;
    readonly host?: Json;
  }[] = [
    {
      name: 'identity',
      flags:
        '-it -h box --domainname example.org -u 7:8 -w /tmp --stop-signal INT --stop-timeout 3 --entrypoint sh alpine:3.20 -c "exit 0"',
      config: {
        ...{ Hostname: 'box', Domainname: 'example.org', User: '7:8', WorkingDir: '/tmp', Tty: true, OpenStdin: true },
        ...{ StopSignal: 'INT', StopTimeout: 3, Entrypoint: ['sh'], Cmd: ['-c', 'exit 0'] },
      },
    },
    {
      name: 'ports',
      flags: '-p 18080:80 -p 127.0.0.1::81/udp -P --expose 9000-9001 alpine:3.20',
      config: { ExposedPorts: { '80/tcp': {}, '81/udp': {}, '9000/tcp': {}, '9001/tcp': {} } },
      host: {
        PortBindings: {
          '80/tcp': [{ HostIp: '', HostPort: '18080' }],
          '81/udp': [{ HostIp: '127.0.0.1', HostPort: '' }],
        },
        PublishAllPorts: true,
      },
    },
    {
      name: 'mounts',
      flags:
        '-v lw-data:/data:ro -v ./src:/src -v /anonymous --tmpfs /run:size=1m --mount type=tmpfs,dst=/t,tmpfs-size=1m,tmpfs-mode=1777 --mount type=bind,src=.,dst=/b,readonly alpine:3.20',
      config: { Volumes: { '/anonymous': {} } },
      host: { Tmpfs: { '/run': 'size=1m' } },
    },
    {
      name: 'limits',
      flags:
        '-m 64m --memory-reservation 32m --memory-swap 128m --cpus 0.5 -c 512 --cpuset-cpus 0 --shm-size 8m --ulimit nofile=10:20 --pids-limit 50 --oom-score-adj 100 alpine:3.20',
      host: {
        ...{
          Memory: 67108864,
          MemoryReservation: 33554432,
          MemorySwap: 134217728,
          NanoCpus: 500000000,
          CpuShares: 512,
        },
        ...{ CpusetCpus: '0', ShmSize: 8388608, Ulimits: [{ Name: 'nofile', Hard: 20, Soft: 10 }], PidsLimit: 50 },
        OomScoreAdj: 100,
      },
    },
    {
      name: 'rights',
      flags:
        '--init --cap-add NET_ADMIN --cap-drop MKNOD --security-opt no-new-privileges --read-only --device /dev/null:/dev/x:r --group-add 5 --sysctl net.ipv4.ip_forward=1 --ipc private alpine:3.20',
      host: {
        ...{ Init: true, CapAdd: ['NET_ADMIN'], CapDrop: ['MKNOD'], SecurityOpt: ['no-new-privileges'] },
        ...{ ReadonlyRootfs: true, GroupAdd: ['5'], Sysctls: { 'net.ipv4.ip_forward': '1' }, IpcMode: 'private' },
        Devices: [{ PathOnHost: '/dev/null', PathInContainer: '/dev/x', CgroupPermissions: 'r' }],
      },
    },
    { name: 'all rights', flags: '--privileged --pid host alpine:3.20', host: { Privileged: true, PidMode: 'host' } },
    {
      name: 'life',
      flags:
        '--restart on-failure:3 --health-cmd "test -e /ok" --health-interval 30s --health-retries 2 --log-driver json-file --log-opt max-size=1m alpine:3.20',
      config: { Healthcheck: { Test: ['CMD-SHELL', 'test -e /ok'], Interval: 30_000_000_000, Retries: 2 } },
      host: {
        RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 },
        LogConfig: { Type: 'json-file', Config: { 'max-size': '1m' } },
      },
    },
    {
      name: 'no life after the end',
      flags: '--rm --no-healthcheck alpine:3.20',
      config: { Healthcheck: { Test: ['NONE'] } },
      host: { AutoRemove: true },
    },
    {
      name: 'names of others',
      flags: '--add-host db:10.0.0.5 --dns 10.0.0.1 --dns-search example.org --dns-option ndots:2 alpine:3.20',
      host: { ExtraHosts: ['db:10.0.0.5'], Dns: ['10.0.0.1'], DnsSearch: ['example.org'], DnsOptions: ['ndots:2'] },
    },
  ];
  for (const { name, flags, config = {}, host = {} } of cases)
    it(`arrive: ${name}`, async () => {
      const { Config, HostConfig } = await inspect(await create(flags));
      deepEqual(pick(Config, config), config);
      deepEqual(pick(HostConfig, host), host);
    });

  it('arrive with paths that begin in the folder', async () => {
    const { HostConfig } = await inspect(
      await create('-v lw-data:/data:ro -v ./src:/src -v ~/m2:/m --mount type=bind,src=.,dst=/b,readonly alpine:3.20'),
    );
    deepEqual(HostConfig.Binds, ['lw-data:/data:ro', `${folder}/src:/src`, '/home/me/m2:/m']);
    deepEqual(HostConfig.Mounts, [{ Type: 'bind', Source: folder, Target: '/b', ReadOnly: true }]);
  });

  it('arrive with what files and the environment say', async () => {
    const id = await create('--env-file .env --label-file labels -e OVER=line -e HERE -e ABSENT -l own=1 alpine:3.20');
    const { Config } = await inspect(id);
    const env = (Config.Env as string[]).filter((word) => !word.startsWith('PATH='));
    deepEqual(env.sort(), ['ABSENT', 'FROM_FILE=1', 'HERE=yes', 'OVER=line']);
    deepEqual(Config.Labels, { 'layerwright.test': 'engine', from: 'file', own: '1' });
    await rejects(create('--env-file nothing.env alpine:3.20'), {
      reason: 'invalid',
      message: `The file ${folder}/nothing.env cannot be read: there is no such file.`,
    });
  });

  it('arrive in several networks', async () => {
    const id = await create(
      '--name lw-joined --network name=lw-back,alias=db,ip=10.199.7.9 --network-alias store --network lw-front alpine:3.20 sleep 60',
    );
    await connected.engine.containers.start(id);
    const { raw } = await inspect(id);
    const { Networks } = raw.NetworkSettings as { readonly Networks: Readonly<Record<string, Json>> };
    deepEqual(Object.keys(Networks).sort(), ['lw-back', 'lw-front']);
    equal(Networks['lw-back']?.IPAddress, '10.199.7.9');
    match(JSON.stringify(Networks['lw-back']?.Aliases), /"db".*"store"/);
    await connected.engine.containers.remove(id, { force: true });
  });

  it('are refused with a sentence when nobody can read them', async () => {
    const { containers } = connected.engine;
    const image = 'alpine:3.20';
    await rejects(containers.create({ image, memory: 'lots' }), {
      reason: 'invalid',
      message: '"lots" is no value for --memory.',
    });
    await rejects(
      containers.create({ image, mounts: ['type=bind,dst=/a'] }),
      /cannot be mounted: A bind mount needs source=/,
    );
    await rejects(containers.create({ image, ip: '10.0.0.1' }), /An address or an alias needs a network/);
  });
});
