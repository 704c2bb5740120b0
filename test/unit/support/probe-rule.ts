import type { Rule } from '../../../src/lint/rule';

/** A rule for tests of the linter itself: it reports the keyword of every instruction that stands in a stage. */
export const probe: Rule = {
  id: 'absolute-workdir',
  summary: 'Report every keyword',
  category: 'correctness',
  severity: 'warning',
  since: '0.1.0',
  related: { hadolint: 'DL3000', buildkit: 'WorkdirRelativePath', cache: 'CACHE001' },
  docs: { why: '', bad: [], good: [] },
  *check({ dockerfile }) {
    for (const { keywordSpan, keywordText } of dockerfile.instructions) {
      yield { span: keywordSpan, message: keywordText };
    }
  },
};

/** It reports every word `bad` anywhere in an instruction. */
export const badWords: Rule = {
  ...probe,
  id: 'pin-apt-version',
  related: { hadolint: ['DL3008', 'DL3018'] },
  *check({ dockerfile }) {
    for (const { span } of dockerfile.instructions) {
      for (const match of dockerfile.text.slice(span.start, span.end).matchAll(/^[^#\n]*?\b(bad)\b/gm)) {
        const end = span.start + match.index + match[0].length;
        yield { span: { start: end - 3, end }, message: 'A bad word' };
      }
    }
  },
};
