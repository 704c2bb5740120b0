import type { Containers } from '../containers';
import type { CreateContainer } from '../create-container';
import { EngineError, isEngineError } from '../errors';
import type { Api, ApiCall } from './api';
import { createContainerArchive } from './container-archive';
import { changes, commit, update } from './container-changes';
import { createBody } from './create-body';
import { furtherEndpoints } from './create-networks';
import { assertReference, containerPath, isImageId } from './ids';
import { download } from './image-archives';
import { logEntries, logs } from './logs';
import { containerDetails, containerPruneReport, containerSummary } from './normalise-containers';
import { rawList, rawNumber, rawObject, rawText, rawTexts } from './raw';
import { attach, exec, runForOutput } from './sessions';
import { stats } from './stats';

export function createContainers(api: Api): Containers {
  const list = async (query: ApiCall['query'], signal: AbortSignal | undefined) =>
    rawList(await api.json({ path: '/containers/json', query: { all: true, ...query }, signal, quick: true })).map(
      containerSummary,
    );

  const post = async (id: string, action: string, options: Partial<ApiCall> = {}) => {
    await api.json({ method: 'POST', path: `${containerPath(id)}/${action}`, ...options });
  };

  const inspect = async (id: string, signal?: AbortSignal) =>
    containerDetails(rawObject(await api.json({ path: `${containerPath(id)}/json`, signal, quick: true })));

  const remove: Containers['remove'] = async (id, { force = false, volumes = false } = {}) => {
    try {
      await api.json({ method: 'DELETE', path: containerPath(id), query: { force, v: volumes }, long: true });
    } catch (error) {
      // It stopped just now, and removes itself.
      if (!isEngineError(error, 'conflict') || !/removal of container .* is already in progress/i.test(error.message))
        throw error;
    }
  };

  const stop: Containers['stop'] = async (id, { seconds, signal } = {}) => {
    const attempt = () => post(id, 'stop', { query: { t: seconds }, signal, accept: [304], long: true });
    try {
      await attempt();
    } catch (error) {
      // Docker lets a paused one go on to stop it; Podman 4 does not.
      if (!isEngineError(error, 'conflict') || !/is running or paused/i.test(error.message)) throw error;
      await post(id, 'unpause');
      await attempt();
    }
  };

  /** A container that cannot join what it was asked to join is not left behind. */
  const joinNetworks = async (id: string, options: CreateContainer) => {
    try {
      for (const { name, config } of furtherEndpoints(options)) {
        const path = `/networks/${encodeURIComponent(name)}/connect`;
        await api.done({ method: 'POST', path, body: { Container: id, EndpointConfig: config } });
      }
    } catch (error) {
      await remove(id, { force: true, volumes: true });
      throw error;
    }
  };

  return {
    list: ({ signal } = {}) => list({}, signal),
    async get(id, signal) {
      containerPath(id);
      const found = await list({ filters: JSON.stringify({ id: [id] }) }, signal);
      return found.find((container) => container.id === id) ?? found.find((container) => container.id.startsWith(id));
    },
    inspect,
    async create(options, signal) {
      const { image, name, platform } = options;
      if (!isImageId(image)) assertReference(image);
      if (name !== undefined) containerPath(name);
      const body = createBody(options);
      const raw = rawObject(
        await api.json({ method: 'POST', path: '/containers/create', query: { name, platform }, body, signal }),
      );
      const id = rawText(raw.Id);
      await joinNetworks(id, options);
      return { id, warnings: rawTexts(raw.Warnings) };
    },
    start: (id, signal) => post(id, 'start', { signal, accept: [304] }),
    stop,
    restart: (id, { seconds, signal } = {}) => post(id, 'restart', { query: { t: seconds }, signal, long: true }),
    pause: (id) => post(id, 'pause'),
    unpause: (id) => post(id, 'unpause'),
    kill: (id, signalName) => post(id, 'kill', { query: { signal: signalName } }),
    remove,
    async prune(signal) {
      return containerPruneReport(await api.json({ method: 'POST', path: '/containers/prune', signal, long: true }));
    },
    rename: async (id, name) => {
      containerPath(name);
      await post(id, 'rename', { query: { name } });
    },
    update: (id, limits) => update(api, id, limits),
    commit: (id, options) => commit(api, id, options),
    export: async (id, signal) => download(api, { path: `${containerPath(id)}/export`, signal }),
    archive: createContainerArchive(api),
    changes: (id, signal) => changes(api, id, signal),
    logs: (id, options) => logs(api, id, options, inspect),
    logEntries: (id, options) => logEntries(api, id, options, inspect),
    stats: (id, signal) => stats(api, id, signal),
    async top(id, signal) {
      const raw = rawObject(await api.json({ path: `${containerPath(id)}/top`, signal, quick: true }));
      const processes = Array.isArray(raw.Processes) ? raw.Processes.map(rawTexts) : [];
      return { titles: rawTexts(raw.Titles), processes };
    },
    async wait(id, signal, until = 'stopped') {
      const query = { condition: until === 'stopped' ? undefined : until };
      const answer = rawObject(
        await api.json({ method: 'POST', path: `${containerPath(id)}/wait`, query, signal, long: true }),
      );
      const problem = rawText(rawObject(answer.Error).Message);
      if (problem !== '') throw new EngineError('protocol', problem);
      return { exitCode: rawNumber(answer.StatusCode) };
    },
    attach: (id, options) => attach(api, id, options),
    exec: (id, options) => exec(api, id, options),
    runForOutput: (id, command, signal) => runForOutput(api, id, command, signal),
  };
}
