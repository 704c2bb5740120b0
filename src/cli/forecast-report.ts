import { reasonText } from '../cache/reason-text';
import type { Forecast, ForecastStep } from '../cache/summary';
import type { Dockerfile } from '../dockerfile/model';
import { formatBytes } from '../shared/quantity';
import type { Span } from '../shared/span';

export function forecastJson({ builder, steps, totals }: Forecast, { lines }: Dockerfile): string {
  const told = steps.map(({ stage, instruction, trigger, verdict, reason, lastSeconds, lastBytes }) => ({
    stage: stage.name ?? String(stage.index),
    instruction: instruction.kind,
    // A trigger stands in the base image.
    range: rangeIn(lines, trigger ? stage.from.span : instruction.span),
    ...(trigger && { trigger: instruction.argument.text }),
    verdict,
    reason,
    lastSeconds,
    lastBytes,
  }));
  return `${JSON.stringify({ version: 1, builder, steps: told, totals }, undefined, 2)}\n`;
}

function rangeIn(lines: Dockerfile['lines'], { start, end }: Span) {
  return lines.range(start, end);
}

export function forecastText(forecast: Forecast, file: Dockerfile): string {
  const rows = forecast.steps.map((step) => row(step, file));
  const width = Math.min(60, Math.max(...rows.map(({ text }) => text.length)));
  const lines = rows.map(({ line, text, verdict, words, cost }) =>
    `${line.padStart(4)}  ${text.padEnd(width)}  ${verdict.padEnd(7)}  ${[words, cost].filter((part) => part !== '').join(', ')}`.trimEnd(),
  );
  return `${[...lines, '', totalsText(forecast)].join('\n')}\n`;
}

function row({ instruction, stage, trigger, verdict, reason, lastSeconds, lastBytes }: ForecastStep, file: Dockerfile) {
  const span = trigger ? stage.from.span : instruction.span;
  const written = trigger
    ? `ONBUILD ${instruction.kind} ${instruction.argument.text}`
    : file.text.slice(span.start, span.end).replace(/\s+/g, ' ');
  return {
    line: String(file.lines.positionAt(span.start).line + 1),
    text: written.length > 60 ? `${written.slice(0, 59)}…` : written,
    verdict,
    words: reasonText(reason),
    cost: verdict === 'run' || verdict === 'depends' ? costText(lastSeconds, lastBytes) : '',
  };
}

function costText(seconds: number | undefined, bytes: number | undefined): string {
  const parts = [seconds === undefined ? '' : `${seconds} s`, bytes === undefined ? '' : formatBytes(bytes)];
  const known = parts.filter((part) => part !== '');
  return known.length === 0 ? '' : `last time ${known.join(' and ')}`;
}

export function totalsText({ totals }: Forecast): string {
  const { run, reuse, depends, unknown, estimatedSeconds } = totals;
  const parts = [
    `${run} to run${estimatedSeconds > 0 ? `, about ${estimatedSeconds} s` : ''}`,
    `${reuse} from the cache`,
  ];
  if (depends > 0) parts.push(`${depends} depending on output`);
  if (unknown > 0) parts.push(`${unknown} unknown`);
  return parts.join('; ');
}
