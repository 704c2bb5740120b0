import { posix } from 'node:path';
import type { EndpointAddress } from './endpoints';
import type { Machine } from './this-machine';

/** Where the docker CLI looks when nothing is configured. */
export function defaultAddress(platform: NodeJS.Platform): EndpointAddress {
  return platform === 'win32'
    ? { kind: 'npipe', path: '//./pipe/docker_engine' }
    : { kind: 'unix', path: '/var/run/docker.sock' };
}

/**
 * Sockets of engines that do not listen at the default place and whose installer may not have set a context: rootless
 * Docker, Docker Desktop, OrbStack, colima, Rancher Desktop, lima, Podman. The places are those of their documentation.
 */
export async function findSockets(options: Machine): Promise<readonly EndpointAddress[]> {
  const { platform, files } = options;
  if (platform === 'win32') {
    const pipes = ['docker_engine', 'dockerDesktopLinuxEngine', 'podman-machine-default'].map(
      (name) => `//./pipe/${name}`,
    );
    return (await existing(pipes, files.exists)).map((path) => ({ kind: 'npipe', path }));
  }
  return (await existing(await candidates(options), files.exists)).map((path) => ({ kind: 'unix', path }));
}

async function candidates({ env, home, platform, uid, files }: Machine): Promise<readonly string[]> {
  const inHome = (...parts: readonly string[]) => posix.join(home, ...parts);
  const runtime = env.XDG_RUNTIME_DIR || (uid === undefined || platform === 'darwin' ? undefined : `/run/user/${uid}`);
  const colima = env.COLIMA_HOME || inHome('.colima');
  const lima = env.LIMA_HOME || inHome('.lima');
  const below = async (folder: string, ...rest: readonly string[]) =>
    [...(await files.list(folder))]
      .sort(defaultFirst)
      .filter((name) => !name.startsWith('_'))
      .map((name) => posix.join(folder, name, ...rest));
  const machine = inHome('.local', 'share', 'containers', 'podman', 'machine');
  return [
    ...(runtime ? [posix.join(runtime, 'docker.sock')] : []),
    inHome('.docker', 'run', 'docker.sock'),
    inHome('.docker', 'desktop', 'docker.sock'),
    inHome('.orbstack', 'run', 'docker.sock'),
    ...(await below(colima, 'docker.sock')),
    inHome('.rd', 'docker.sock'),
    ...(await below(lima, 'sock', 'docker.sock')),
    ...(runtime ? [posix.join(runtime, 'podman', 'podman.sock')] : []),
    ...(env.TMPDIR ? [posix.join(env.TMPDIR, 'podman', 'podman-machine-default-api.sock')] : []),
    posix.join(machine, 'podman.sock'),
    posix.join(machine, 'qemu', 'podman.sock'),
    ...(uid === undefined || uid === 0 ? ['/run/podman/podman.sock'] : []),
  ];
}

function defaultFirst(a: string, b: string): number {
  return Number(b === 'default') - Number(a === 'default') || a.localeCompare(b);
}

async function existing(
  paths: readonly string[],
  exists: (path: string) => Promise<boolean>,
): Promise<readonly string[]> {
  const there = await Promise.all(paths.map(exists));
  return paths.filter((_, index) => there[index]);
}
