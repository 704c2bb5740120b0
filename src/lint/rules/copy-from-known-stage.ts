import type { CopyInstruction, FromInstruction, Word } from '../../dockerfile/model';
import { instructionsOf } from '../facts/instructions-of';
import { withoutQuotes } from '../hadolint/quotes';
import { nearestWord } from '../nearest-word';
import type { Fix, Rule } from '../rule';

/** A name that is no stage is taken for an image. */
export const copyFromKnownStage: Rule = {
  id: 'copy-from-known-stage',
  summary: 'Name an earlier stage, or an image with its tag, in COPY --from',
  category: 'correctness',
  severity: 'warning',
  since: '0.1.0',
  related: { hadolint: 'DL3022' },
  docs: {
    why: 'What `--from` names is an earlier stage of this file, or else an image. A misspelt stage makes the builder look for an image of that name on Docker Hub: the build stops, or copies files of a stranger. An image without a tag is whatever `latest` is that day.',
    notes:
      'Variables are not expanded in `--from`. An additional build context (`--build-context name=…`) looks like an unknown stage; switch the rule off for that line.',
    bad: [
      'FROM golang:1.23 AS build\nRUN make\nFROM alpine:3.20\nCOPY --from=biuld /out/app /usr/bin/app\n',
      'FROM alpine:3.20\nCOPY --from=busybox /bin/busybox /bin/\n',
    ],
    good: [
      'FROM golang:1.23 AS build\nRUN make\nFROM alpine:3.20\nCOPY --from=build /out/app /usr/bin/app\n',
      'FROM alpine:3.20\nCOPY --from=busybox:1.37 /bin/busybox /bin/\n',
    ],
  },
  when: { has: ['COPY'] },
  applies: ({ dockerfile }) => instructionsOf(dockerfile, 'COPY').some(({ from }) => from !== undefined),
  *check({ dockerfile, settings }) {
    const asked = settings.asked('DL3022');
    const froms: FromInstruction[] = [];
    const aliases = new Set<string>();
    for (const instruction of dockerfile.instructions) {
      if (instruction.kind === 'FROM') {
        froms.push(instruction);
        if (instruction.alias) aliases.add(instruction.alias.raw);
      }
      if (instruction.kind !== 'COPY') continue;
      const from = instruction.from?.value;
      if (!from || names(from.raw, aliases, froms.length) || (!asked && isStage(instruction, from))) continue;
      yield {
        span: from.span,
        message: messageFor(from),
        fixes: fixesFor(instruction, from, froms),
      };
    }
  },
};

/** An image with a tag, a stage's name as written, or the number of a stage so far. */
function names(raw: string, aliases: ReadonlySet<string>, count: number): boolean {
  return withoutQuotes(raw).includes(':') || aliases.has(raw) || Number(/^\d+/.exec(raw)?.[0] ?? count) < count;
}

/** Builders compare names without case and quotes. A stage's own name is another mistake. */
function isStage({ fromStage, stage }: CopyInstruction, { value }: Word): boolean {
  return fromStage !== undefined || (stage?.name !== undefined && stage.name === value.toLowerCase());
}

function messageFor({ value, variables }: Word): string {
  if (variables.length > 0) {
    return `Builders do not expand the variable in --from=${value}. Start a stage from the image (FROM ${value} AS …) and copy from that.`;
  }
  if (/^\d+$/.test(value)) return `There is no stage ${value} above this line, so the build stops here.`;
  return `No stage above is called "${value}", so it is taken for an image of that name. Name the stage that was meant, or the image with its tag.`;
}

function fixesFor(
  { stage }: CopyInstruction,
  { value, span }: Word,
  froms: readonly FromInstruction[],
): readonly Fix[] {
  const earlier = froms.filter((from) => from.stage !== stage).flatMap(({ alias }) => alias?.value ?? []);
  const meant = nearestWord(value, earlier);
  return meant === undefined ? [] : [{ title: `Copy from ${meant}`, safe: false, edits: [{ span, newText: meant }] }];
}
