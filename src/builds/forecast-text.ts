import { reasonText } from '../cache/reason-text';
import type { Forecast, ForecastStep } from '../cache/summary';
import { formatSeconds } from '../shared/duration';
import { plural } from '../shared/plural';
import { formatBytes } from '../shared/quantity';

const verdicts: Readonly<Record<ForecastStep['verdict'], string>> = {
  reuse: 'comes from the cache',
  run: 'runs',
  depends: 'runs if what it copies turns out different',
  unknown: 'cannot be foretold',
  skipped: 'is left out',
};

/** `runs, because src/app.ts changed` */
export function verdictText({ verdict, reason }: ForecastStep): string {
  const why = reasonText(reason);
  if (why === '') return verdicts[verdict];
  return `${verdicts[verdict]}${verdict === 'reuse' ? ', although ' : verdict === 'depends' ? ': ' : ', because '}${why}`;
}

/** `12 s, 45 MB` the last time; empty where nobody knows. */
export function costText({ lastSeconds, lastBytes }: ForecastStep): string {
  return [
    ...(lastSeconds === undefined ? [] : [formatSeconds(lastSeconds)]),
    ...(lastBytes === undefined ? [] : [formatBytes(lastBytes)]),
  ].join(', ');
}

/** `3 steps, about 48 s: src/app.ts changed`, or that all of it is there. */
export function outlookText({ steps, totals }: Forecast): string {
  const { run, depends, unknown, estimatedSeconds } = totals;
  const open = [
    ...(depends === 0 ? [] : [`${depends} more if files turn out different`]),
    ...(unknown === 0 ? [] : [`${unknown} unknown`]),
  ].join(', ');
  if (run === 0) return open === '' ? 'all from the cache' : open;
  const about = estimatedSeconds > 0 ? `, about ${aboutSeconds(estimatedSeconds)}` : '';
  const first = steps.find(({ verdict, instruction }) => verdict === 'run' && instruction.kind !== 'FROM');
  // A stage that was built within another one has no record of its own to compare with.
  const why = first && first.reason.kind !== 'no-record' ? reasonText(first.reason) : '';
  return `${plural(run, 'step')}${open === '' ? '' : `, ${open}`}${about}${why === '' ? '' : `: ${why}`}`;
}

function aboutSeconds(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  return whole < 60 ? `${whole} s` : formatSeconds(whole);
}
