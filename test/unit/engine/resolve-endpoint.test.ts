import { deepEqual, equal, rejects } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describeEndpoint } from '../../../src/engine/endpoints';
import { type ResolveOptions, resolveEndpoint } from '../../../src/engine/resolve-endpoint';

const hash = (name: string) => createHash('sha256').update(name).digest('hex');
const noTls = { ca: undefined, cert: undefined, key: undefined };

interface Machine extends Partial<Omit<ResolveOptions, 'files'>> {
  /** Path to text. */
  readonly has?: Readonly<Record<string, string>>;
}

function resolve({ has = { '/var/run/docker.sock': '' }, ...options }: Machine = {}) {
  return resolveEndpoint({
    env: {},
    home: '/home/me',
    platform: 'linux',
    uid: 1000,
    ...options,
    files: {
      read: async (path) => has[path],
      exists: async (path) => path in has,
      list: async (path) => [
        ...new Set(
          Object.keys(has)
            .filter((file) => file.startsWith(`${path}/`))
            .map((file) => file.slice(path.length + 1).split('/')[0] ?? ''),
        ),
      ],
    },
  });
}

const docker = '/home/me/.docker';
const meta = (name: string, host: string, more = {}) => ({
  [`${docker}/contexts/meta/${hash(name)}/meta.json`]: JSON.stringify({
    Name: name,
    Metadata: {},
    Endpoints: { docker: { Host: host, SkipTLSVerify: false, ...more } },
  }),
});
const config = (value: object) => ({ [`${docker}/config.json`]: JSON.stringify(value) });

describe('endpoint resolution', () => {
  it('takes the default socket when nothing is configured', async () => {
    deepEqual(await resolve(), {
      source: 'default',
      context: undefined,
      address: { kind: 'unix', path: '/var/run/docker.sock' },
    });
    equal(describeEndpoint(await resolve()), 'unix:///var/run/docker.sock, the default');
  });

  it('prefers the setting, then DOCKER_HOST, DOCKER_CONTEXT and the current context', async () => {
    const has = { ...meta('one', 'unix:///one'), ...meta('two', 'unix:///two'), ...config({ currentContext: 'two' }) };
    const env = { DOCKER_HOST: 'unix:///env', DOCKER_CONTEXT: 'one' };
    const said = async (machine: Machine) => describeEndpoint(await resolve({ has, ...machine }));
    equal(
      await said({ env, setting: { context: 'two', host: 'unix:///set' } }),
      'unix:///two, from the Docker context "two" in the settings',
    );
    equal(await said({ env, setting: { host: 'unix:///set' } }), 'unix:///set, from the settings');
    equal(await said({ env, setting: { host: '', context: '' } }), 'unix:///env, from DOCKER_HOST');
    equal(
      await said({ env: { DOCKER_HOST: '', DOCKER_CONTEXT: 'one' } }),
      'unix:///one, from the Docker context "one" in DOCKER_CONTEXT',
    );
    equal(await said({}), 'unix:///two, from the Docker context "two"');
  });

  const hosts: readonly (readonly [string, object])[] = [
    ['unix:///run/x.sock', { kind: 'unix', path: '/run/x.sock' }],
    ['unix://', { kind: 'unix', path: '/var/run/docker.sock' }],
    ['npipe:////./pipe/docker_engine', { kind: 'npipe', path: '//./pipe/docker_engine' }],
    ['tcp://10.0.0.1', { kind: 'tcp', host: '10.0.0.1', port: 2375, tls: undefined }],
    ['tcp://box:1234/', { kind: 'tcp', host: 'box', port: 1234, tls: undefined }],
    ['box:1234', { kind: 'tcp', host: 'box', port: 1234, tls: undefined }],
    ['tcp://[::1]:2375', { kind: 'tcp', host: '::1', port: 2375, tls: undefined }],
    ['tcp://', { kind: 'tcp', host: 'localhost', port: 2375, tls: undefined }],
    ['https://box', { kind: 'tcp', host: 'box', port: 2376, tls: { ...noTls, skipVerify: false } }],
    ['ssh://me@box:22', { kind: 'ssh', url: 'ssh://me@box:22' }],
  ];
  for (const [host, address] of hosts) {
    it(`reads DOCKER_HOST=${host}`, async () =>
      deepEqual((await resolve({ env: { DOCKER_HOST: host } })).address, address));
  }

  for (const host of [
    'tcp://box:port',
    'tcp://box:99999',
    'tcp://a b',
    'fd://3',
    'unix://relative',
    'ssh://',
    'ssh://-oProxyCommand=x',
    'tcp://box/path',
  ]) {
    it(`refuses DOCKER_HOST=${host}`, () =>
      rejects(resolve({ env: { DOCKER_HOST: host } }), {
        reason: 'invalid',
        message: /^DOCKER_HOST is not a valid address: /,
      }));
  }

  it('uses TLS with the files of DOCKER_CERT_PATH, or of the config folder', async () => {
    const has = { '/certs/ca.pem': '', '/certs/cert.pem': '', '/certs/key.pem': '', [`${docker}/ca.pem`]: '' };
    const tls = async (env: Record<string, string>) => {
      const { address } = await resolve({ has, env: { DOCKER_HOST: 'tcp://box', ...env } });
      return address.kind === 'tcp' ? address : undefined;
    };
    deepEqual(await tls({ DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs' }), {
      kind: 'tcp',
      host: 'box',
      port: 2376,
      tls: { ca: '/certs/ca.pem', cert: '/certs/cert.pem', key: '/certs/key.pem', skipVerify: false },
    });
    deepEqual((await tls({ DOCKER_TLS_VERIFY: '1' }))?.tls, { ...noTls, ca: `${docker}/ca.pem`, skipVerify: false });
    deepEqual((await tls({ DOCKER_TLS: '1' }))?.tls, { ...noTls, ca: `${docker}/ca.pem`, skipVerify: true });
    equal((await tls({ DOCKER_CERT_PATH: '/certs' }))?.tls, undefined);
  });

  it('uses the TLS material of a context', async () => {
    const folder = `${docker}/contexts/tls/${hash('far')}/docker`;
    const has = {
      ...meta('far', 'tcp://box:2376'),
      [`${folder}/ca.pem`]: '',
      [`${folder}/cert.pem`]: '',
      [`${folder}/key.pem`]: '',
    };
    deepEqual((await resolve({ has, setting: { context: 'far' } })).address, {
      kind: 'tcp',
      host: 'box',
      port: 2376,
      tls: { ca: `${folder}/ca.pem`, cert: `${folder}/cert.pem`, key: `${folder}/key.pem`, skipVerify: false },
    });
    deepEqual(
      (await resolve({ has: meta('far', 'tcp://box:1', { SkipTLSVerify: true }), setting: { context: 'far' } }))
        .address,
      {
        kind: 'tcp',
        host: 'box',
        port: 1,
        tls: { ...noTls, skipVerify: true },
      },
    );
  });

  it('names the missing file of an unknown context, and does not fall back', () =>
    rejects(resolve({ env: { DOCKER_CONTEXT: 'gone' } }), {
      reason: 'invalid',
      message: `There is no Docker context "gone": ${docker}/contexts/meta/${hash('gone')}/meta.json does not exist.`,
    }));

  it('names the file of a context without an engine', () =>
    rejects(
      resolve({
        has: { [`${docker}/contexts/meta/${hash('k8s')}/meta.json`]: '{"Name":"k8s","Endpoints":{}}' },
        setting: { context: 'k8s' },
      }),
      {
        reason: 'invalid',
        message: /"k8s" names no engine/,
      },
    ));

  it('reads the config of DOCKER_CONFIG', async () => {
    const has = {
      '/cfg/config.json': '{"currentContext":"x"}',
      [`/cfg/contexts/meta/${hash('x')}/meta.json`]: '{"Endpoints":{"docker":{"Host":"unix:///x"}}}',
    };
    equal((await resolve({ has, env: { DOCKER_CONFIG: '/cfg' } })).context, 'x');
  });

  it('goes on without a config that is not JSON', async () => {
    equal((await resolve({ has: { '/var/run/docker.sock': '', [`${docker}/config.json`]: '{' } })).source, 'default');
  });

  it('knows that the context "default" is no context of its own', async () => {
    deepEqual(
      await resolve({
        env: { DOCKER_CONTEXT: 'default' },
        has: { ...config({ currentContext: 'x' }), '/var/run/docker.sock': '' },
      }),
      {
        source: 'DOCKER_CONTEXT',
        context: 'default',
        address: { kind: 'unix', path: '/var/run/docker.sock' },
      },
    );
    equal(
      describeEndpoint(await resolve({ env: { DOCKER_HOST: 'tcp://box' }, setting: { context: 'default' } })),
      'tcp://box:2375, from the Docker context "default" in the settings',
    );
  });

  const sockets: readonly (readonly [NodeJS.Platform, string])[] = [
    ['linux', '/run/user/1000/docker.sock'],
    ['linux', '/home/me/.docker/desktop/docker.sock'],
    ['darwin', '/home/me/.docker/run/docker.sock'],
    ['darwin', '/home/me/.orbstack/run/docker.sock'],
    ['darwin', '/home/me/.colima/work/docker.sock'],
    ['darwin', '/home/me/.rd/docker.sock'],
    ['darwin', '/home/me/.lima/docker/sock/docker.sock'],
    ['linux', '/run/user/1000/podman/podman.sock'],
    ['darwin', '/home/me/.local/share/containers/podman/machine/podman.sock'],
  ];
  for (const [platform, path] of sockets) {
    it(`finds ${path} when there is no default socket`, async () =>
      deepEqual(await resolve({ platform, has: { [path]: '' } }), {
        source: 'found',
        context: undefined,
        address: { kind: 'unix', path },
      }));
  }

  it("takes colima's default profile before others, and nobody else's Podman", async () => {
    const has = {
      '/home/me/.colima/a/docker.sock': '',
      '/home/me/.colima/default/docker.sock': '',
      '/run/podman/podman.sock': '',
    };
    deepEqual((await resolve({ has })).address, { kind: 'unix', path: '/home/me/.colima/default/docker.sock' });
    equal((await resolve({ has: { '/run/podman/podman.sock': '' } })).source, 'default');
    deepEqual((await resolve({ uid: 0, has: { '/run/podman/podman.sock': '' } })).address, {
      kind: 'unix',
      path: '/run/podman/podman.sock',
    });
  });

  it('names the default when there is nothing at all', async () => {
    deepEqual((await resolve({ has: {} })).address, { kind: 'unix', path: '/var/run/docker.sock' });
  });

  it('uses pipes and folders of Windows', async () => {
    const windows = { platform: 'win32', home: 'C:\\Users\\me' } as const;
    deepEqual((await resolve({ ...windows, has: { '//./pipe/docker_engine': '' } })).address, {
      kind: 'npipe',
      path: '//./pipe/docker_engine',
    });
    deepEqual(await resolve({ ...windows, has: { '//./pipe/dockerDesktopLinuxEngine': '' } }), {
      source: 'found',
      context: undefined,
      address: { kind: 'npipe', path: '//./pipe/dockerDesktopLinuxEngine' },
    });
    const has = {
      'C:\\Users\\me\\.docker\\config.json': '{"currentContext":"desktop-linux"}',
      [`C:\\Users\\me\\.docker\\contexts\\meta\\${hash('desktop-linux')}\\meta.json`]:
        '{"Endpoints":{"docker":{"Host":"npipe:////./pipe/dockerDesktopLinuxEngine"}}}',
    };
    equal(
      describeEndpoint(await resolve({ ...windows, has })),
      'npipe:////./pipe/dockerDesktopLinuxEngine, from the Docker context "desktop-linux"',
    );
  });
});
