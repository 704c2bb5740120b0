import type { Instruction, Keyword } from '../../dockerfile/model';
import { isRefusable, refusals } from '../instructions/refused';
import { nearestWord } from '../nearest-word';
import type { Rule, RuleFinding } from '../rule';

const keywords: readonly Keyword[] = [
  'ADD',
  'ARG',
  'CMD',
  'COPY',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'FROM',
  'HEALTHCHECK',
  'LABEL',
  'MAINTAINER',
  'ONBUILD',
  'RUN',
  'SHELL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
];

/** These may stand alone; every other instruction needs an argument. */
const argumentOptional: ReadonlySet<Instruction['kind']> = new Set(['CMD', 'ENTRYPOINT', 'UNKNOWN']);

export const parseError: Rule = {
  id: 'parse-error',
  summary: 'Write instructions that the builder can parse',
  category: 'correctness',
  severity: 'error',
  since: '0.1.0',
  related: { hadolint: 'DL1000' },
  docs: {
    why:
      'The builder reads the whole file before it runs the first step. One line that is no instruction, an instruction ' +
      'without its argument or a heredoc without its end, and nothing is built.',
    notes: 'A line that lost the backslash in front of it is the most common reason.',
    bad: [
      'FROM alpine:3.20\nRUM apk add --no-cache curl\n',
      'FROM alpine:3.20\nWORKDIR\n',
      'FROM alpine:3.20\nRUN <<EOF\napk add --no-cache curl\n',
      'ARG VERSION=1\n',
    ],
    good: [
      'FROM alpine:3.20\nRUN apk add --no-cache curl\n',
      'FROM alpine:3.20\nRUN <<EOF\napk add --no-cache curl\nEOF\n',
    ],
  },
  applies: ({ dockerfile: { instructions, stages } }) => stages.length === 0 || instructions.some(mayBeWrong),
  *check({ dockerfile }): Iterable<RuleFinding> {
    for (const instruction of dockerfile.instructions) {
      if (instruction.kind === 'UNKNOWN') yield unknown(instruction);
      else if (mayBeWrong(instruction)) yield* checkInstruction(instruction);
    }
    const first = dockerfile.instructions[0];
    if (first && dockerfile.stages.length === 0 && onlyArgs(dockerfile.instructions)) {
      yield {
        span: first.keywordSpan,
        codes: {},
        message: 'The file has no FROM, so there is no stage to build. Start with FROM and the image to build on.',
      };
    }
  },
};

/** What else stands in front of a FROM, or without one, is the matter of `only-arg-before-from`. */
function onlyArgs(instructions: readonly Instruction[]): boolean {
  const known = instructions.filter(({ kind }) => kind !== 'UNKNOWN');
  return known.length > 0 && known.every(({ kind }) => kind === 'ARG');
}

function unknown({ keywordSpan: span, keywordText }: Instruction): RuleFinding {
  const meant = nearestWord(keywordText, keywords);
  return {
    span,
    message: `"${keywordText}" is no Dockerfile instruction, so the build stops here. ${meant ? `Did you mean ${meant}?` : 'If it belongs to the line before, that line needs a continuation at its end.'}`,
    fixes: meant ? [{ title: `Replace with ${meant}`, safe: false, edits: [{ span, newText: meant }] }] : [],
  };
}

/** Cheap; false for most instructions. */
function mayBeWrong(instruction: Instruction): boolean {
  const { kind, argument, heredocs } = instruction;
  return (
    kind === 'UNKNOWN' ||
    heredocs.length > 0 ||
    kind === 'ONBUILD' ||
    argument.text.trim() === '' ||
    isRefusable(instruction)
  );
}

function* checkInstruction(instruction: Instruction): Iterable<RuleFinding> {
  const { keywordSpan: span } = instruction;
  if (
    instruction.argument.text.trim() === '' &&
    instruction.heredocs.length === 0 &&
    !argumentOptional.has(instruction.kind)
  ) {
    yield { span, message: `${instruction.kind} needs an argument, so the build stops here.` };
  } else yield* refusals(instruction);
  if (instruction.kind === 'ONBUILD' && instruction.trigger?.kind === 'UNKNOWN') {
    const { keywordSpan, keywordText: word } = instruction.trigger;
    yield { span: keywordSpan, message: `"${word}" is no Dockerfile instruction, so builds on this image stop.` };
  }
  for (const heredoc of instruction.heredocs) {
    if (heredoc.terminated) continue;
    yield {
      span: heredoc.opener,
      message: `The file ends before the line "${heredoc.name}" that ends this heredoc, so the build stops here.`,
    };
  }
}
