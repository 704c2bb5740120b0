import type { CommitOptions, FileChange } from '../archives';
import type { ContainerLimits, RestartPolicy, RestartPolicyName } from '../container-limits';
import type { Api } from './api';
import { containerPath } from './ids';
import { tagOf } from './image-archives';
import { type Raw, rawList, rawNumber, rawObject, rawText, rawTexts } from './raw';

export async function commit(api: Api, id: string, options: CommitOptions = {}): Promise<string> {
  const { reference, message, author, changes, pause = true } = options;
  const name = reference === undefined ? undefined : tagOf(reference);
  containerPath(id);
  const query = { container: id, repo: name?.repo, tag: name?.tag, comment: message, author, pause, changes };
  const answer = rawObject(await api.json({ method: 'POST', path: '/commit', query, body: {}, long: true }));
  return rawText(answer.Id);
}

/** The engine says null when nothing differs. */
export async function changes(api: Api, id: string, signal?: AbortSignal): Promise<readonly FileChange[]> {
  const kinds = ['changed', 'added', 'deleted'] as const;
  return rawList(await api.json({ path: `${containerPath(id)}/changes`, signal })).map((raw) => ({
    path: rawText(raw.Path),
    kind: kinds[rawNumber(raw.Kind)] ?? 'changed',
  }));
}

/** Zero for memory and processors means to engines what leaving them out does: such a limit cannot be taken away. */
export async function update(api: Api, id: string, limits: Partial<ContainerLimits>): Promise<readonly string[]> {
  const { restart, memoryBytes, cpus, pids } = limits;
  const body = {
    ...(memoryBytes === undefined ? {} : await memory(api, id, memoryBytes)),
    ...(cpus === undefined ? {} : { NanoCpus: Math.round(cpus * 1e9) }),
    ...(pids === undefined ? {} : { PidsLimit: pids }),
    ...(restart === undefined ? {} : { RestartPolicy: restartPolicy(restart) }),
  };
  const answer = await api.json({ method: 'POST', path: `${containerPath(id)}/update`, body });
  return rawTexts(rawObject(answer).Warnings);
}

/** Swap counts memory in, so it goes with it: as much again as `docker run` gives, none or all where it was none or all. */
async function memory(api: Api, id: string, bytes: number): Promise<{ Memory: number; MemorySwap: number }> {
  const host = rawObject(rawObject(await api.json({ path: `${containerPath(id)}/json`, quick: true })).HostConfig);
  const swap = rawNumber(host.MemorySwap);
  const none = swap > 0 && swap === rawNumber(host.Memory);
  return { Memory: bytes, MemorySwap: swap < 0 ? -1 : none ? bytes : bytes * 2 };
}

function restartPolicy({ name, retries }: RestartPolicy): object {
  return { Name: name, MaximumRetryCount: name === 'on-failure' ? retries : 0 };
}

/** Of `HostConfig`. */
export function containerLimits(host: Raw): ContainerLimits {
  const policy = rawObject(host.RestartPolicy);
  const name = rawText(policy.Name);
  return {
    restart: { name: isPolicy(name) ? name : 'no', retries: rawNumber(policy.MaximumRetryCount) },
    memoryBytes: rawNumber(host.Memory),
    cpus: rawNumber(host.NanoCpus) / 1e9 || quota(host),
    pids: Math.max(0, rawNumber(host.PidsLimit)),
  };
}

/** The same limit, as older clients and compose files give it. */
function quota(host: Raw): number {
  const period = rawNumber(host.CpuPeriod) || 100_000;
  return Math.max(0, rawNumber(host.CpuQuota)) / period;
}

function isPolicy(name: string): name is RestartPolicyName {
  return ['no', 'always', 'unless-stopped', 'on-failure'].includes(name);
}
