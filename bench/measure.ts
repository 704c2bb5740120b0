import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { join } from 'node:path';

export const repositoryRoot = join(__dirname, '..');

/** One row of a benchmark's result: what was measured, and the figure with its unit. */
export type Row = readonly [label: string, figure: string];

/** Smallest and middle of several measurements, in milliseconds. */
export function milliseconds(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return `${format(sorted[0] ?? 0)} ms at best, ${format(middle)} ms median of ${values.length}`;
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** A figure beside the most it may be. */
export function bar(value: number, most: number, unit: string): string {
  return `${value.toFixed(2)} ${unit}, the bar is ${most} ${unit}: ${value <= most ? 'held' : 'missed'}`;
}

export function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KB`;
}

/** The machine the figures are of. */
export function machine(): string {
  return `${cpus().length} × ${cpus()[0]?.model.trim()}, ${process.platform}, Node ${process.versions.node}`;
}

/** Makes the production bundle and the VSIX, whose output is its own report. */
export function packageExtension(): void {
  execFileSync(process.execPath, ['esbuild.mjs', '--package'], {
    cwd: repositoryRoot,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function format(value: number): string {
  return value < 10 ? value.toFixed(2) : value.toFixed(0);
}
