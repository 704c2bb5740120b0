/// <reference lib="dom" />
import type { StatsSample } from '../../../engine/container-watch';
import { element } from '../../client';
import { areaPath, type ChartFrame, linePath } from '../chart';
import { type Series, seriesOf } from '../series';

/** The charts of one container. */
export interface Charts {
  readonly element: HTMLElement;
  draw(samples: readonly StatsSample[]): void;
}

const width = 240;
const height = 56;
const seconds = 120;
const namespace = 'http://www.w3.org/2000/svg';

export function createCharts(): Charts {
  const place = element('div', { class: 'charts' });
  const charts = seriesOf([]).map((series) => createChart(series));
  place.append(...charts.map((chart) => chart.element));
  return {
    element: place,
    draw(samples) {
      const to = samples.at(-1)?.time ?? 0;
      for (const [at, series] of seriesOf(samples).entries()) charts[at]?.draw(series, to);
    },
  };
}

function createChart({ id, title, lines }: Series): {
  readonly element: HTMLElement;
  readonly draw: (series: Series, to: number) => void;
} {
  const now = element('span', { class: 'now' }, '–');
  const scale = element('span', { class: 'scale quiet' }, '');
  const svg = shape('svg', { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img' });
  const area = shape('path', { class: 'area' });
  const paths = lines.map((_, at) => shape('path', { class: at === 0 ? 'line' : 'line second' }));
  svg.append(shape('path', { class: 'base', d: `M0 ${height}H${width}M0 0H${width}` }), area, ...paths);
  const figure = element(
    'figure',
    { class: `chart ${id}` },
    element('figcaption', {}, element('span', { class: 'title' }, title), now),
    element('div', { class: 'plot' }, scale),
  );
  figure.querySelector('.plot')?.append(svg);
  return {
    element: figure,
    draw(series, to) {
      const frame: ChartFrame = { from: to - seconds * 1000, to, max: series.max, width, height };
      area.setAttribute('d', areaPath(series.lines[0]?.points ?? [], frame));
      for (const [at, path] of paths.entries()) path.setAttribute('d', linePath(series.lines[at]?.points ?? [], frame));
      svg.setAttribute('aria-label', `${title} over the last two minutes, now ${series.now}`);
      now.textContent = series.now;
      scale.textContent = series.maxText;
    },
  };
}

function shape<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>>,
): SVGElementTagNameMap[Tag] {
  const made = document.createElementNS(namespace, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
