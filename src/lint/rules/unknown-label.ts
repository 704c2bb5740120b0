import { instructionsOf } from '../facts/instructions-of';
import { nearestWord } from '../nearest-word';
import type { Fix, Rule } from '../rule';

/** A schema that is complete makes every other label a mistake. */
export const unknownLabel: Rule = {
  id: 'unknown-label',
  summary: 'Use the labels of the schema only',
  category: 'maintainability',
  severity: 'info',
  since: '0.1.0',
  related: { hadolint: 'DL3050' },
  docs: {
    why: 'A team with a schema of labels looks for those. One that is not in it is a misspelling, or something nobody reads.',
    notes:
      'Reports only with `strict-labels: true` in `.hadolint.yaml`, whose `label-schema` lists the labels there are.',
    bad: [
      {
        dockerfile: 'FROM alpine:3.20\nLABEL maintaner="shop@example.com"\n',
        settings: { strictLabels: true, labelSchema: { maintainer: 'email' } },
      },
    ],
    good: [
      {
        dockerfile: 'FROM alpine:3.20\nLABEL maintainer="shop@example.com"\n',
        settings: { strictLabels: true, labelSchema: { maintainer: 'email' } },
      },
      'FROM alpine:3.20\nLABEL anything="goes"\n',
    ],
  },
  applies: ({ settings }) => settings.strictLabels,
  *check({ dockerfile, settings }) {
    if (!settings.strictLabels) return;
    const labels = Object.keys(settings.labelSchema);
    const known = new Set(labels);
    for (const instruction of instructionsOf(dockerfile, 'LABEL')) {
      const [first, ...others] = instruction.pairs.map(({ key }) => key).filter(({ value }) => !known.has(value));
      if (!first) continue;
      const meant = nearestWord(first.value, labels);
      const fixes: readonly Fix[] =
        meant === undefined || first.quote
          ? []
          : [{ title: `Write ${meant}`, safe: false, edits: [{ span: first.span, newText: meant }] }];
      yield {
        span: first.span,
        message: `The schema has no label "${first.value}", so nobody will look for it.${meant === undefined ? ' Add it to the schema or leave it out.' : ` Was ${meant} meant?`}`,
        related: others.map(({ span, value }) => ({ span, message: `Nor has it "${value}".` })),
        fixes: others.length === 0 ? fixes : [],
      };
    }
  },
};
