import { readFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import type { Endpoint, TlsFiles } from '../endpoints';
import type { Engine } from '../engine';
import { EngineError } from '../errors';
import { createApi, type Patience } from './api';
import { createContainers } from './containers';
import { createDiskUsage, pruneBuildCache } from './disk-usage';
import { events } from './events';
import { createLateHistory } from './history/late-history';
import { createImages } from './images';
import { createNetworks } from './networks';
import { rawList, rawObject, rawText } from './raw';
import { createSshAgent, sshArguments } from './ssh-agent';
import { createTransport, type Dial } from './transport';
import { createVolumes } from './volumes';

/**
 * The engine at an endpoint. Nothing is sent before the first call, which also agrees on the API's version. Rejects with
 * EngineError `invalid` when certificates cannot be read or an ssh address is malformed. `patience` is for tests.
 */
export async function connect(endpoint: Endpoint, patience?: Patience): Promise<Engine> {
  const api = createApi(createTransport(await dialOf(endpoint)), endpoint, patience);
  return {
    endpoint,
    async info(signal) {
      const { apiVersion, podman, buildkit } = await api.negotiated(signal);
      const raw = rawObject(await api.json({ path: '/version', signal, quick: true }));
      return {
        version: rawText(raw.Version),
        apiVersion,
        os: rawText(raw.Os),
        architecture: rawText(raw.Arch),
        podman: podman || rawList(raw.Components).some((component) => /podman/i.test(rawText(component.Name))),
        buildkit,
      };
    },
    async storage(signal) {
      const { podman } = await api.negotiated(signal);
      const raw = rawObject(await api.json({ path: '/info', signal, quick: true }));
      // Podman makes up another id with each answer.
      const id = rawText(podman ? raw.Name : raw.ID);
      return {
        id,
        dataRoot: rawText(raw.DockerRootDir),
        driver: rawText(raw.Driver),
        containerd: JSON.stringify(raw.DriverStatus ?? '').includes('io.containerd.snapshotter'),
        kernel: rawText(raw.KernelVersion),
      };
    },
    images: createImages(api),
    containers: createContainers(api),
    volumes: createVolumes(api),
    networks: createNetworks(api),
    history: createLateHistory(api),
    diskUsage: createDiskUsage(api),
    pruneBuildCache: (options) => pruneBuildCache(api, options),
    events: (options) => events(api, options),
    dispose: () => api.dispose(),
  };
}

async function dialOf({ address }: Endpoint): Promise<Dial> {
  switch (address.kind) {
    case 'unix':
    case 'npipe': {
      // A local connection costs nothing, and a pooled one would be dead after the engine was restarted.
      const agent = new Agent({ keepAlive: false });
      return { socketPath: address.path, secure: false, agent, streamAgent: agent };
    }
    case 'ssh': {
      const args = sshArguments(address.url);
      const agent = createSshAgent(args, { keepAlive: true, maxSockets: 6, timeout: 0 });
      // With a socket path, editors leave the agent alone that they would replace to honour a proxy.
      return { socketPath: 'ssh', secure: false, agent, streamAgent: createSshAgent(args, { keepAlive: false }) };
    }
    case 'tcp': {
      const { host, port, tls } = address;
      const options = { keepAlive: true, keepAliveMsecs: 30_000 };
      if (!tls) return { host, port, secure: false, agent: new Agent(options), streamAgent: new Agent(options) };
      const files = await readTls(tls);
      const secure = { ...options, ...files, rejectUnauthorized: !tls.skipVerify };
      return {
        host,
        port,
        secure: true,
        tls: files,
        agent: new SecureAgent(secure),
        streamAgent: new SecureAgent(secure),
      };
    }
  }
}

async function readTls({ ca, cert, key }: TlsFiles): Promise<{ ca?: Buffer; cert?: Buffer; key?: Buffer }> {
  const entries = Object.entries({ ca, cert, key }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return Object.fromEntries(
    await Promise.all(
      entries.map(async ([name, path]) => {
        try {
          return [name, await readFile(path)] as const;
        } catch (cause) {
          throw new EngineError('invalid', `The TLS file ${path} cannot be read.`, {
            cause,
            hint: 'Check the Docker context or DOCKER_CERT_PATH.',
          });
        }
      }),
    ),
  );
}
