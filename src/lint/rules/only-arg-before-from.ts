import type { Dockerfile, Instruction } from '../../dockerfile/model';
import { blockOf, blockText, insertBelow, keywordLike } from '../edits/block';
import type { Fix, Rule } from '../rule';

/** There is no stage yet that an instruction could change. */
export const onlyArgBeforeFrom: Rule = {
  id: 'only-arg-before-from',
  summary: 'Start with FROM, and put nothing but ARG in front of it',
  category: 'correctness',
  severity: 'error',
  since: '0.1.0',
  related: { hadolint: 'DL3061' },
  docs: {
    why: 'In front of the first `FROM` there is no stage that an instruction could change, and builders stop at anything but `ARG`. For a variable that `FROM` uses, `ARG` is what counts there.',
    bad: ['ENV NODE=22\nFROM node:$NODE\n', 'LABEL team="shop"\nFROM node:22\n'],
    good: ['ARG NODE=22\nFROM node:$NODE\n', 'FROM node:22\nLABEL team="shop"\n'],
  },
  applies: ({ dockerfile }) => dockerfile.instructions[0]?.kind !== 'FROM',
  *check({ dockerfile }) {
    const [first] = dockerfile.stages;
    for (const instruction of dockerfile.instructions) {
      if (instruction.kind === 'FROM') return;
      if (instruction.kind === 'ARG' || instruction.kind === 'UNKNOWN') continue;
      yield {
        span: instruction.keywordSpan,
        message: first
          ? `${instruction.kind} stands in front of FROM, where there is no stage yet, and builders stop here. Only ARG may stand there.`
          : `The file has no FROM above ${instruction.kind}, so there is no stage it could change, and builders stop here.`,
        fixes: first ? fixesFor(dockerfile, instruction) : [],
      };
    }
  },
};

function fixesFor(file: Dockerfile, instruction: Instruction): readonly Fix[] {
  const [first] = file.stages;
  if (!first) return [];
  const move: Fix = {
    title: 'Move it below FROM',
    safe: false,
    edits: [
      { span: blockOf(file, instruction), newText: '' },
      insertBelow(file, first.from, blockText(file, blockOf(file, instruction))),
    ],
  };
  return usedInFrom(file, instruction) ? [asArg(instruction), move] : [move];
}

/** `ENV TAG=1` above a FROM that uses `$TAG`: an ARG was meant. */
function usedInFrom({ stages }: Dockerfile, instruction: Instruction): boolean {
  if (instruction.kind !== 'ENV' || instruction.pairs.length !== 1 || instruction.legacy) return false;
  const name = instruction.pairs[0]?.key.value;
  return stages.some(({ from }) => from.imageWord?.variables.some((variable) => variable.name === name));
}

function asArg(instruction: Instruction): Fix {
  const edits = [{ span: instruction.keywordSpan, newText: keywordLike(instruction, 'ARG') }];
  return { title: 'Use ARG', safe: false, edits };
}
