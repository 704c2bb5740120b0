import type { StatsSample } from '../../engine/container-watch';
import { formatBytes } from '../../shared/quantity';
import { niceMax, type Point } from './chart';

/** One chart: what is drawn, how the newest value reads, and what its upper edge is. */
export interface Series {
  readonly id: 'cpu' | 'memory' | 'network' | 'disk';
  readonly title: string;
  /** Two lines are two directions, the first one filled. */
  readonly lines: readonly { readonly name: string; readonly points: readonly Point[] }[];
  readonly now: string;
  readonly max: number;
  readonly maxText: string;
}

type Counter = 'received' | 'sent' | 'read' | 'written';

export function seriesOf(samples: readonly StatsSample[]): readonly Series[] {
  const last = samples.at(-1);
  const cpu = points(samples, ({ cpuPercent }) => cpuPercent);
  const memory = points(samples, ({ memoryBytes }) => memoryBytes);
  const cpuMax = niceMax(highest(cpu), 100);
  const memoryMax = niceMax(highest(memory), 10e6);
  return [
    {
      id: 'cpu',
      title: 'CPU',
      lines: [{ name: 'CPU', points: cpu }],
      now: percentText(last?.cpuPercent),
      max: cpuMax,
      maxText: percentText(cpuMax),
    },
    {
      id: 'memory',
      title: 'Memory',
      lines: [{ name: 'Memory', points: memory }],
      now: last?.running ? formatBytes(last.memoryBytes) : '–',
      max: memoryMax,
      maxText: formatBytes(memoryMax),
    },
    twoWays('network', 'Network', samples, ['received', 'sent'], ['in', 'out']),
    twoWays('disk', 'Block I/O', samples, ['read', 'written'], ['read', 'written']),
  ];
}

function twoWays(
  id: Series['id'],
  title: string,
  samples: readonly StatsSample[],
  counters: readonly [Counter, Counter],
  names: readonly [string, string],
): Series {
  const lines = counters.map((counter, at) => ({ name: names[at] ?? '', points: rates(samples, counter) }));
  const max = niceMax(Math.max(...lines.map((line) => highest(line.points))), 1000);
  const now = lines.map(({ name, points: values }) => `${name} ${rateText(values.at(-1)?.value)}`).join(', ');
  return { id, title, lines, now, max, maxText: rateText(max) };
}

/** What a counter grew by in a second, from one sample to the next. */
export function rates(samples: readonly StatsSample[], counter: Counter): readonly Point[] {
  return samples.map((sample, at) => {
    const before = samples[at - 1];
    const seconds = before ? (sample.time - before.time) / 1000 : 0;
    const grown = before ? sample[counter] - before[counter] : 0;
    // After a pause of the panel there is no telling when it grew; a counter that fell is that of a new start.
    const known = before?.running && sample.running && seconds > 0 && seconds < 5 && grown >= 0;
    return { time: sample.time, value: known ? grown / seconds : undefined };
  });
}

function points(samples: readonly StatsSample[], of: (sample: StatsSample) => number | undefined): readonly Point[] {
  return samples.map((sample) => ({ time: sample.time, value: sample.running ? of(sample) : undefined }));
}

function highest(values: readonly Point[]): number {
  return values.reduce((most, { value = 0 }) => Math.max(most, value), 0);
}

export function percentText(percent: number | undefined): string {
  if (percent === undefined) return '–';
  return `${percent < 10 ? percent.toFixed(1) : Math.round(percent)} %`;
}

export function rateText(bytes: number | undefined): string {
  return bytes === undefined ? '–' : `${formatBytes(bytes)}/s`;
}
