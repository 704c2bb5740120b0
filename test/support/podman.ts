import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestEngine } from './engine';
import { resetEngine } from './engine-reset';
import { commandLine, endProcess, isRunning, processesWith } from './processes';
import { runFolder, scratchRoot, shortHash } from './scratch';
import { type SocketRequest, socketJson, socketRequest } from './socket-http';
import { requireTools } from './tools.mjs';
import { atEnd } from './watchdog';

let shared: Promise<TestEngine> | undefined;

/** The Podman of this test process, started on first use and ended with the process. */
export function sharedPodman(): Promise<TestEngine> {
  shared ??= startPodman();
  return shared;
}

/**
 * Podman's Docker-compatible API in the place of the tests' dockerd, for LAYERWRIGHT_PODMAN=1 (the system's) or a path: own storage, own socket, and
 * a network namespace of its own, so that its bridges and rules go with it. It cannot be killed and restarted as an engine.
 */
export async function startPodman(): Promise<TestEngine> {
  const podman = requirePodman();
  const helpers = join(dirname(podman), '..', 'lib', 'podman');
  // What a newer Podman has stored is not for an older one.
  const label = podman === systemPodman ? 'podman' : `podman-${shortHash(podman)}`;
  const stateFolder = join(scratchRoot, 'engines', label);
  const run = runFolder(shortHash(stateFolder));
  const socketPath = join(run, 'd.sock');
  rmSync(run, { recursive: true, force: true });
  for (const folder of [stateFolder, join(run, 'run')]) mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(run, 'containers.conf'),
    `[engine]\ncgroup_manager = "cgroupfs"\nruntime = "runc"\nevents_logger = "file"\n` +
      `conmon_path = [${JSON.stringify(join(dirname(podman), 'conmon'))}]\nhelper_binaries_dir = [${JSON.stringify(helpers)}]\n` +
      `[engine.runtimes]\nrunc = [${JSON.stringify(join(run, 'runc'))}]\n` +
      `[network]\nnetwork_backend = "netavark"\nnetwork_config_dir = ${JSON.stringify(join(stateFolder, 'networks'))}\n` +
      // Newer ones would use nft, which need not be there.
      (podman === systemPodman ? '' : 'firewall_driver = "iptables"\n'),
  );
  writeFileSync(join(run, 'runc'), runcWithoutLimits, { mode: 0o755 });
  writeFileSync(
    join(run, 'registries.conf'),
    'unqualified-search-registries = ["docker.io"]\nshort-name-mode = "disabled"\n[[registry]]\nlocation = "127.0.0.1"\ninsecure = true\n',
  );
  const log = join(stateFolder, 'podman.log');
  const output = openSync(log, 'w');
  const options = ['--root', join(stateFolder, 'data'), '--runroot', join(run, 'run'), '--tmpdir', join(run, 'tmp')];
  const service = [...options, 'system', 'service', '--time=0', `unix://${socketPath}`];
  const child = spawn(
    'unshare',
    ['--net', '--mount', '/bin/sh', '-c', `${inNamespaces} exec "$0" "$@"`, podman, ...service],
    {
      detached: true,
      stdio: ['ignore', output, output],
      env: {
        ...process.env,
        CONTAINERS_CONF: join(run, 'containers.conf'),
        CONTAINERS_REGISTRIES_CONF: join(run, 'registries.conf'),
      },
    },
  );
  child.unref();
  const pid = child.pid ?? 0;
  const end = atEnd({ kind: 'processes', commandLine: run }, async () => {
    await removeContainers(socketPath).catch(() => {});
    if (isRunning(pid) && commandLine(pid).includes(run)) await endProcess(pid, 10_000);
    // conmon, one for each container that would not go.
    for (const left of processesWith(run)) await endProcess(left, 2_000);
    rmSync(run, { recursive: true, force: true });
  });
  const call = <T>(path: string, request?: SocketRequest) => socketJson<T>(socketPath, path, request);
  try {
    for (const last = Date.now() + 60_000; ; await sleep(50)) {
      const answer = await socketRequest(socketPath, '/_ping', { timeout: 2_000 }).catch(() => undefined);
      if (answer?.status === 200) break;
      if (!isRunning(pid) || Date.now() > last)
        throw new Error(`Podman did not start, its log ends with:\n${readFileSync(log, 'utf8').slice(-500)}`);
    }
    await resetEngine(socketPath, stateFolder);
  } catch (error) {
    await end();
    throw error;
  }
  const { Version } = await call<{ Version: string }>('/version');
  const never = async () => {
    throw new Error('The tests start Podman once, and do not kill it.');
  };
  return {
    stateFolder,
    socketPath,
    dockerHost: `unix://${socketPath}`,
    version: `Podman ${Version}`,
    call,
    kill: never,
    shutDown: never,
    restart: never,
    reset: () => resetEngine(socketPath, stateFolder),
    stop: end,
    clean: end,
  };
}

/** From 6 on Podman wants the second kind of control groups, which older systems have beside the first. */
const inNamespaces = `
ip link set lo up
case "$("$0" --version)" in
  *" "[1-5].*) ;;
  *) [ -e /sys/fs/cgroup/cgroup.controllers ] || mount -t cgroup2 none /sys/fs/cgroup;;
esac
`;

const systemPodman = '/usr/bin/podman';

/** Of the Podman that the tests will start, such as "5.4.2". */
export function podmanVersion(): string {
  return execFileSync(requirePodman(), ['--version'], { encoding: 'utf8' }).trim().split(' ').at(-1) ?? '';
}

/** The Podman that LAYERWRIGHT_PODMAN names, or the system's. */
function requirePodman(): string {
  const named = process.env.LAYERWRIGHT_PODMAN ?? '';
  const podman = isAbsolute(named) ? named : systemPodman;
  if (podman !== systemPodman && !existsSync(podman)) throw new Error(`LAYERWRIGHT_PODMAN: there is no ${podman}.`);
  requireTools('A run against Podman', [
    ...(podman === systemPodman
      ? [
          { program: 'podman', debianPackage: 'podman' },
          { program: '../lib/podman/netavark', debianPackage: 'netavark' },
        ]
      : []),
    { program: 'runc', debianPackage: 'runc' },
    { program: 'unshare', debianPackage: 'util-linux' },
  ]);
  return podman;
}

/** Podman asks for more open files than some machines allow their root to grant. */
const runcWithoutLimits = `#!/bin/sh
previous=
for word in "$@"; do
  case "$previous" in
    --bundle) file=$word/config.json;;
    --process) file=$word;;
    *) file=;;
  esac
  [ -n "$file" ] && ${JSON.stringify(process.execPath)} -e '
    const { readFileSync, writeFileSync } = require("node:fs");
    const config = JSON.parse(readFileSync(process.argv[1], "utf8"));
    delete (config.process ?? config).rlimits;
    writeFileSync(process.argv[1], JSON.stringify(config));
  ' "$file"
  previous=$word
done
exec runc "$@"
`;

async function removeContainers(socketPath: string): Promise<void> {
  const all = await socketJson<readonly { Id: string }[]>(socketPath, '/containers/json?all=1');
  // Podman grants each ten seconds to end, which a kill spares.
  await Promise.all(
    all.map(async ({ Id }) => {
      await socketRequest(socketPath, `/containers/${Id}/kill`, { method: 'POST' });
      await socketRequest(socketPath, `/containers/${Id}?force=1&v=1`, { method: 'DELETE' });
    }),
  );
}
