import { deepEqual, equal } from 'node:assert/strict';
import { type BuildStep, matchSteps } from '../../src/cache/match-steps';
import { parseDockerfile } from '../../src/dockerfile/parse';
import type { BuildEvent } from '../../src/engine/build-progress';
import { build, contextOf, useEngine } from './connected';

/** The last state of each step. */
function lastSteps(events: readonly BuildEvent[]): readonly BuildStep[] {
  const steps = new Map<string, BuildStep>();
  for (const event of events) if (event.type === 'step') steps.set(event.id, event);
  return [...steps.values()];
}

describe('matching of build steps', function () {
  this.timeout(60_000);
  const connected = useEngine(async (engine) => {
    await engine.images.remove('lw-triggers:1', { force: true });
  });

  for (const builder of ['buildkit', 'legacy'] as const) {
    it(`finds the instruction of every step that ${builder} reports`, async () => {
      const { engine } = connected;
      const salt = `${process.pid}-${performance.now()}`;
      await build(engine, `FROM alpine:3.20\nONBUILD COPY a /onbuild\nONBUILD RUN echo ${salt}\n`, {
        tags: ['lw-triggers:1'],
        builder,
      });
      const text = [
        'ARG BASE=alpine:3.20',
        'FROM ${BASE} AS one',
        'ARG WHO=world',
        'WORKDIR /',
        `RUN echo "hello $WHO" 'and' \\`,
        `    ${salt}`,
        'ENV A=b',
        'COPY a /x/${A}/',
        '',
        'FROM lw-triggers:1',
        'WORKDIR /w',
        'COPY --from=one /x /x',
        'run ["true"]',
        '',
        'FROM one AS three',
        'COPY --from=1 /x/b/a /w ./',
      ].join('\n');
      const file = parseDockerfile(text);
      const events: BuildEvent[] = [];
      const options = { dockerfile: 'Dockerfile', tags: [], builder, signal: AbortSignal.timeout(30_000) };
      const context = () => contextOf({ Dockerfile: text, a: 'a', b: 'b' });
      for await (const event of engine.images.build(context(), options)) events.push(event);
      const { instructions, unmatched } = matchSteps(file, lastSteps(events), builder, undefined);
      deepEqual(unmatched, []);
      const matched = file.instructions.filter(({ index }) => instructions.has(index));
      const makesStep = file.instructions.filter(({ kind, argument, stage }) =>
        builder === 'legacy'
          ? true
          : /^(?:COPY|RUN|WORKDIR)$/.test(kind)
            ? argument.text !== '/'
            : kind === 'FROM' && stage?.name !== 'three',
      );
      deepEqual(
        matched.map(({ span }) => text.slice(span.start, span.end)),
        makesStep.map(({ span }) => text.slice(span.start, span.end)),
      );
      const run = instructions.get(file.instructions.findIndex(({ kind }) => kind === 'RUN'));
      equal(run?.cached, false);
      equal(run?.status, 'done');
    });
  }
});
