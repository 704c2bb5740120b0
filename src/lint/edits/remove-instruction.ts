import type { Comment, Dockerfile, Instruction } from '../../dockerfile/model';
import type { SpanEdit } from '../rule';
import { hadolintPragma, inlineSkips, ownPragma } from '../suppress/pragmas';
import { blockOf } from './block';

/**
 * Takes an instruction out with the comments attached to it. Where another line follows at once, prose above may be about
 * that one, too, and stays; comments that switch rules off for this instruction alone always go. Of the blank lines around
 * it one is left.
 */
export function removeWithComments(dockerfile: Dockerfile, instruction: Instruction): SpanEdit {
  const { lines, text } = dockerfile;
  const block = blockOf(dockerfile, instruction);
  const isBlank = (line: number) => line >= lines.lineCount || lines.line(line).trim() === '';
  const firstLine = lines.positionAt(block.start).line;
  const keywordLine = lines.positionAt(instruction.span.start).line;
  const nextLine = lines.positionAt(instruction.span.end).line + 1;
  const comments = dockerfile.comments.filter(({ line }) => line >= firstLine && line < keywordLine);
  const kept = comments.filter((comment) => !(isBlank(nextLine) ? !holdsFurther(comment) : isForThisOnly(comment)));
  if (kept.length > 0) {
    const newText = kept.map(({ line }) => text.slice(lines.lineStart(line), lines.lineStart(line + 1))).join('');
    return { span: block, newText };
  }
  const blankAround = firstLine > 0 && isBlank(firstLine - 1) && isBlank(nextLine) && nextLine < lines.lineCount;
  return { span: blankAround ? { start: block.start, end: lines.lineStart(nextLine + 1) } : block, newText: '' };
}

/** It switches rules off for more than the instruction below. */
function holdsFurther(comment: Comment): boolean {
  const pragma = ownPragma(comment) ?? hadolintPragma(comment);
  return pragma !== undefined && pragma.scope !== 'line';
}

function isForThisOnly(comment: Comment): boolean {
  const pragma = ownPragma(comment) ?? hadolintPragma(comment);
  return pragma ? pragma.scope === 'line' : inlineSkips(comment) !== undefined;
}
