import type { Reason } from '../cache/explain';
import type { Forecast, ForecastStep } from '../cache/summary';
import { formatSeconds } from '../shared/duration';
import { plural } from '../shared/plural';
import { formatBytes } from '../shared/quantity';

/** Why a step is foretold what it is, as the end of a sentence; empty where there is nothing to say. */
export function reasonText({ kind, detail }: Reason): string {
  switch (kind) {
    case 'unchanged':
      return '';
    case 'stale-context':
      return `${detail} was changed in a way the builder does not notice`;
    case 'file-changed':
      return detail === '' ? 'its files changed' : `${detail} changed`;
    case 'instruction-changed':
      return 'the instruction changed';
    case 'argument-changed':
      return `the build argument ${detail} changed`;
    case 'variable-changed':
      return `the variable ${detail} changed`;
    case 'base-changed':
      return 'its base image changed';
    case 'parent-changed':
      return detail === '' ? 'what it stands on runs again' : `${detail} runs again`;
    case 'stage-output':
      return detail === '' ? 'what it copies is made again' : `the stage ${detail} is made again`;
    case 'no-record':
      return 'no build of it is known';
    case 'no-cache':
      return 'the cache is not used';
    case 'unused-stage':
      return 'nothing that is built needs its stage';
    case 'missing-source':
      return `${detail} does not exist`;
    case 'built-elsewhere':
      return 'the engine has built other things since';
    case 'cache-pruned':
      return 'the build cache was pruned since';
    case 'failed-build':
      return 'only a build that failed has made it';
    case 'remote-source':
      return 'what it fetches may have changed';
    case 'base-unknown':
      return 'its base image is not there yet';
    case 'variable-unknown':
      return detail === '' ? 'a variable has no known value' : `the value of ${detail} is not known`;
    case 'not-supported':
      return `${detail} is not supported`;
    case 'context-unreadable':
      return detail === '' ? 'the build context cannot be read' : `the build context cannot be read: ${detail}`;
  }
}

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
