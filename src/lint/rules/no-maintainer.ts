import { keywordLike } from '../edits/block';
import { instructionsOf } from '../facts/instructions-of';
import type { Rule } from '../rule';

/** MAINTAINER was replaced by a label long ago. */
export const noMaintainer: Rule = {
  id: 'no-maintainer',
  summary: 'Say who maintains the image in a label',
  category: 'maintainability',
  severity: 'error',
  since: '0.1.0',
  related: { hadolint: 'DL4000', buildkit: 'MaintainerDeprecated' },
  docs: {
    why: '`MAINTAINER` is deprecated. The label `org.opencontainers.image.authors` says the same and is what registries and scanners read.',
    bad: ['FROM alpine:3.20\nMAINTAINER Ada <ada@example.com>\n'],
    good: ['FROM alpine:3.20\nLABEL org.opencontainers.image.authors="Ada <ada@example.com>"\n'],
  },
  when: { has: ['MAINTAINER'] },
  *check({ dockerfile }) {
    for (const instruction of instructionsOf(dockerfile, 'MAINTAINER')) {
      const authors = (instruction.whole?.raw ?? '').trim().replace(/^"([^"]*)"$/, '$1');
      const value = authors.replace(/[\\"$]/g, '\\$&');
      const newText = `${keywordLike(instruction, 'LABEL')} org.opencontainers.image.authors="${value}"`;
      yield {
        span: instruction.keywordSpan,
        message: 'MAINTAINER is deprecated. The label org.opencontainers.image.authors says the same.',
        fixes:
          authors === '' || dockerfile.escape !== '\\'
            ? []
            : [{ title: 'Write it as a label', safe: true, edits: [{ span: instruction.span, newText }] }],
      };
    }
  },
};
