import { deepEqual, equal } from 'node:assert/strict';
import { createStatsReader } from '../../../src/engine/dockerode/normalise-stats';

const MiB = 1024 * 1024;

/** A record as Docker sends it: `cpu` in nanoseconds, `at` in seconds. */
function record(at: number, cpu: number, more: object = {}) {
  return {
    read: new Date(Date.UTC(2026, 7, 14) + at * 1000).toISOString(),
    preread: '0001-01-01T00:00:00Z',
    cpu_stats: { cpu_usage: { total_usage: cpu }, system_cpu_usage: 1, online_cpus: 4 },
    precpu_stats: { cpu_usage: { total_usage: 0 } },
    memory_stats: {},
    ...more,
  };
}

describe('statistics', () => {
  it('count CPU time by elapsed time, one busy CPU as 100', () => {
    const take = createStatsReader();
    const percents = [record(1, 5e9), record(2, 5.5e9), record(4, 9.5e9), record(5, 1e9)].map(
      (raw) => take(raw).cpuPercent,
    );
    deepEqual(percents, [undefined, 50, 200, undefined]);
  });

  it('use the record before the first one where the engine sends it', () => {
    const before = record(1, 3e9);
    const first = record(2, 4e9, { preread: before.read, precpu_stats: before.cpu_stats });
    equal(createStatsReader()(first).cpuPercent, 100);
  });

  it('are the same from Podman, which writes the clock where Docker writes the time of all CPUs', () => {
    const take = createStatsReader();
    const podman = (at: number, cpu: number) =>
      record(at, cpu, { cpu_stats: { cpu_usage: { total_usage: cpu }, system_cpu_usage: at * 1e9, online_cpus: 4 } });
    take(podman(1, 1e9));
    equal(take(podman(2, 1.25e9)).cpuPercent, 25);
  });

  it('leave the page cache out of the memory, by the name each version of cgroups has for it', () => {
    const memory = (usage: number, stats: object) =>
      createStatsReader()(record(1, 1, { memory_stats: { usage, limit: 512 * MiB, stats } })).memoryBytes / MiB;
    equal(memory(100 * MiB, { total_inactive_file: 30 * MiB, inactive_file: 10 * MiB }), 70);
    equal(memory(100 * MiB, { inactive_file: 40 * MiB }), 60);
    equal(memory(100 * MiB, { inactive_file: 200 * MiB }), 100);
    equal(memory(100 * MiB, {}), 100);
    const windows = createStatsReader()(record(1, 1, { memory_stats: { privateworkingset: 8 * MiB } }));
    equal(windows.memoryBytes, 8 * MiB);
  });

  it('add up networks and devices', () => {
    const { received, sent, read, written, processes, cpus } = createStatsReader()(
      record(1, 1, {
        networks: { eth0: { rx_bytes: 1, tx_bytes: 2 }, eth1: { rx_bytes: 10, tx_bytes: 20 } },
        blkio_stats: {
          io_service_bytes_recursive: [
            { op: 'Read', value: 5 },
            { op: 'read', value: 6 },
            { op: 'Write', value: 7 },
            { op: 'Total', value: 100 },
          ],
        },
        pids_stats: { current: 3 },
      }),
    );
    deepEqual([received, sent, read, written, processes, cpus], [11, 22, 11, 7, 3, 4]);
    const none = createStatsReader()(record(1, 1, { blkio_stats: { io_service_bytes_recursive: null } }));
    deepEqual([none.received, none.read], [0, 0]);
  });

  it('say that a container is not running, and begin anew when it is', () => {
    const take = createStatsReader();
    take(record(1, 5e9));
    equal(take({ read: '0001-01-01T00:00:00Z', cpu_stats: { cpu_usage: { total_usage: 0 } } }).running, false);
    deepEqual([take(record(3, 1e9)).cpuPercent, take(record(4, 2e9)).cpuPercent], [undefined, 100]);
  });
});
