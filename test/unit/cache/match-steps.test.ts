import { deepEqual } from 'node:assert/strict';
import type { Builder } from '../../../src/cache/builder';
import { type BuildStep, matchSteps } from '../../../src/cache/match-steps';
import { parseDockerfile } from '../../../src/dockerfile/parse';

interface Told {
  readonly id?: string;
  readonly name: string;
  readonly cached?: boolean;
  readonly inputs?: readonly string[];
  readonly seconds?: number;
}

/** Each matched line of the file in front of the ids of its steps. */
function matched(text: string, steps: readonly Told[], builder: Builder = 'buildkit') {
  const file = parseDockerfile(text);
  const all = steps.map(
    (step): BuildStep => ({ status: 'done', cached: false, seconds: 1, ...step, id: step.id ?? step.name }),
  );
  const { instructions, unmatched } = matchSteps(file, all, builder, undefined);
  const lines = [...instructions.values()]
    .sort((a, b) => a.instruction.index - b.instruction.index)
    .map(({ instruction, stepIds, cached }) => {
      const first = text.slice(instruction.span.start, instruction.span.end).split('\n')[0];
      return `${first} <- ${stepIds.join(' + ')}${cached ? ' cached' : ''}`;
    });
  return { lines, unmatched };
}

describe('matchSteps', () => {
  it('tells equal instructions of one stage apart by their numbers', () => {
    const text = 'FROM a\nRUN x\nRUN x\nRUN x\n';
    const steps = ['[4/4] RUN x', '[1/4] FROM docker.io/library/a', '[3/4] RUN x', '[2/4] RUN x'];
    deepEqual(
      matched(
        text,
        steps.map((name) => ({ name })),
      ),
      {
        lines: [
          'FROM a <- [1/4] FROM docker.io/library/a',
          'RUN x <- [2/4] RUN x',
          'RUN x <- [3/4] RUN x',
          'RUN x <- [4/4] RUN x',
        ],
        unmatched: [],
      },
    );
  });

  it('passes over a WORKDIR of the root, whose number the next step has', () => {
    const { lines } = matched('FROM a\nARG D=/\nWORKDIR $D\nWORKDIR $D/w\nRUN x\n', [
      { name: '[2/4] WORKDIR //w' },
      { name: '[3/4] RUN x' },
    ]);
    deepEqual(lines, ['WORKDIR $D/w <- [2/4] WORKDIR //w', 'RUN x <- [3/4] RUN x']);
  });

  it('knows an instruction whose keyword ends with a tab, which BuildKit prints in upper case', () => {
    const { lines, unmatched } = matched('FROM a\nRUN\tx && y\nRUN <<END\ntrue\nEND\n', [
      { name: '[2/3] RUN\tX && y' },
      { name: '[3/3] RUN <<END (true)' },
    ]);
    deepEqual([lines, unmatched], [['RUN\tx && y <- [2/3] RUN\tX && y', 'RUN <<END <- [3/3] RUN <<END (true)'], []]);
  });

  it('gives the triggers of a base image to its FROM, marked, counted or not', () => {
    const text = 'FROM a\nRUN x\n';
    deepEqual(matched(text, [{ name: '[2/3] ONBUILD RUN x' }, { name: '[3/3] RUN x' }]).lines, [
      'FROM a <- [2/3] ONBUILD RUN x',
      'RUN x <- [3/3] RUN x',
    ]);
    deepEqual(matched(text, [{ name: '[2/2] RUN x' }, { name: '[3/2] RUN x' }]).lines, [
      'FROM a <- [2/2] RUN x',
      'RUN x <- [3/2] RUN x',
    ]);
  });

  it('gives nothing to a stage that is not needed, although it would begin with the same step', () => {
    const { lines } = matched('FROM a AS base\nFROM base AS unused\nRUN x\nFROM base AS last\nRUN x\n', [
      { id: 'from', name: '[base 1/1] FROM a' },
      { id: 'x', name: '[last 1/1] RUN x', inputs: ['from'] },
    ]);
    deepEqual(lines, ['FROM a AS base <- from', 'RUN x <- x']);
  });

  it('finds an instruction whose step has the name of an equal one in another stage', () => {
    const text = 'FROM a AS one\nRUN x\nRUN y\nFROM a AS two\nRUN x\nRUN z\n';
    const { lines } = matched(text, [
      { id: 'from', name: '[one 1/3] FROM a' },
      { id: 'x', name: '[one 2/3] RUN x', inputs: ['from'], cached: true },
      { id: 'y', name: '[one 3/3] RUN y', inputs: ['x'] },
      { id: 'z', name: '[two 3/3] RUN z', inputs: ['x'] },
    ]);
    deepEqual(lines, [
      'FROM a AS one <- from',
      'RUN x <- x cached',
      'RUN y <- y',
      'FROM a AS two <- from',
      'RUN x <- x cached',
      'RUN z <- z',
    ]);
  });

  it('takes the step that copies for an ADD of a URL, and for a linked COPY', () => {
    const { lines } = matched('FROM a\nADD https://x/y /\nCOPY --link c /\n', [
      { id: 'get', name: '[2/3] ADD https://x/y /' },
      { id: 'add', name: '[2/3] ADD https://x/y /', cached: true, inputs: ['from', 'get'] },
      { id: 'copy', name: '[3/3] COPY --link c /', cached: true },
      { id: 'link', name: '[3/3] LINK COPY --link c /' },
    ]);
    deepEqual(lines, ['ADD https://x/y / <- get + add cached', 'COPY --link c / <- copy + link cached']);
  });

  it('takes a step of BuildKit on nothing that took no time for cached, and no step of the others', () => {
    const step = { inputs: [], seconds: 0 };
    deepEqual(matched('FROM scratch\nCOPY a /\n', [{ name: '[1/1] COPY a /', ...step }]).lines, [
      'COPY a / <- [1/1] COPY a / cached',
    ]);
    deepEqual(matched('FROM scratch\nCOPY a /\n', [{ name: '[2/2] COPY a /', ...step }], 'legacy').lines, [
      'COPY a / <- [2/2] COPY a /',
    ]);
  });

  it('joins the platforms of one instruction', () => {
    const { lines } = matched('FROM a AS b\nRUN x\n', [
      { id: 'amd', name: '[linux/amd64 b 2/2] RUN x', cached: true },
      { id: 'arm', name: '[linux/amd64->arm64 b 2/2] RUN x' },
    ]);
    deepEqual(lines, ['RUN x <- amd + arm']);
  });

  it('reads heredocs, expanded variables and padded numbers of stages without a name', () => {
    const text = 'FROM a\nFROM b\nARG V=1\nRUN echo ${V:-$x} "$V" && true\nRUN <<EOF\nsecond\nEOF\n';
    const { lines, unmatched } = matched(text, [
      { name: '[stage-1  2/13] RUN echo 1 "1" && true' },
      { name: '[stage-1  3/13] RUN <<EOF (second)' },
      { name: '[stage-1  4/13] RUN from elsewhere' },
      { name: '[internal] load build context' },
    ]);
    deepEqual(lines, [
      'RUN echo ${V:-$x} "$V" && true <- [stage-1  2/13] RUN echo 1 "1" && true',
      'RUN <<EOF <- [stage-1  3/13] RUN <<EOF (second)',
    ]);
    deepEqual(unmatched, ['[stage-1  4/13] RUN from elsewhere']);
  });

  it('counts all instructions for the legacy builder, and those of a stage for Podman', () => {
    const text = 'ARG V=1\nFROM a\nRUN x\nFROM b\nRUN y\n';
    deepEqual(
      matched(text, [{ name: '[3/5] RUN x' }, { name: '[5/5] RUN y' }, { name: '[6/6] LABEL a=b' }], 'legacy'),
      {
        lines: ['RUN x <- [3/5] RUN x', 'RUN y <- [5/5] RUN y'],
        unmatched: ['[6/6] LABEL a=b'],
      },
    );
    deepEqual(matched('FROM a\nONBUILD RUN x\n', [{ name: '[2/2] ONBUILD RUN x' }], 'legacy').lines, [
      'ONBUILD RUN x <- [2/2] ONBUILD RUN x',
    ]);
    const triggered = ['[1/3] FROM a', '[2/4] RUN x', '[3/4] ONBUILD RUN x', '[4/4] RUN x'];
    deepEqual(
      matched(
        'FROM a\nONBUILD RUN x\nRUN x\n',
        triggered.map((name) => ({ name })),
        'podman',
      ).lines,
      ['FROM a <- [1/3] FROM a + [2/4] RUN x', 'ONBUILD RUN x <- [3/4] ONBUILD RUN x', 'RUN x <- [4/4] RUN x'],
    );
    deepEqual(matched(text, [{ name: '[1/2 2/2] RUN x' }, { name: '[2/2 2/2] RUN y' }], 'podman').lines, [
      'RUN x <- [1/2 2/2] RUN x',
      'RUN y <- [2/2 2/2] RUN y',
    ]);
  });
});
