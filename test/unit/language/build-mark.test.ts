import { deepEqual } from 'node:assert/strict';
import { buildProblems } from '../../../src/builds/build-problem';
import { createBuildRun, type RecordedRun } from '../../../src/builds/build-run';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import { buildMarks } from '../../../src/language/build-mark';
import { built, request, step } from '../builds/scripted-run';

const text = 'FROM alpine\nWORKDIR /w\nCOPY . .\nRUN npm ci\nRUN make\nCMD x\n';

/** The text with what the editor shows behind its lines. */
function shown(run: RecordedRun, now = text, inputsChanged = false, reused?: ReadonlySet<number>): string[] {
  const marks = buildMarks({ run, file: parseDockerfile(now), now: 65_000, inputsChanged, reused });
  return now
    .trimEnd()
    .split('\n')
    .map((line, at) => {
      const mark = marks.find((one) => one.line === at);
      return mark ? `${line}  [${mark.kind}] ${mark.text}` : line;
    });
}

function running(): RecordedRun {
  const run = createBuildRun({
    number: 1,
    request: request(text),
    cancel: () => {},
    onChange: () => {},
    now: () => 60_000,
  });
  run.take(step('f', '[1/5] FROM docker.io/library/alpine', 'done', { cached: true }));
  run.take(step('w', '[2/5] WORKDIR /w', 'done', { cached: true }));
  run.take(step('c', '[3/5] COPY . .', 'done', { seconds: 0.24 }));
  run.take(step('n', '[4/5] RUN npm ci', 'running'));
  run.take(step('m', '[5/5] RUN make', 'waiting'));
  run.take({ type: 'log', step: 'n', stream: 'stdout', text: 'added 1\n\x1b[1madded   2' });
  return run;
}

describe('marks of a build', () => {
  it('say where it is, while it runs', () => {
    deepEqual(shown(running()), [
      'FROM alpine  [cached] ● cached',
      'WORKDIR /w  [cached] ● cached',
      'COPY . .  [done] ✔ 0.2 s',
      'RUN npm ci  [running] ▶ 5 s · added 2',
      'RUN make  [waiting] waiting',
      'CMD x',
    ]);
  });

  it('say what each line cost, and what was true before an edit', () => {
    const run = running();
    run.take(step('n', '[4/5] RUN npm ci', 'done', { seconds: 12.3 }));
    run.take(step('m', '[5/5] RUN make', 'done', { seconds: 3 }));
    const layer = (createdBy: string, bytes: number) => ({
      ...{ id: undefined, created: 0, tags: [], comment: '' },
      ...{ createdBy, bytes },
    });
    run.end(
      built({
        history: [
          layer('RUN /bin/sh -c make # buildkit', 45e6),
          layer('RUN /bin/sh -c npm ci # buildkit', 0),
          layer('COPY . . # buildkit', 1200),
          layer('WORKDIR /w', 0),
          layer('/bin/sh -c #(nop) ADD file:1 in / ', 7e6),
        ],
      }),
    );
    deepEqual(shown(run), [
      'FROM alpine  [cached] ● cached · 7 MB',
      'WORKDIR /w  [cached] ● cached',
      'COPY . .  [done] ✔ 0.2 s · 1.2 kB',
      'RUN npm ci  [done] ✔ 12 s · 0 B',
      'RUN make  [done] ✔ 3.0 s · 45 MB',
      'CMD x',
    ]);
    deepEqual(shown(run, text.replace('RUN make', 'ENV A=1\nRUN make')).slice(3, 6), [
      'RUN npm ci  [stale] ✔ 12 s · 0 B · before the last edit',
      'ENV A=1',
      'RUN make  [stale] ✔ 3.0 s · 45 MB · before the last edit',
    ]);
    deepEqual(shown(run, text, true)[4], 'RUN make  [stale] ✔ 3.0 s · 45 MB · before its files changed');
    deepEqual(shown(run, text, true, new Set([0, 1, 2, 3])).slice(3, 5), [
      'RUN npm ci  [done] ✔ 12 s · 0 B',
      'RUN make  [stale] ✔ 3.0 s · 45 MB · before its files changed',
    ]);
  });

  it('are a problem where a step failed, until it is edited', () => {
    const run = running();
    run.take({ type: 'log', step: 'n', stream: 'stderr', text: 'x\nnpm ERR! 404\n' });
    run.take(step('n', '[4/5] RUN npm ci', 'failed', { error: 'exit code: 1' }));
    run.end({ kind: 'failed', message: 'The build failed.' });
    deepEqual(shown(run)[3], 'RUN npm ci  [failed] ✘ failed · npm ERR! 404');
    deepEqual(shown(run)[4], 'RUN make');
    const problems = (now: string) => buildProblems(run, parseDockerfile(now));
    deepEqual(problems(text), [
      {
        range: { start: { line: 3, character: 0 }, end: { line: 3, character: 10 } },
        message: 'The build failed here: exit code 1.\nadded 1\nadded   2x\nnpm ERR! 404',
      },
    ]);
    deepEqual(problems(`# new\n${text}`)[0]?.range.start.line, 4);
    deepEqual(problems(text.replace('npm ci', 'npm ci --force')), []);
  });

  it('are on the line a builder names in a file that is none', () => {
    const run = createBuildRun({
      number: 1,
      request: request('FROM a\nRUNN x\n'),
      cancel: () => {},
      onChange: () => {},
    });
    run.end({ kind: 'failed', message: 'dockerfile parse error line 2: unknown instruction: RUNN' });
    deepEqual(
      buildProblems(run, run.file).map(({ range, message }) => [range.start.line, message]),
      [[1, 'dockerfile parse error line 2: unknown instruction: RUNN.']],
    );
  });
});
