import { instructionsOf } from '../facts/instructions-of';
import type { Rule } from '../rule';

const largest = 65535;

/** A port is a 16-bit number. */
export const validPort: Rule = {
  id: 'valid-port',
  summary: 'Expose ports from 0 to 65535',
  category: 'correctness',
  severity: 'error',
  since: '0.1.0',
  related: { hadolint: 'DL3011' },
  docs: {
    why: 'Port numbers end at 65535. Builders refuse an `EXPOSE` with a larger one, so nothing is built.',
    notes: 'There is no fix: which port the program listens on cannot be read from a number that is none.',
    bad: ['FROM nginx:1.27\nEXPOSE 80000\n', 'FROM nginx:1.27\nEXPOSE 8000-80000/tcp\n'],
    good: ['FROM nginx:1.27\nEXPOSE 8080 8443/tcp\n', 'FROM nginx:1.27\nARG PORT=80\nEXPOSE $PORT\n'],
  },
  when: { has: ['EXPOSE'] },
  *check({ dockerfile }) {
    for (const instruction of instructionsOf(dockerfile, 'EXPOSE')) {
      const wrong = instruction.words.find(({ raw }) => isTooLarge(raw));
      if (!wrong) continue;
      yield {
        span: wrong.span,
        message: `${wrong.raw} goes beyond ${largest}, the last port there is, and builders refuse it. Name the port that the program listens on.`,
      };
    }
  },
};

function isTooLarge(port: string): boolean {
  const [, first = '', last = first] = /^(\d+)(?:-(\d+))?(?:\/[A-Za-z]*)?$/.exec(port) ?? [];
  return Math.max(Number(first), Number(last)) > largest;
}
