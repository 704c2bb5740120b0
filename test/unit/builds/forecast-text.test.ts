import { deepEqual, equal } from 'node:assert/strict';
import { outlookText, verdictText } from '../../../src/builds/forecast-text';
import { radiusText } from '../../../src/builds/radius-text';
import type { Reason } from '../../../src/cache/explain';
import type { Forecast, ForecastStep } from '../../../src/cache/summary';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import { forecastMarks, hintOf } from '../../../src/language/forecast-mark';

const file = parseDockerfile('FROM a AS one\nCOPY src .\nRUN make\nFROM b\nCOPY --from=one /x /\n');

/** The words of a forecast, and what a reader of the Dockerfile gets from it. */
function forecast(
  ...verdicts: readonly (readonly [ForecastStep['verdict'], Reason['kind'], string?, number?])[]
): Forecast {
  const steps = verdicts.map(([verdict, kind, detail = '', lastSeconds], at): ForecastStep => {
    const instruction = file.instructions[at + 1];
    const [stage] = file.stages;
    if (!instruction || !stage) throw new Error('The file has no such instruction');
    const reason = { kind, detail };
    return {
      instruction,
      stage,
      trigger: false,
      verdict,
      reason,
      lastSeconds,
      lastBytes: undefined,
      planned: undefined,
    };
  });
  const count = (verdict: string) => steps.filter((step) => step.verdict === verdict).length;
  return {
    builder: 'buildkit',
    steps,
    totals: {
      ...{ run: count('run'), reuse: count('reuse'), depends: count('depends'), unknown: count('unknown') },
      estimatedSeconds: steps.reduce((sum, step) => sum + (step.verdict === 'run' ? (step.lastSeconds ?? 0) : 0), 0),
      estimatedBytes: 0,
    },
  };
}

describe('a forecast in words', () => {
  it('is short above a FROM', () => {
    equal(
      outlookText(
        forecast(
          ['run', 'file-changed', 'src/app.ts', 0.2],
          ['run', 'parent-changed', 'COPY src .', 48],
          ['depends', 'stage-output', 'one'],
        ),
      ),
      '2 steps, 1 more if files turn out different, about 48 s: src/app.ts changed',
    );
    equal(outlookText(forecast(['reuse', 'unchanged'], ['reuse', 'unchanged'])), 'all from the cache');
    equal(outlookText(forecast(['unknown', 'base-unknown'])), '1 unknown');
    equal(outlookText(forecast(['run', 'no-record'])), '1 step');
  });

  it('says of each instruction what happens, why, and what it took', () => {
    const told = forecast(
      ['reuse', 'stale-context', 'src'],
      ['run', 'argument-changed', 'VERSION', 130],
      ['unknown', 'cache-pruned'],
    );
    deepEqual(told.steps.map(verdictText), [
      'comes from the cache, although src changed in a way the builder does not notice',
      'runs, because the build argument VERSION changed',
      'cannot be foretold, because the build cache was pruned since',
    ]);
    deepEqual(
      forecastMarks(told, file).map((mark) => `${mark.line} ${mark.kind} ${hintOf(mark)}`),
      [
        '1 reuse cached',
        '2 run runs: the build argument VERSION changed; last time 2 min 10 s',
        '3 unknown cannot be foretold: the build cache was pruned since',
      ],
    );
  });
});

describe('what an edit sets off, in words', () => {
  const [first] = forecast(['run', 'file-changed', 'a', 48]).steps;
  const radius = { path: 'a', outside: false, first, runs: first ? [first] : [], depends: [], seconds: 48.3 };

  it('counts the steps and their seconds', () => {
    const { runs } = radius;
    equal(radiusText(radius), '1 build step runs again, about 48 s, from COPY src . on');
    equal(
      radiusText({ ...radius, runs: [...runs, ...runs], depends: runs, seconds: 0 }),
      '2 build steps run again, and 1 more if files turn out different, from COPY src . on',
    );
  });

  it('says when a builder never sees the file', () => {
    equal(radiusText({ ...radius, first: undefined, runs: [] }), 'no build step uses it');
    equal(
      radiusText({ ...radius, outside: true, first: undefined, runs: [] }),
      'no build gets it: the ignore file leaves it out',
    );
  });
});
