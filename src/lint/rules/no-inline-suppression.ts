import type { Rule } from '../rule';
import { hadolintPragma } from '../suppress/pragmas';

/** For teams that decide about rules in one place. */
export const noInlineSuppression: Rule = {
  id: 'no-inline-suppression',
  summary: 'Decide in the configuration which rules are off, not in comments',
  category: 'maintainability',
  severity: 'info',
  off: true,
  since: '0.1.0',
  related: { hadolint: 'DL1001' },
  docs: {
    why: 'A comment that switches a rule off stays long after its reason went, and nobody sees all of them at once. A team that wants one place to decide keeps them out.',
    notes:
      'Off unless configured. Comments for a stage or for the whole file are not reported. To give the comments no effect at all, set `ignore-suppressions: true`.',
    bad: ['FROM alpine:3.20\n# hadolint ignore=DL3018\nRUN apk add --no-cache curl\n'],
    good: ['FROM alpine:3.20\n# hadolint is happy with this line\nRUN apk add --no-cache curl=8.9.1-r0\n'],
  },
  applies: ({ dockerfile }) => dockerfile.comments.length > 0,
  *check({ dockerfile }) {
    for (const comment of dockerfile.comments) {
      if (comment.inInstruction || hadolintPragma(comment)?.scope !== 'line') continue;
      yield {
        span: comment.span,
        message: 'This comment switches rules off for one instruction. Decide about them in the configuration.',
      };
    }
  },
};
