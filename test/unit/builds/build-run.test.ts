import { deepEqual, equal } from 'node:assert/strict';
import { createBuildLog } from '../../../src/builds/build-log';
import { createBuilds } from '../../../src/builds/builds';
import { describeSize, describeWork } from '../../../src/builds/describe-run';
import { followInstructions } from '../../../src/builds/follow-instructions';
import { layerSizes } from '../../../src/builds/layer-sizes';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import { built, request, step } from './scripted-run';

describe('the log of a build', () => {
  it('keeps lines of steps apart, their colours, and of a line that is drawn again the last drawing', () => {
    const log = createBuildLog();
    log.write('a', 'one\r\n10%\r5');
    log.write('b', '\x1b[31mred\x1b[0m\x1b[2J\n');
    log.write('a', '0%\r100%\r\nrest');
    deepEqual(log.lines, [
      { step: 'a', text: 'one' },
      { step: 'b', text: '\x1b[31mred\x1b[0m' },
      { step: 'a', text: '100%' },
    ]);
    deepEqual([log.lastOf('a'), log.lastOf('b'), log.lastOf('c')], ['rest', 'red', '']);
    log.end();
    deepEqual(log.tailOf('a', 2), ['100%', 'rest']);
  });

  it('forgets its older half when it gets long, and says how much', () => {
    const log = createBuildLog(10);
    for (let line = 0; line < 25; line++) log.write('a', `${line}\n`);
    equal(log.first + log.lines.length, 25);
    equal(log.lines.length <= 10, true);
    equal(log.lines[0]?.text, String(log.first));
  });
});

describe('a build as it goes', () => {
  it('stops what goes on when it ends', async () => {
    const changes: string[] = [];
    const builds = createBuilds();
    builds.onDidChange(({ outcome }) => changes.push(outcome?.kind ?? 'running'));
    const run = await builds.begin(request('FROM a AS x\nRUN one\nFROM b AS y\nRUN two\n'), () => {});
    run.take(step('1', '[x 2/2] RUN one', 'running'));
    run.take(step('2', '[y 2/2] RUN two', 'failed', { error: 'exit code: 1' }));
    run.end({ kind: 'failed', message: 'It failed.' });
    deepEqual(
      [...run.matched.instructions.values()].map(({ status }) => status),
      ['waiting', 'failed'],
    );
    deepEqual(changes, ['running', 'running', 'failed']);
    equal(builds.of('/app/Dockerfile'), run);
  });

  it('says what it took and what became of the image', async () => {
    const builds = createBuilds();
    const run = await builds.begin(request('FROM a\nRUN one\n'), () => {});
    run.take(step('1', '[1/2] FROM docker.io/library/a', 'done', { cached: true }));
    run.take(step('2', '[2/2] RUN one', 'done', { seconds: 1 }));
    run.end(built({ bytes: 45e6, formerBytes: 47e6 }));
    equal(describeWork(run).replace(/[\d.]+ s/, 'SECONDS'), 'in SECONDS, 1 of 2 steps cached');
    equal(describeSize(run), '45 MB, 2 MB less than before');
  });
});

describe('sizes of instructions', () => {
  const text =
    'FROM base AS one\nWORKDIR /w\nCOPY a b\nFROM one\nRUN --mount=type=cache,target=/c make \\\n  all\nCMD x\n';
  const sizes = (history: readonly (readonly [string, number])[], target?: string) =>
    Object.fromEntries(
      layerSizes(
        parseDockerfile(text),
        target,
        history.map(([createdBy, bytes]) => ({ id: undefined, created: 0, createdBy, bytes, tags: [], comment: '' })),
      ),
    );

  it('follow the history from its newest entry on, through the stages', () => {
    const history = [
      ['CMD ["/bin/sh" "-c" "x"]', 0],
      ['RUN |1 A=b /bin/sh -c make   all # buildkit', 30],
      ['COPY a b # buildkit', 20],
      ['WORKDIR /w', 10],
      ['/bin/sh -c #(nop)  CMD ["sh"]', 0],
      ['/bin/sh -c #(nop) ADD file:1 in / ', 5],
    ] as const;
    deepEqual(sizes(history), { 0: 5, 1: 10, 2: 20, 4: 30 });
    deepEqual(sizes(history.slice(2), 'one'), { 0: 5, 1: 10, 2: 20 });
  });

  it('are unknown when the history is that of something else', () => {
    deepEqual(sizes([['RUN /bin/sh -c other # buildkit', 3]]), {});
    deepEqual(
      sizes([
        ['RUN /bin/sh -c other # buildkit', 3],
        ['COPY a b # buildkit', 2],
        ['WORKDIR /w', 1],
      ]),
      {},
    );
  });
});

describe('an instruction of a former text', () => {
  function followed(former: string, now: string): string[] {
    const [a, b] = [parseDockerfile(former), parseDockerfile(now)];
    const places = followInstructions(a, b);
    return a.instructions.map(({ index, argument }) => {
      const place = places.get(index);
      return `${argument.text} -> ${place ? `${place.instruction.argument.text}${place.edited ? ' (edited)' : ''}` : 'gone'}`;
    });
  }

  it('is found among what was added, removed and reformatted', () => {
    deepEqual(
      followed('FROM a\nRUN x && y\nRUN z\n', '# why\nFROM a\nENV A=b\nRUN x && \\\n  # comment\n  y\nRUN z\n'),
      ['a -> a', 'x && y -> gone', 'z -> z'],
    );
    deepEqual(followed('FROM a\nRUN x\nCOPY . .\nRUN z\n', 'FROM a\nCOPY . .\nRUN x\nRUN z\n'), [
      'a -> a',
      'x -> x',
      '. . -> . .',
      'z -> z',
    ]);
  });

  it('is known by its neighbours when it was edited', () => {
    deepEqual(followed('FROM a\nRUN x\nRUN y\n', 'FROM a\nRUN x2\nRUN y\n'), ['a -> a', 'x -> x2 (edited)', 'y -> y']);
    deepEqual(followed('FROM a\nRUN x\nRUN y\n', 'FROM a\nRUN y\n'), ['a -> a', 'x -> gone', 'y -> y']);
  });
});
