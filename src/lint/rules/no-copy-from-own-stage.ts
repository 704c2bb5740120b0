import { instructionsOf } from '../facts/instructions-of';
import type { Rule } from '../rule';

/** A stage does not exist yet while its instructions run. */
export const noCopyFromOwnStage: Rule = {
  id: 'no-copy-from-own-stage',
  summary: 'Copy from an earlier stage, not from the one being built',
  category: 'correctness',
  severity: 'error',
  since: '0.1.0',
  related: { hadolint: 'DL3023' },
  docs: {
    why: '`COPY --from` takes files of a finished stage. A stage that copies from itself depends on itself, and builders stop.',
    notes:
      'Files of the same stage are there already: `RUN cp` or `RUN mv` puts them elsewhere. If another stage was meant, name that one.',
    bad: ['FROM golang:1.23 AS build\nRUN make\nCOPY --from=build /out/app /usr/bin/app\n'],
    good: ['FROM golang:1.23 AS build\nRUN make\nFROM alpine:3.20\nCOPY --from=build /out/app /usr/bin/app\n'],
  },
  when: { has: ['COPY'] },
  applies: ({ dockerfile }) => instructionsOf(dockerfile, 'COPY').some(({ from }) => from !== undefined),
  *check({ dockerfile, settings }) {
    const exact = settings.asked('DL3023');
    for (const instruction of instructionsOf(dockerfile, 'COPY')) {
      const { stage } = instruction;
      const from = instruction.from?.value;
      const alias = stage?.from.alias;
      if (!from || !alias) continue;
      const same = exact ? from.raw === alias.raw : from.value.toLowerCase() === stage.name;
      if (!same) continue;
      yield {
        span: from.span,
        message: `"${from.value}" is the stage this line stands in, so it would have to be finished before it is built. Name an earlier stage, or use RUN cp.`,
        related: [{ span: alias.span, message: 'The stage starts here.' }],
      };
    }
  },
};
