import { spawn } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  containerdPidFile,
  containerdSocket,
  dataRoot,
  dockerdPidFile,
  type EngineFiles,
  endEngine,
  engineSocket,
  killContainers,
  killDaemons,
  livePid,
  logFile,
  ownerFile,
  shutDownDaemons,
} from './engine-files';
import { resetEngine } from './engine-reset';
import { makeBridge } from './network';
import { startPodman } from './podman';
import { commandLine, isRunning } from './processes';
import { runFolder, scratchRoot, shortHash } from './scratch';
import { type SocketRequest, socketJson, socketRequest } from './socket-http';
import { findProgram, requireTools, searchPath } from './tools.mjs';
import { atEnd, watchdogMark, watchdogPid } from './watchdog';

/** A dockerd of the tests' own: own data, sockets, containerd and bridge. Nothing of the person's engine is reachable. */
export interface TestEngine {
  /** Where its data and the record of its base images are. */
  readonly stateFolder: string;
  readonly socketPath: string;
  /** The value for DOCKER_HOST. */
  readonly dockerHost: string;
  /** Version of dockerd, such as "20.10.24+dfsg1". */
  readonly version: string;
  /** A call of the Engine API that must succeed, with its JSON answer. */
  call<T = unknown>(path: string, options?: SocketRequest): Promise<T>;
  /** Ends the daemons as kill -9 would. */
  kill(): Promise<void>;
  /** Ends the daemons as a service manager would: containers are asked to end first. */
  shutDown(): Promise<void>;
  /** Starts it again, after `kill`, `shutDown` or while it runs. Images and containers are still there, the latter have exited. */
  restart(): Promise<void>;
  /** Removes containers, volumes, networks, build cache, and every image but the base images. */
  reset(): Promise<void>;
  /** Ends it and all its containers; its data stays for the next run. */
  stop(): Promise<void>;
  /** Ends it and removes its data. */
  clean(): Promise<void>;
}

let shared: Promise<TestEngine> | undefined;

/**
 * The engine of this test process, started on first use and ended with the process. Not for tests that kill it.
 * LAYERWRIGHT_PODMAN puts Podman into its place.
 */
export function sharedEngine(): Promise<TestEngine> {
  shared ??= process.env.LAYERWRIGHT_PODMAN ? startPodman() : startEngine();
  return shared;
}

/**
 * Starts an engine that is empty but for base images of earlier runs. Processes that run at the same time get different
 * ones. LAYERWRIGHT_DOCKERD names another dockerd than the installed one. Throws a sentence when this machine cannot.
 */
export async function startEngine({
  name = 'engine',
  options = [],
}: {
  readonly name?: string;
  /** Further ones of dockerd. */
  readonly options?: readonly string[];
} = {}): Promise<TestEngine> {
  const dockerd = requireEngine();
  // Data of a newer engine are not for an older one.
  const files = takeSlot(process.env.LAYERWRIGHT_DOCKERD ? `${name}-${shortHash(dockerd)}` : name);
  const end = atEnd({ kind: 'engine', files }, async () => {
    await endEngine(files);
    rmSync(ownerFile(files), { force: true });
  });
  const socketPath = engineSocket(files);
  const call = <T>(path: string, options?: SocketRequest) => socketJson<T>(socketPath, path, options);
  try {
    await endEngine(files);
    await start(dockerd, files, options);
    await resetEngine(socketPath, files.stateFolder);
    const { Version } = await call<{ Version: string }>('/version');
    return {
      stateFolder: files.stateFolder,
      socketPath,
      dockerHost: `unix://${socketPath}`,
      version: Version,
      call,
      kill: () => killDaemons(files),
      shutDown: () => shutDownDaemons(files),
      restart: async () => {
        await killDaemons(files);
        killContainers(files);
        await start(dockerd, files, options);
      },
      reset: () => resetEngine(socketPath, files.stateFolder),
      stop: end,
      clean: async () => {
        await end();
        rmSync(files.stateFolder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** The path of the dockerd to start, after installing what is missing. Throws a sentence when this machine cannot run it. */
export function requireEngine(): string {
  const skip = 'or set LAYERWRIGHT_SKIP=engine';
  if (process.platform !== 'linux')
    throw new Error(`The engine tests start a private dockerd, which runs on Linux only: run them there ${skip}.`);
  if (process.getuid?.() !== 0)
    throw new Error(`The engine tests start a private dockerd, which needs root: run them as root ${skip}.`);
  const given = process.env.LAYERWRIGHT_DOCKERD;
  if (given && !existsSync(given)) throw new Error(`LAYERWRIGHT_DOCKERD names ${given}, which does not exist.`);
  requireTools('The engine tier', [
    ...(given ? [] : [{ program: 'dockerd', debianPackage: 'docker.io' }]),
    { program: 'runc', debianPackage: 'runc' },
    { program: 'ip', debianPackage: 'iproute2' },
  ]);
  return given ?? findProgram('dockerd') ?? 'dockerd';
}

/** The first folder of that name which no running test process owns. */
function takeSlot(name: string): EngineFiles {
  for (let slot = 0; ; slot += 1) {
    const stateFolder = join(scratchRoot, 'engines', `${name}-${slot}`);
    const hash = shortHash(stateFolder);
    const files = { stateFolder, runFolder: runFolder(hash), bridge: `lw${hash}` };
    mkdirSync(stateFolder, { recursive: true });
    if (!isOwned(files)) putAside(ownerFile(files));
    try {
      writeFileSync(ownerFile(files), String(watchdogPid()), { flag: 'wx' });
      return files;
    } catch {
      // Another test process runs with it.
    }
  }
}

/** Not removed: another process may have seen the same owner, and have taken its place since. */
function putAside(owner: string): void {
  const aside = `${owner}.${process.pid}`;
  try {
    renameSync(owner, aside);
    if (isRunning(Number(readFileSync(aside, 'utf8')))) linkSync(aside, owner);
  } catch {
    // There was none, or the next one has it.
  }
  rmSync(aside, { force: true });
}

function isOwned(files: EngineFiles): boolean {
  if (!existsSync(ownerFile(files))) return false;
  const owner = Number(readFileSync(ownerFile(files), 'utf8'));
  return isRunning(owner) && commandLine(owner).includes(watchdogMark);
}

async function start(dockerd: string, files: EngineFiles, options: readonly string[]): Promise<void> {
  mkdirSync(files.runFolder, { recursive: true });
  // A daemon that finds a socket or pid file of its predecessor waits for it or refuses to start.
  for (const file of [engineSocket(files), containerdSocket(files), dockerdPidFile(files), containerdPidFile(files)])
    rmSync(file, { force: true });
  makeBridge(files.bridge, Number.parseInt(files.bridge.slice(2), 16));
  const containerdConfig = join(files.runFolder, 'containerd.toml');
  writeFileSync(
    containerdConfig,
    `version = 2\nroot = ${JSON.stringify(join(dataRoot(files), 'containerd-root'))}\nstate = ${JSON.stringify(join(files.runFolder, 'containerd'))}\n` +
      `disabled_plugins = ["io.containerd.grpc.v1.cri"]\n[grpc]\naddress = ${JSON.stringify(containerdSocket(files))}\n`,
  );
  const dockerdConfig = join(files.runFolder, 'dockerd.json');
  // An own file, because dockerd would read the person's /etc/docker/daemon.json.
  writeFileSync(dockerdConfig, JSON.stringify(daemonConfig()));
  const path = [dirname(dockerd), searchPath()].join(delimiter);
  // An own containerd, because dockerd would use the machine's when it has one.
  const containerd = launch(
    findProgram('containerd', path) ?? 'containerd',
    ['--config', containerdConfig],
    path,
    join(files.stateFolder, 'containerd.log'),
  );
  writeFileSync(containerdPidFile(files), String(containerd.pid));
  await until(() => existsSync(containerdSocket(files)), containerd.pid, join(files.stateFolder, 'containerd.log'));
  const daemon = launch(
    dockerd,
    [
      ...['--config-file', dockerdConfig, '--data-root', dataRoot(files), '--exec-root', join(files.runFolder, 'exec')],
      ...[
        '--pidfile',
        dockerdPidFile(files),
        '--host',
        `unix://${engineSocket(files)}`,
        '--containerd',
        containerdSocket(files),
      ],
      ...['--bridge', files.bridge, '--iptables=false', '--ip6tables=false', '--ip-forward=false', '--ip-masq=false'],
      ...options,
    ],
    path,
    logFile(files),
  );
  await until(() => answers(engineSocket(files)), daemon.pid, logFile(files));
  if (livePid(dockerdPidFile(files), files) === undefined)
    throw new Error('dockerd answers, but its pid file does not name it.');
}

/**
 * Room for many small networks: of the engine's own 31 ranges, those count that no other engine of this machine has taken.
 * LAYERWRIGHT_DOCKERD_CONFIG adds to it.
 */
function daemonConfig(): object {
  const more = JSON.parse(process.env.LAYERWRIGHT_DOCKERD_CONFIG ?? '{}') as object;
  return { 'default-address-pools': [{ base: '172.16.0.0/12', size: 24 }], ...more };
}

function launch(program: string, args: readonly string[], path: string, log: string): { readonly pid: number } {
  const output = openSync(log, 'w');
  // The shell only raises the limit of open files and then becomes the daemon.
  const child = spawn('/bin/sh', ['-c', 'ulimit -n "$(ulimit -Hn)"; exec "$0" "$@"', program, ...args], {
    detached: true,
    stdio: ['ignore', output, output],
    env: { ...process.env, PATH: path },
  });
  child.unref();
  if (child.pid === undefined) throw new Error(`${program} could not be started.`);
  return { pid: child.pid };
}

async function until(ready: () => boolean | Promise<boolean>, pid: number, log: string): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await ready())) {
    const last = () => readFileSync(log, 'utf8').trim().split('\n').slice(-3).join('\n');
    if (!isRunning(pid)) throw new Error(`The tests' engine did not start, its log ends with:\n${last()}`);
    if (Date.now() > end) throw new Error(`The tests' engine was not ready within 60 s, its log ends with:\n${last()}`);
    await sleep(20);
  }
}

async function answers(socketPath: string): Promise<boolean> {
  if (!existsSync(socketPath)) return false;
  try {
    return (await socketRequest(socketPath, '/_ping', { timeout: 2_000 })).status === 200;
  } catch {
    return false;
  }
}
