/** A value at a time in milliseconds; undefined where there is none. */
export interface Point {
  readonly time: number;
  readonly value: number | undefined;
}

export interface ChartFrame {
  /** Time at the left and right edge. */
  readonly from: number;
  readonly to: number;
  /** Value at the upper edge. */
  readonly max: number;
  readonly width: number;
  readonly height: number;
}

/** Without a value for so long, the line is broken. */
const longestGap = 3500;

/** The runs of points that belong together, as places in the frame. */
function runs(points: readonly Point[], { from, to, max, width, height }: ChartFrame): (readonly [number, number])[][] {
  const found: (readonly [number, number])[][] = [];
  let last: number | undefined;
  for (const { time, value } of points) {
    if (value === undefined || time < from) {
      last = undefined;
      continue;
    }
    const place = [
      round(((time - from) / (to - from)) * width),
      round(height - (Math.min(value, max) / max) * height),
    ] as const;
    if (last === undefined || time - last > longestGap) found.push([place]);
    else found.at(-1)?.push(place);
    last = time;
  }
  return found;
}

/** The line through the points, as the `d` of an SVG path. */
export function linePath(points: readonly Point[], frame: ChartFrame): string {
  return runs(points, frame)
    .map((run) => `M${run.map(([x, y]) => `${x} ${y}`).join('L')}`)
    .join('');
}

/** The area below it. */
export function areaPath(points: readonly Point[], frame: ChartFrame): string {
  return runs(points, frame)
    .map((run) => {
      const line = run.map(([x, y]) => `${x} ${y}`).join('L');
      return `M${run[0]?.[0]} ${frame.height}L${line}L${run.at(-1)?.[0]} ${frame.height}Z`;
    })
    .join('');
}

/** The next 1, 2 or 5 followed by zeros, so that the scale does not change with every value. */
export function niceMax(value: number, least: number): number {
  const wanted = Math.max(value, least);
  const unit = 10 ** Math.floor(Math.log10(wanted));
  const factor = [1, 2, 5, 10].find((one) => one * unit >= wanted * 0.999) ?? 10;
  return factor * unit;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
