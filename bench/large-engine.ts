import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * An engine with as many objects as wanted, in a process of its own: real HTTP over a Unix socket, with the bodies that an
 * engine of API 1.41 writes.
 */
export interface LargeEngine {
  readonly socketPath: string;
  /** How often the lists were asked for. */
  listed(): Promise<number>;
  /** Pauses a running container or lets a paused one go on, and tells those who listen. */
  toggle(index: number): void;
  close(): Promise<void>;
}

interface Counts {
  readonly images: number;
  readonly containers: number;
}

export async function startLargeEngine(counts: Counts): Promise<LargeEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'layerwright-bench-'));
  const socketPath = join(folder, 'engine.sock');
  const child = fork(__filename, [socketPath, String(counts.images), String(counts.containers)]);
  const answer = () => new Promise<number>((resolve) => child.once('message', (count) => resolve(Number(count))));
  await answer();
  return {
    socketPath,
    listed() {
      child.send('listed');
      return answer();
    },
    toggle: (index) => child.send(index),
    async close() {
      child.kill();
      await new Promise((resolve) => child.once('exit', resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface RawContainer {
  readonly Id: string;
  State: string;
  Status: string;
}

/** Containers of one compose project. */
const perProject = 8;
/** Tags of one repository. */
const perRepository = 10;

function serve(socketPath: string, counts: Counts): void {
  const imageBody = Buffer.from(JSON.stringify(Array.from({ length: counts.images }, (_, index) => rawImage(index))));
  const containers = Array.from({ length: counts.containers }, (_, index) => rawContainer(index, counts.images));
  const byId = new Map(containers.map((raw) => [raw.Id, raw]));
  let containerBody: Buffer | undefined;
  let listed = 0;
  const listeners = new Set<ServerResponse>();

  const server = createServer((request, answer) => {
    const url = new URL(request.url ?? '/', 'http://engine');
    const path = url.pathname.replace(/^\/v[\d.]+/, '');
    answer.setHeader('Api-Version', '1.41');
    if (path === '/_ping') return void answer.end('OK');
    answer.setHeader('Content-Type', 'application/json');
    if (path === '/events') return listen(answer);
    const only = url.searchParams.get('filters');
    if (path === '/containers/json' && only !== null) return send(answer, [byId.get(JSON.parse(only).id[0])]);
    listed += 1;
    if (path === '/images/json') return void answer.end(imageBody);
    containerBody ??= Buffer.from(JSON.stringify(containers));
    if (path === '/containers/json') return void answer.end(containerBody);
    answer.writeHead(404);
    return send(answer, { message: `no route for ${path}` });
  });
  function listen(answer: ServerResponse): void {
    answer.flushHeaders();
    listeners.add(answer);
    answer.on('close', () => listeners.delete(answer));
  }
  function toggle(raw: RawContainer): void {
    const runs = raw.State === 'running';
    raw.State = runs ? 'paused' : 'running';
    raw.Status = runs ? 'Up 3 hours (Paused)' : 'Up 3 hours';
    containerBody = undefined;
    const time = Date.now();
    const event = {
      Type: 'container',
      Action: runs ? 'pause' : 'unpause',
      Actor: { ID: raw.Id, Attributes: {} },
      time: Math.floor(time / 1000),
      timeNano: time * 1e6,
    };
    for (const listener of listeners) listener.write(`${JSON.stringify(event)}\n`);
  }
  process.on('message', (message) => {
    if (message === 'listed') return void process.send?.(listed);
    const running = containers.filter((_, index) => index % 3 !== 0);
    const raw = running[Number(message) % running.length];
    if (raw) toggle(raw);
  });
  process.on('disconnect', () => process.exit());
  server.listen(socketPath, () => process.send?.(0));
}

function send(answer: ServerResponse, value: unknown): void {
  answer.end(JSON.stringify(value));
}

function rawImage(index: number): object {
  const repository = `registry.example:5000/team-${Math.floor(index / perRepository) % 12}/service-${Math.floor(index / perRepository)}`;
  return {
    Containers: -1,
    Created: 1_760_000_000 + index * 3600,
    Id: imageId(index),
    Labels: {
      'org.opencontainers.image.version': `1.${index}`,
      'org.opencontainers.image.source': `https://git.example/${index}`,
    },
    ParentId: '',
    RepoDigests: index % 3 === 0 ? [`${repository}@sha256:${hex(index + 5_000_000)}`] : null,
    RepoTags: index % 50 === 7 ? null : [`${repository}:1.${index % perRepository}.${index}`],
    SharedSize: -1,
    Size: 80_000_000 + index * 10_007,
    VirtualSize: 80_000_000 + index * 10_007,
  };
}

function rawContainer(index: number, images: number): RawContainer {
  const project = Math.floor(index / perProject);
  const runs = index % 3 !== 0;
  const network = `project-${project}_default`;
  return {
    Id: hex(index + 1),
    Names: [`/project-${project}-service-${index % perProject}-1`],
    Image: `registry.example:5000/team-1/service-${index % Math.max(1, images)}:1.0`,
    ImageID: imageId(index % Math.max(1, images)),
    Command: '/docker-entrypoint.sh node --enable-source-maps server.js',
    Created: 1_760_000_000 + index * 60,
    Ports: runs
      ? [
          { IP: '0.0.0.0', PrivatePort: 8080, PublicPort: 20_000 + index, Type: 'tcp' },
          { IP: '::', PrivatePort: 8080, PublicPort: 20_000 + index, Type: 'tcp' },
        ]
      : [],
    Labels:
      index % 4 === 3
        ? {}
        : {
            'com.docker.compose.project': `project-${project}`,
            'com.docker.compose.service': `service-${index % perProject}`,
            'com.docker.compose.config-hash': hex(index),
            'com.docker.compose.container-number': '1',
            'com.docker.compose.oneoff': 'False',
            'com.docker.compose.project.config_files': `/srv/project-${project}/compose.yaml`,
            'com.docker.compose.project.working_dir': `/srv/project-${project}`,
            'com.docker.compose.version': '2.26.1',
          },
    State: runs ? 'running' : 'exited',
    Status: runs ? 'Up 3 hours' : 'Exited (0) 2 hours ago',
    HostConfig: { NetworkMode: network },
    NetworkSettings: {
      Networks: {
        [network]: {
          IPAMConfig: null,
          NetworkID: hex(project + 9_000_000),
          EndpointID: hex(index + 8_000_000),
          Gateway: '172.18.0.1',
          IPAddress: `172.18.${index % 250}.2`,
          IPPrefixLen: 16,
          MacAddress: '02:42:ac:12:00:02',
        },
      },
    },
    Mounts: [],
  } as RawContainer;
}

function imageId(index: number): string {
  return `sha256:${hex(index + 1_000_000)}`;
}

/** 64 digits that differ from the first on, as those of a hash do. */
function hex(seed: number): string {
  let state = (seed * 2654435761) >>> 0;
  let text = '';
  while (text.length < 64) {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 0x9e3779b9) >>> 0;
    text += state.toString(16).padStart(8, '0');
  }
  return text;
}

const [socketPath, images, containers] = process.argv.slice(2);
if (require.main === module && socketPath !== undefined)
  serve(socketPath, { images: Number(images), containers: Number(containers) });
