import type { Rule } from '../rule';

/** The case most keywords of the file are in. */
export const instructionCasing: Rule = {
  id: 'instruction-casing',
  summary: 'Write all keywords in the same case',
  category: 'style',
  severity: 'style',
  since: '0.1.0',
  related: { buildkit: 'ConsistentInstructionCasing' },
  docs: {
    why: 'Keywords in one case, mostly upper case, stand out from their arguments. A single other one looks like a part of the line above.',
    notes: 'Whatever most instructions of the file use is right; with as many of both, upper case is.',
    bad: ['FROM alpine:3.20\nRUN apk add --no-cache tini\nentrypoint ["tini", "--"]\n'],
    good: [
      'FROM alpine:3.20\nRUN apk add --no-cache tini\nENTRYPOINT ["tini", "--"]\n',
      'from alpine:3.20\nrun apk add --no-cache tini\nentrypoint ["tini", "--"]\n',
    ],
  },
  applies: ({ dockerfile }) => dockerfile.instructions.some(({ keywordText, kind }) => keywordText !== kind),
  *check({ dockerfile }) {
    const counted = dockerfile.instructions.filter(({ stage, kind }) => stage && kind !== 'UNKNOWN');
    const lower = counted.filter(({ keywordText }) => keywordText === keywordText.toLowerCase()).length;
    const upper = counted.filter(({ keywordText }) => keywordText === keywordText.toUpperCase()).length;
    const wanted = lower > upper ? 'lower' : 'upper';
    for (const instruction of counted) {
      const { keywordText, keywordSpan } = instruction;
      const newText = wanted === 'lower' ? keywordText.toLowerCase() : keywordText.toUpperCase();
      if (keywordText === newText) continue;
      yield {
        span: keywordSpan,
        message: `"${keywordText}" is not in ${wanted} case like most keywords of this file. Write ${newText}.`,
        fixes: [{ title: `Write ${newText}`, safe: true, edits: [{ span: keywordSpan, newText }] }],
      };
    }
  },
};
