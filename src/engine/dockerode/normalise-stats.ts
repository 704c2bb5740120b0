import type { StatsSample } from '../container-watch';
import { type Raw, rawList, rawNumber, rawObject, rawText } from './raw';

/** Makes samples of the engine's records of one container, in the order they come. */
export function createStatsReader(): (raw: Raw) => StatsSample {
  let before: { readonly time: number; readonly cpu: number } | undefined;
  return (raw) => {
    const time = Date.parse(rawText(raw.read));
    const cpuStats = rawObject(raw.cpu_stats);
    const usage = rawObject(cpuStats.cpu_usage);
    const cpu = rawNumber(usage.total_usage);
    // Docker goes on sending records of a container that stopped: without a time at first, and without any number.
    if (!(time > 0) || cpu === 0) {
      before = undefined;
      return { ...nothing, time: time > 0 ? time : Date.now() };
    }
    const former = before ?? formerOf(raw);
    before = { time, cpu };
    const cpus = rawNumber(cpuStats.online_cpus) || numbers(usage.percpu_usage) || rawNumber(raw.num_procs) || 1;
    const memory = rawObject(raw.memory_stats);
    return {
      time,
      running: true,
      cpuPercent: former && cpuPercent(former, before, rawNumber(raw.num_procs) > 0),
      cpus,
      memoryBytes: memoryBytes(memory),
      memoryLimit: rawNumber(memory.limit),
      ...network(raw),
      ...blocks(raw),
      processes: rawNumber(rawObject(raw.pids_stats).current) || rawNumber(raw.num_procs),
    };
  };
}

const nothing = {
  running: false,
  cpuPercent: undefined,
  cpus: 0,
  memoryBytes: 0,
  memoryLimit: 0,
  received: 0,
  sent: 0,
  read: 0,
  written: 0,
  processes: 0,
};

/** The record before the first one, which Docker sends along. */
function formerOf(raw: Raw): { readonly time: number; readonly cpu: number } | undefined {
  const time = Date.parse(rawText(raw.preread));
  const cpu = rawNumber(rawObject(rawObject(raw.precpu_stats).cpu_usage).total_usage);
  return time > 0 && cpu > 0 ? { time, cpu } : undefined;
}

/**
 * CPU time by elapsed time. `docker stats` divides by the time of all CPUs (`system_cpu_usage`) and multiplies by their
 * number, which is the same where that counter is what it says; Podman fills it with the clock. Windows counts in units of
 * 100 ns.
 */
function cpuPercent(
  before: { readonly time: number; readonly cpu: number },
  now: { readonly time: number; readonly cpu: number },
  windows: boolean,
): number | undefined {
  const elapsed = (now.time - before.time) * 1e6;
  const used = (now.cpu - before.cpu) * (windows ? 100 : 1);
  // A counter that went back is another process's: the container was restarted.
  return elapsed > 0 && used >= 0 ? (used / elapsed) * 100 : undefined;
}

/** cgroup v1 counts inactive pages of the cache as `total_inactive_file`, v2 as `inactive_file`; Windows counts none. */
function memoryBytes(memory: Raw): number {
  const usage = rawNumber(memory.usage);
  if (usage === 0) return rawNumber(memory.privateworkingset);
  const details = rawObject(memory.stats);
  const cache = details.total_inactive_file ?? details.inactive_file;
  return rawNumber(cache) < usage ? usage - rawNumber(cache) : usage;
}

function network(raw: Raw): Pick<StatsSample, 'received' | 'sent'> {
  const networks = Object.values(rawObject(raw.networks)).map(rawObject);
  return {
    received: sum(networks.map(({ rx_bytes }) => rawNumber(rx_bytes))),
    sent: sum(networks.map(({ tx_bytes }) => rawNumber(tx_bytes))),
  };
}

/** cgroup v1 writes `Read`, v2 `read`; Windows has counters of its own. */
function blocks(raw: Raw): Pick<StatsSample, 'read' | 'written'> {
  const entries = rawList(rawObject(raw.blkio_stats).io_service_bytes_recursive);
  const of = (op: string) =>
    sum(entries.filter((entry) => rawText(entry.op).toLowerCase() === op).map(({ value }) => rawNumber(value)));
  const storage = rawObject(raw.storage_stats);
  return {
    read: of('read') || rawNumber(storage.read_size_bytes),
    written: of('write') || rawNumber(storage.write_size_bytes),
  };
}

function numbers(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
