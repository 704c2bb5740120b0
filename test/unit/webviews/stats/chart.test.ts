import { deepEqual, equal } from 'node:assert/strict';
import type { StatsSample } from '../../../../src/engine/container-watch';
import { areaPath, linePath, niceMax } from '../../../../src/webviews/stats/chart';
import { percentText, rates, seriesOf } from '../../../../src/webviews/stats/series';

const frame = { from: 0, to: 10_000, max: 100, width: 100, height: 50 };
const sample = (time: number, more: Partial<StatsSample> = {}): StatsSample => ({
  ...{ time, running: true, cpuPercent: 5, cpus: 2, memoryBytes: 50e6, memoryLimit: 100e6, processes: 1 },
  ...{ received: 0, sent: 0, read: 0, written: 0 },
  ...more,
});

describe('webviews/stats charts', () => {
  it('draw points in their frame, and nothing where there is nothing', () => {
    const points = [
      { time: 1000, value: 0 },
      { time: 2000, value: 100 },
      { time: 3000, value: 500 },
    ];
    equal(linePath(points, frame), 'M10 50L20 0L30 0');
    equal(areaPath(points, frame), 'M10 50L10 50L20 0L30 0L30 50Z');
    equal(linePath([], frame), '');
  });

  it('break the line where the panel was hidden, the container stopped, or time is out of sight', () => {
    const at = (...entries: readonly (readonly [number, number | undefined])[]) =>
      linePath(
        entries.map(([time, value]) => ({ time, value })),
        frame,
      );
    equal(at([1000, 0], [2000, 0], [8000, 0]), 'M10 50L20 50M80 50');
    equal(at([1000, 0], [2000, undefined], [3000, 0]), 'M10 50M30 50');
    equal(at([-5000, 0], [1000, 0]), 'M10 50');
  });

  it('have a scale of round numbers', () => {
    deepEqual(
      [3, 99, 101, 250, 51e6].map((value) => niceMax(value, 1)),
      [5, 100, 200, 500, 100e6],
    );
    equal(niceMax(0, 1000), 1000);
  });
});

describe('webviews/stats series', () => {
  it('count growth in a second, except over a pause or a restart', () => {
    const samples = [
      sample(1000, { sent: 100 }),
      sample(3000, { sent: 300 }),
      sample(4000, { sent: 50 }),
      sample(60_000, { sent: 5000 }),
    ];
    deepEqual(
      rates(samples, 'sent').map(({ value }) => value),
      [undefined, 100, undefined, undefined],
    );
  });

  it('say the newest value in words', () => {
    const now = seriesOf([sample(1000), sample(2000, { received: 2000, cpuPercent: 123.4 })]).map(
      (series) => series.now,
    );
    deepEqual(now, ['123 %', '50 MB', 'in 2 kB/s, out 0 B/s', 'read 0 B/s, written 0 B/s']);
    deepEqual(
      seriesOf([]).map(({ now: words, maxText }) => [words, maxText]),
      [
        ['–', '100 %'],
        ['–', '10 MB'],
        ['in –, out –', '1 kB/s'],
        ['read –, written –', '1 kB/s'],
      ],
    );
    equal(percentText(0.04), '0.0 %');
  });
});
