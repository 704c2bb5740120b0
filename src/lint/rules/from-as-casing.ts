import type { FromInstruction } from '../../dockerfile/model';
import { splitAtBlanks } from '../../dockerfile/words';
import type { Span } from '../../shared/span';
import { hasStageName } from '../facts/file-facts';
import { onFirstLine } from '../instructions/first-line';
import type { Rule } from '../rule';

export const fromAsCasing: Rule = {
  id: 'from-as-casing',
  summary: 'Write FROM and AS in the same case',
  category: 'style',
  severity: 'style',
  since: '0.1.0',
  related: { buildkit: 'FromAsCasing' },
  docs: {
    why: '`FROM … as …` mixes two ways of writing keywords in one line, and `as` is taken for a part of the image at a glance.',
    bad: ['FROM golang:1.23 as build\n'],
    good: ['FROM golang:1.23 AS build\n', 'from golang:1.23 as build\n'],
  },
  applies: hasStageName,
  *check({ dockerfile }) {
    for (const { from } of dockerfile.stages) {
      const as = from.alias && asOf(from);
      const { keywordText } = from;
      if (!as) continue;
      const upper = keywordText === 'FROM';
      if (!upper && keywordText !== 'from') continue;
      const wanted = upper ? 'AS' : 'as';
      if (as.text === wanted) continue;
      yield {
        ...onFirstLine(dockerfile, from, as.span, `"${as.text}"`),
        message: `"${as.text}" is not in the case of ${keywordText}. Write ${wanted}.`,
        fixes: [{ title: `Write ${wanted}`, safe: true, edits: [{ span: as.span, newText: wanted }] }],
      };
    }
  },
};

function asOf({ argument }: FromInstruction): { readonly text: string; readonly span: Span } | undefined {
  const as = splitAtBlanks(argument.text, 0, argument.text.length)[1];
  return as && { text: argument.text.slice(as.start, as.end), span: argument.span(as.start, as.end) };
}
