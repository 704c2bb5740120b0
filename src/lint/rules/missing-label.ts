import type { Instruction, Stage } from '../../dockerfile/model';
import { hadolintImage } from '../hadolint/image-name';
import type { LintFile, Rule } from '../rule';

/** A label that is looked for has to be there. */
export const missingLabel: Rule = {
  id: 'missing-label',
  summary: 'Set the labels that the schema lists',
  category: 'maintainability',
  severity: 'info',
  since: '0.1.0',
  related: { hadolint: 'DL3049' },
  docs: {
    why: 'Whoever looks for an image by its team, source or version finds it only if the label is there.',
    notes:
      'Reports nothing until `label-schema` in `.hadolint.yaml` lists labels. A stage that others copy from needs none, nor one that starts from a stage with the label. There is no fix, because the value is yours to say.',
    bad: [
      {
        dockerfile: 'FROM alpine:3.20\nCOPY shop /usr/bin/shop\n',
        settings: { labelSchema: { team: 'text' } },
      },
    ],
    good: [
      {
        dockerfile:
          'FROM golang:1.23 AS build\nRUN make\nFROM alpine:3.20\nLABEL team="shop"\nCOPY --from=build /out /srv\n',
        settings: { labelSchema: { team: 'text' } },
      },
      'FROM alpine:3.20\nCOPY shop /usr/bin/shop\n',
    ],
  },
  applies: ({ settings }) => Object.keys(settings.labelSchema).length > 0,
  *check({ dockerfile, settings }) {
    const labels = Object.keys(settings.labelSchema);
    if (labels.length === 0) return;
    for (const label of labels) {
      for (const { from } of withoutLabel(dockerfile.instructions, label)) {
        yield {
          span: from.imageWord?.span ?? from.keywordSpan,
          message: `The image built from here has no label ${label}, which the schema demands. Add LABEL ${label}="…" to the stage.`,
        };
      }
    }
  },
};

/** Stages without the label that no other stage excuses: by copying from them, or by starting from them with the label. */
function withoutLabel(instructions: LintFile['dockerfile']['instructions'], label: string): readonly Stage[] {
  const labelled = new Set<string>();
  let missing: Stage[] = [];
  let current: Stage | undefined;
  const excuse = (name: string) => {
    missing = missing.filter(({ from }) => from.alias?.raw !== name);
  };
  for (const instruction of instructions) {
    if (instruction.kind === 'FROM' && instruction.stage) {
      current = instruction.stage;
      if (!labelled.has(hadolintImage(instruction).name)) missing.push(current);
      else if (instruction.alias) labelled.add(instruction.alias.raw);
    } else if (instruction.kind === 'COPY' && instruction.from?.value) excuse(instruction.from.value.raw);
    else if (current && sets(instruction, label)) {
      const { alias } = current.from;
      excuse(alias?.raw ?? hadolintImage(current.from).name);
      missing = missing.filter((stage) => stage !== current);
      if (alias) labelled.add(alias.raw);
    }
  }
  return missing;
}

function sets(instruction: Instruction, label: string): boolean {
  return instruction.kind === 'LABEL' && instruction.pairs.some(({ key }) => key.value === label);
}
