import type { Dockerfile, Instruction } from '../../dockerfile/model';
import type { Span } from '../../shared/span';
import type { SpanEdit } from '../rule';

/** Whole lines of an instruction, with the comments that stand directly above it: what moves when it moves. */
export function blockOf(file: Dockerfile, instruction: Instruction): Span {
  const { lines } = file;
  let first = lines.positionAt(instruction.span.start).line;
  const comments = new Set(file.comments.filter((comment) => !comment.inInstruction).map((comment) => comment.line));
  while (comments.has(first - 1)) first--;
  const last = lines.positionAt(instruction.span.end).line;
  return { start: lines.lineStart(first), end: lines.lineStart(last + 1) };
}

/** Text of whole lines, ending in a line break also where the file's last line has none. */
export function blockText(file: Dockerfile, block: Span): string {
  const text = file.text.slice(block.start, block.end);
  return /[\r\n]$/.test(text) ? text : text + file.eol;
}

/** A heredoc that nobody ends swallows what is written behind it. */
export function endsItself(instruction: Instruction): boolean {
  return instruction.heredocs.every(({ terminated }) => terminated);
}

/** Inserts whole lines behind an instruction. */
export function insertBelow(file: Dockerfile, instruction: Instruction, text: string): SpanEdit {
  const { end } = blockOf(file, instruction);
  const atEndWithoutBreak = end > 0 && end === file.text.length && !/[\r\n]$/.test(file.text);
  const newText = atEndWithoutBreak ? file.eol + text.replace(/[\r\n]+$/, '') : text;
  return { span: { start: end, end }, newText };
}

/** Inserts whole lines in front of an instruction and the comments attached to it. */
export function insertAbove(file: Dockerfile, instruction: Instruction, text: string): SpanEdit {
  const { start } = blockOf(file, instruction);
  return { span: { start, end: start }, newText: text };
}

export function removeBlock(file: Dockerfile, instruction: Instruction): SpanEdit {
  return { span: blockOf(file, instruction), newText: '' };
}

/** The blanks in front of the instruction's keyword. */
export function indentOf(file: Dockerfile, instruction: Instruction): string {
  const start = file.lines.lineStart(file.lines.positionAt(instruction.span.start).line);
  return file.text.slice(start, instruction.span.start);
}

/** A keyword in the casing this instruction uses. */
export function keywordLike(instruction: Instruction, keyword: string): string {
  const written = instruction.keywordText;
  return written === written.toLowerCase() ? keyword.toLowerCase() : keyword;
}
