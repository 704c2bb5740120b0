import type { LineMap } from '../shared/line-map';
import { type MappedText, MappedTextBuilder } from '../shared/mapped-text';
import { skipSpaces, trimSpaces } from './characters';
import { byteOrderMark } from './directives';
import type { Comment } from './model';

/** One instruction's text with its continued lines joined, as the builder sees it. */
export interface LogicalLine {
  /** Without white space at either end; empty for a blank line and for a comment. */
  readonly text: MappedText;
  /** Document offset of the end of its last line that holds more than a comment. */
  readonly end: number;
  /** First physical line behind it. */
  readonly nextLine: number;
}

/**
 * Reads the instruction that starts in a line. A line continues when its last character but blanks is the escape
 * character and the one before is not; the break and what follows the escape go, the next line's indentation stays.
 * Whole-line comments and empty lines in between are skipped, however many; comments are added to `comments`.
 */
export function readLogicalLine(lines: LineMap, line: number, escaper: '\\' | '`', comments: Comment[]): LogicalLine {
  const { text } = lines;
  const builder = new MappedTextBuilder();
  const found: Comment[] = [];
  const escapeCode = escaper.charCodeAt(0);
  let end = lines.lineStart(line);
  let keptComments = 0;
  let next = line;
  let continues = true;
  for (; continues && next < lines.lineCount; next++) {
    const lineStart = lines.lineStart(next) + (next === 0 ? byteOrderMark(text) : 0);
    const lineEnd = lines.lineEnd(next);
    const content = skipSpaces(text, lineStart, lineEnd);
    if (text[content] === '#' && content < lineEnd) {
      found.push(comment(text, content, lineEnd, next, next > line));
      continues = next > line;
    } else if (content < lineEnd) {
      const escapeAt = continuation(text, content, lineEnd, escapeCode);
      continues = escapeAt !== undefined;
      builder.add(
        text.slice(next === line ? content : lineStart, escapeAt ?? lineEnd),
        next === line ? content : lineStart,
      );
      end = lineEnd;
      keptComments = found.length;
    } else if (next === line) {
      continues = false;
    }
  }
  // Comments behind the last line of a file that ends in a continuation stand between no lines.
  found.forEach((item, i) => {
    comments.push(item.inInstruction && i >= keptComments ? { ...item, inInstruction: false } : item);
  });
  return { text: trimmed(builder.build(end)), end, nextLine: next };
}

function comment(text: string, start: number, end: number, line: number, inInstruction: boolean): Comment {
  return { text: text.slice(start + 1, end), span: { start, end }, line, inInstruction };
}

/** Offset of the escape character that continues the line. */
function continuation(text: string, start: number, end: number, escapeCode: number): number | undefined {
  let at = end - 1;
  while (at >= start && (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9)) at--;
  if (at < start || text.charCodeAt(at) !== escapeCode) return undefined;
  return at > start && text.charCodeAt(at - 1) === escapeCode ? undefined : at;
}

function trimmed(line: MappedText): MappedText {
  const { text } = line;
  const start = skipSpaces(text, 0, text.length);
  const end = trimSpaces(text, start, text.length);
  return start === 0 && end === text.length ? line : line.slice(start, end);
}
