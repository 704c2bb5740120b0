import type { Span } from '../../shared/span';
import type { Severity } from '../rule';
import { isSeverity } from '../severity';
import type { CheckedScript } from './scripts';
import type { ShellComment, ShellExtent, ShellFinding } from './shell-finding';

/** They speak of files that ShellCheck cannot see, and of a dialect that was only assumed. */
const leftOut = new Set([1090, 1091, 2187]);

/** What ShellCheck said about a script, at its place in the Dockerfile. What it says about lines of ours is dropped. */
export function placeComments(checked: CheckedScript, comments: readonly ShellComment[]): readonly ShellFinding[] {
  const place = placesIn(checked);
  return comments.flatMap((comment) => {
    const span = place(comment);
    if (!span || leftOut.has(comment.code)) return [];
    const edits = (comment.fix?.replacements ?? []).map((replacement) => {
      const at = place(replacement);
      return at && { span: emptyWhere(replacement, at), newText: replacement.replacement };
    });
    const severity: Severity = isSeverity(comment.level) ? comment.level : 'info';
    return [
      {
        code: `SC${comment.code}`,
        severity,
        message: comment.message,
        span: span.end > span.start ? span : { start: span.start, end: span.start + 1 },
        instruction: checked.run,
        edits: edits.every((edit) => edit !== undefined) ? edits : [],
      },
    ];
  });
}

/** Lines and columns to spans of the document; undefined for the lines in front of the script. */
function placesIn({ head, script }: CheckedScript): (extent: ShellExtent) => Span | undefined {
  const firstLine = head.split('\n').length;
  const lines = script.text.split('\n');
  const starts: number[] = [];
  let at = 0;
  for (const line of lines) {
    starts.push(at);
    at += line.length + 1;
  }
  const offset = (line: number, column: number): number | undefined => {
    const index = line - firstLine;
    const start = starts[index];
    return start === undefined ? undefined : start + units(lines[index] ?? '', column - 1);
  };
  return ({ line, column, endLine, endColumn }) => {
    const start = offset(line, column);
    const end = offset(endLine, endColumn);
    return start === undefined || end === undefined ? undefined : script.span(start, end);
  };
}

/** UTF-16 units of so many code points. */
function units(line: string, points: number): number {
  let at = 0;
  for (let count = 0; count < points && at < line.length; count++) at += (line.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
}

/** An insertion replaces nothing. */
function emptyWhere({ line, endLine, column, endColumn }: ShellExtent, span: Span): Span {
  return line === endLine && column === endColumn ? { start: span.start, end: span.start } : span;
}
