import { lex } from '../../dockerfile/lexer';
import type { Dockerfile, Pair, PairsInstruction, Variable } from '../../dockerfile/model';
import { onFirstLine } from '../instructions/first-line';
import type { Fix, Rule, SpanEdit } from '../rule';

export const legacyKeyValueFormat: Rule = {
  id: 'legacy-key-value-format',
  summary: 'Write ENV and LABEL as key=value',
  category: 'maintainability',
  severity: 'warning',
  since: '0.1.0',
  related: { buildkit: 'LegacyKeyValueFormat' },
  docs: {
    why: 'In `ENV key value` everything behind the first blank is the value, quotes and further pairs included: `ENV A 1 B=2` sets `A` to `1 B=2`. The form is deprecated.',
    bad: ['FROM alpine:3.20\nENV DATA_DIR /srv/data\n', 'FROM alpine:3.20\nLABEL description a tool for docs\n'],
    good: ['FROM alpine:3.20\nENV DATA_DIR=/srv/data\n', 'FROM alpine:3.20\nLABEL description="a tool for docs"\n'],
  },
  when: { has: ['ENV', 'LABEL'] },
  applies: ({ dockerfile }) => dockerfile.instructions.some((one) => 'legacy' in one && one.legacy),
  *check({ dockerfile }) {
    for (const instruction of dockerfile.instructions) {
      if ((instruction.kind !== 'ENV' && instruction.kind !== 'LABEL') || !instruction.legacy) continue;
      const [pair] = instruction.pairs;
      if (!pair) continue;
      yield {
        ...onFirstLine(dockerfile, instruction, pair.key.span, 'The key'),
        message: `${instruction.kind} without an equals sign is a deprecated form, in which all that follows "${pair.key.raw}" is its value. Write ${pair.key.raw}=….`,
        fixes: () => fixesFor(dockerfile, instruction, pair),
      };
    }
  },
};

function fixesFor(dockerfile: Dockerfile, { stage }: PairsInstruction, { key, value }: Pair): readonly Fix[] {
  if (!value || !stage || !lex(value.raw, dockerfile.escape).valid) return [];
  const gap = { start: key.span.end, end: value.span.start };
  const between = dockerfile.text.slice(gap.start, gap.end);
  if (!/^\s+$/.test(between.replace(/[\\`][ \t]*\r?\n/g, ' '))) return [];
  const edits = quoted(dockerfile, { start: gap.start, end: gap.end }, value);
  return edits ? [{ title: 'Write it with an equals sign', safe: true, edits }] : [];
}

/** The same value as one word: as it is, in quotes, or put together anew where it has quotes of its own. */
function quoted(
  dockerfile: Dockerfile,
  gap: SpanEdit['span'],
  value: NonNullable<Pair['value']>,
): readonly SpanEdit[] | undefined {
  const { raw, span } = value;
  if (value.quote !== undefined || !/\s/.test(raw)) return [{ span: gap, newText: '=' }];
  if (!/["'\\`]/.test(raw)) {
    return [
      { span: gap, newText: '="' },
      { span: { start: span.end, end: span.end }, newText: '"' },
    ];
  }
  if (dockerfile.text.slice(span.start, span.end) !== raw) return undefined;
  const special = dockerfile.escape === '`' ? /["`$]/g : /["\\$]/g;
  const parts = value.parts.map((part) =>
    typeof part === 'string' ? part.replace(special, `${dockerfile.escape}$&`) : written(part),
  );
  if (parts.includes(undefined)) return undefined;
  return [{ span: { start: gap.start, end: span.end }, newText: `="${parts.join('')}"` }];
}

function written({ name, modifier, operand }: Variable): string | undefined {
  if (/["'\\`]/.test(operand ?? '')) return undefined;
  return `\${${name}${modifier ?? ''}${operand ?? ''}}`;
}
