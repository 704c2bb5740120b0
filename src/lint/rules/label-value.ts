import type { Pair, PairsInstruction } from '../../dockerfile/model';
import { expand, scopeBefore } from '../../dockerfile/scope';
import { instructionsOf } from '../facts/instructions-of';
import { type ValueType, valueTypes } from '../labels/value-types';
import type { LabelType, LintFile, Rule, RuleFinding } from '../rule';

/** Whoever reads a label expects its value in one form. */
export const labelValue: Rule = {
  id: 'label-value',
  summary: 'Give labels the kind of value that the schema demands',
  category: 'correctness',
  severity: 'warning',
  since: '0.1.0',
  related: { hadolint: ['DL3051', 'DL3052', 'DL3053', 'DL3054', 'DL3055', 'DL3056', 'DL3058'] },
  docs: {
    why: 'Programs read labels: they link to the source, compare versions, collect licenses. A value in another form, or none, is one they cannot use.',
    notes:
      'Reports nothing until `label-schema` in `.hadolint.yaml` says what labels have to be: `text`, `url`, `rfc3339`, `spdx`, `hash`, `semver` or `email`. A variable as value is reported unless this file says what it stands for; `text` is the type for values that the build passes in. There is no fix, because the value is yours to say.',
    bad: [
      {
        dockerfile: 'FROM alpine:3.20\nLABEL org.opencontainers.image.version="v1.4"\n',
        settings: { labelSchema: { 'org.opencontainers.image.version': 'semver' } },
      },
      {
        dockerfile: 'FROM alpine:3.20\nLABEL org.opencontainers.image.licenses="GPL"\n',
        settings: { labelSchema: { 'org.opencontainers.image.licenses': 'spdx' } },
      },
      { dockerfile: 'FROM alpine:3.20\nLABEL team=""\n', settings: { labelSchema: { team: 'text' } } },
    ],
    good: [
      {
        dockerfile: 'FROM alpine:3.20\nLABEL org.opencontainers.image.version="1.4.0"\n',
        settings: { labelSchema: { 'org.opencontainers.image.version': 'semver' } },
      },
      'FROM alpine:3.20\nLABEL version="v1.4"\n',
    ],
  },
  applies: ({ settings }) => Object.keys(settings.labelSchema).length > 0,
  *check(file) {
    const schema = Object.entries(file.settings.labelSchema);
    if (schema.length === 0) return;
    for (const instruction of instructionsOf(file.dockerfile, 'LABEL')) {
      for (const [key, type] of schema) {
        const found = check(file, instruction, key, type);
        if (found) yield found;
      }
    }
  },
};

/** One finding for a label of an instruction, at the first value that does not fit. */
function check(file: LintFile, instruction: PairsInstruction, key: string, type: LabelType): RuleFinding | undefined {
  const expected: ValueType | undefined = type === 'text' ? undefined : valueTypes[type];
  const wrong = instruction.pairs
    .filter((pair) => pair.key.value === key)
    .map((pair) => ({ pair, value: labelText(file, instruction, pair) }))
    .filter(({ value }) => value === '' || expected?.fits(value) === false);
  const [first] = wrong;
  if (!first) return undefined;
  const { pair, value } = first;
  return {
    span: pair.value && pair.value.span.end > pair.value.span.start ? pair.value.span : pair.key.span,
    codes: {
      hadolint: [...(wrong.some((one) => one.value === '') ? ['DL3051'] : []), ...(expected ? [expected.code] : [])],
    },
    message:
      value === ''
        ? `The label ${key} is empty, so whoever looks it up learns nothing. ${expected ? `Give it a value such as "${expected.example}".` : 'Give it a value or leave it out.'}`
        : `"${value}" is no ${expected?.name}, which the label ${key} has to be: "${expected?.example}" is one.`,
  };
}

/** Variables stand for what this file says they do; hadolint takes them for text. */
function labelText({ dockerfile, settings }: LintFile, instruction: PairsInstruction, { value }: Pair): string {
  if (!value) return '';
  if (value.variables.length === 0 || settings.asked('DL3051')) return value.value;
  return expand(value, scopeBefore(dockerfile, instruction)) ?? value.value;
}
