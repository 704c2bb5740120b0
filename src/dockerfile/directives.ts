import type { LineMap } from '../shared/line-map';
import type { Directive } from './model';

/** The lines in front of the first comment, blank line or instruction that the builder reads as directives. */
export interface Header {
  readonly directives: readonly Directive[];
  readonly escape: '\\' | '`';
  /** The lines they stand in: `start` is 1 behind a `#!` line; `end` is the first line that is no directive. */
  readonly lines: { readonly start: number; readonly end: number };
}

const known = new Set(['syntax', 'escape', 'check']);
const shape = /^[ \t]*#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(\S.*)$/s;

/**
 * Reads `# name=value` lines at the start of the file. As in BuildKit, the run ends at the first line that has not this
 * shape, at an unknown name and at a name given twice (where the build fails). A `#!` line may come first; `escape` is
 * not honoured behind one, because BuildKit skips that line only when it looks for the other two.
 */
export function readDirectives(lines: LineMap): Header {
  const directives: Directive[] = [];
  const shebang = lines.text.startsWith('#!', byteOrderMark(lines.text));
  const first = shebang ? 1 : 0;
  let escaper: '\\' | '`' = '\\';
  let line = first;
  for (; line < lines.lineCount; line++) {
    const directive = readDirective(lines, line);
    if (!directive || directives.some((other) => other.name === directive.name)) break;
    directives.push(directive);
    if (directive.name === 'escape' && directive.value === '`' && !shebang) escaper = '`';
  }
  return { directives, escape: escaper, lines: { start: first, end: line } };
}

/** Length of a byte order mark at the start of the text. */
export function byteOrderMark(text: string): number {
  return text.charCodeAt(0) === 0xfeff ? 1 : 0;
}

function readDirective(lines: LineMap, line: number): Directive | undefined {
  const start = lines.lineStart(line) + (line === 0 ? byteOrderMark(lines.text) : 0);
  const text = lines.text.slice(start, lines.lineEnd(line)).trimEnd();
  const match = shape.exec(text);
  const name = match?.[1]?.toLowerCase();
  const value = match?.[2];
  if (name === undefined || value === undefined || !known.has(name)) return undefined;
  return {
    name,
    value,
    span: { start: start + text.indexOf('#'), end: start + text.length },
    valueSpan: { start: start + text.length - value.length, end: start + text.length },
  };
}
