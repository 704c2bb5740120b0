import type { Dockerfile, Instruction } from '../../dockerfile/model';
import { plural } from '../../shared/plural';
import type { Rule } from '../rule';

/** Builders skip blank lines inside of a continued instruction, and announce that they will stop doing so. */
export const blankLineInInstruction: Rule = {
  id: 'blank-line-in-instruction',
  summary: 'Keep blank lines out of continued instructions',
  category: 'correctness',
  severity: 'warning',
  since: '0.1.0',
  related: { buildkit: 'NoEmptyContinuation' },
  docs: {
    why: 'A blank line ends a command everywhere but here: the builder skips it and goes on with the next line. It warns that this will become an error, and a reader sees two instructions where there is one.',
    notes: 'To set parts of a long `RUN` apart, use a comment line. The last line of the instruction is marked.',
    bad: ['FROM alpine:3.20\nRUN apk add --no-cache \\\n    curl \\\n\n    git\n'],
    good: ['FROM alpine:3.20\nRUN apk add --no-cache \\\n    curl \\\n    # for the version\n    git\n'],
  },
  applies: ({ dockerfile: { text, comments } }) => blankBelow.test(text) || comments.some((one) => one.inInstruction),
  *check({ dockerfile }) {
    for (const instruction of dockerfile.instructions) {
      const { blank, last } = readLines(dockerfile, instruction);
      if (blank.length === 0) continue;
      const { lines } = dockerfile;
      const text = lines.line(last);
      const start = lines.lineStart(last) + (text.length - text.trimStart().length);
      const count = plural(blank.length, 'blank line');
      yield {
        span: { start, end: Math.max(start, lines.lineStart(last) + text.trimEnd().length) },
        instruction,
        message: `This ${instruction.kind} goes on behind ${count}, which builders will refuse one day. Delete ${blank.length === 1 ? 'it' : 'them'}, or write a comment there.`,
        related: blank.map((line) => ({
          span: { start: lines.lineStart(line), end: lines.lineEnd(line) },
          message: 'A blank line in the instruction',
        })),
        fixes: [
          {
            title: `Delete the ${blank.length === 1 ? 'blank line' : 'blank lines'}`,
            safe: true,
            edits: blank.map((line) => ({
              span: { start: lines.lineStart(line), end: lines.lineStart(line + 1) },
              newText: '',
            })),
          },
        ],
      };
    }
  },
};

/** A line that goes on, and a blank one below it; between the two of an instruction may also stand comments. */
const blankBelow = /[\\`][ \t]*[\r\n]+\s*(?:[\r\n]|$)/;

/** Blank lines among the continued ones and the line the instruction ends in, heredocs not counted. */
function readLines(
  { lines, escape: escaper, text }: Dockerfile,
  instruction: Instruction,
): { readonly blank: readonly number[]; readonly last: number } {
  const { start } = instruction.keywordSpan;
  let last = lines.positionAt(start).line;
  const goesOn = (line: number) => endsIn(escaper, text, lines.lineStart(line), lines.lineEnd(line));
  if (!goesOn(last)) return { blank: none, last };
  const blank: number[] = [];
  for (let continues = true; continues; ) {
    const next = last + 1;
    if (next >= lines.lineCount || lines.lineStart(next) >= text.length) break;
    last = next;
    const line = lines.line(next);
    if (/^\s*#/.test(line)) continue;
    if (/^\s*$/.test(line)) blank.push(next);
    else continues = goesOn(next);
  }
  return { blank, last };
}

const none: readonly number[] = [];

/** The line ends in one escape character; blanks behind it do not count. */
function endsIn(escaper: Dockerfile['escape'], text: string, start: number, end: number): boolean {
  let at = end - 1;
  while (at >= start && (text[at] === ' ' || text[at] === '\t')) at--;
  return at >= start && text[at] === escaper && (at === start || text[at - 1] !== escaper);
}
