import { instructionsOf } from '../facts/instructions-of';
import type { Rule } from '../rule';

const refused: ReadonlySet<string> = new Set(['ONBUILD', 'FROM', 'MAINTAINER']);

/** Some instructions cannot be kept for a later build. */
export const validOnbuildTrigger: Rule = {
  id: 'valid-onbuild-trigger',
  summary: 'Keep ONBUILD, FROM and MAINTAINER out of ONBUILD',
  category: 'correctness',
  severity: 'error',
  since: '0.1.0',
  related: { hadolint: 'DL3043' },
  docs: {
    why: 'Builders refuse `ONBUILD` in front of another `ONBUILD`, a `FROM` or a `MAINTAINER`: a trigger runs inside the stage that starts from this image and can neither start a stage nor keep triggers of its own.',
    bad: ['FROM node:22\nONBUILD ONBUILD COPY . /srv\n', 'FROM node:22\nONBUILD MAINTAINER Ada\n'],
    good: ['FROM node:22\nONBUILD COPY . /srv\n'],
  },
  when: { has: ['ONBUILD'] },
  *check({ dockerfile }) {
    for (const instruction of instructionsOf(dockerfile, 'ONBUILD')) {
      const { trigger } = instruction;
      if (!trigger || !refused.has(trigger.kind)) continue;
      const span = trigger.keywordSpan;
      const repeated = trigger.kind === 'ONBUILD';
      const removed = { start: span.start, end: trigger.argumentSpan.start };
      yield {
        span,
        message: `${trigger.kind} cannot be a trigger, and builders refuse it. ${repeated ? 'One ONBUILD is enough.' : 'Move it out of the ONBUILD or drop it.'}`,
        fixes:
          repeated &&
          removed.end > removed.start &&
          !/^(?:ONBUILD|FROM|MAINTAINER)(?![^\s])/i.test(trigger.argument.text)
            ? [{ title: 'Remove the second ONBUILD', safe: false, edits: [{ span: removed, newText: '' }] }]
            : [],
      };
    }
  },
};
