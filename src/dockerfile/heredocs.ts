import type { LineMap } from '../shared/line-map';
import { MappedText, MappedTextBuilder } from '../shared/mapped-text';
import { isBlank } from './characters';
import { lex } from './lexer';
import type { Heredoc } from './model';
import { openerWords } from './opener-words';

/** `<<EOF` in an instruction's joined text. */
export interface Opener {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly stripTabs: boolean;
  readonly expand: boolean;
  /** Some or all builders would not take it for a heredoc, so it is one only if its end can be found. */
  readonly doubtful: boolean;
}

/** The heredocs of one instruction and where the file goes on behind them. */
export interface ReadHeredocs {
  readonly openers: readonly Opener[];
  readonly heredocs: readonly Heredoc[];
  /** The line breaks, bodies and delimiters behind the instruction's line, as a shell wants to read them. */
  readonly tail: MappedText;
  readonly nextLine: number;
  /** End of the last delimiter's line; the text's end when it is missing. */
  readonly end: number;
}

/** A name nobody would write for anything else, bare or in quotes. */
const plainName = /^(?:[A-Za-z_][\w.-]*|'[^']+'|"[^"$]+")$/;
const shape = /^\d*<<(-?)\s*([^<]*)$/;

/**
 * The heredocs an instruction opens, as BuildKit finds them: whole words outside quotes, `<<` with an optional file
 * descriptor in front. The name is a word itself: quotes in it switch expansion off and may hold blanks.
 */
export function findOpeners(text: string): Opener[] {
  if (!text.includes('<<')) return [];
  const openers: Opener[] = [];
  for (const { start, end } of openerWords(text)) {
    const match = shape.exec(text.slice(start, end));
    const rest = match?.[2] ?? '';
    if (rest === '') continue;
    const { parts, valid } = lex(rest, '\\');
    if (!valid) continue;
    const name = parts.map((part) => (typeof part === 'string' ? part : rest.slice(part.start, part.end))).join('');
    const expand = quotes(name) === quotes(rest);
    const doubtful = !plainName.test(rest) || isBlank(text.charCodeAt(end - rest.length - 1));
    if (name === '') continue;
    openers.push({ start, end, name, stripTabs: match?.[1] === '-', expand, doubtful });
  }
  return openers;
}

/** Looks up whether a line stands somewhere behind another one. Made on first use, for the whole file at once. */
export class LineIndex {
  private last: Map<string, number> | undefined;

  constructor(private readonly lines: LineMap) {}

  standsBehind(content: string, line: number): boolean {
    this.last ??= this.build();
    return (this.last.get(content) ?? -1) >= line;
  }

  private build(): Map<string, number> {
    const last = new Map<string, number>();
    for (let i = 0; i < this.lines.lineCount; i++) {
      const content = this.lines.line(i);
      last.set(content, i);
      if (content.startsWith('\t')) last.set(content.replace(/^\t+/, ''), i);
    }
    return last;
  }
}

/**
 * Reads the bodies that follow an instruction's line, in the order of its openers. `1 << 2` in arithmetic looks like an
 * opener to recent versions of BuildKit, and the build fails there; taking the rest of the file for its body would
 * hide every finding below, so a doubtful opener counts only when its delimiter follows.
 */
export function readHeredocs(
  line: MappedText,
  found: readonly Opener[],
  lines: LineMap,
  firstLine: number,
  index: LineIndex,
): ReadHeredocs | undefined {
  const openers = found.filter(({ doubtful, name }) => !doubtful || index.standsBehind(name, firstLine));
  if (openers.length === 0) return undefined;
  const heredocs: Heredoc[] = [];
  let next = firstLine;
  let terminated = true;
  for (const opener of openers) {
    const bodyLine = next;
    while (next < lines.lineCount && !isTerminator(lines, next, opener)) next++;
    terminated = next < lines.lineCount;
    heredocs.push({
      name: opener.name,
      stripTabs: opener.stripTabs,
      expand: opener.expand,
      opener: line.span(opener.start, opener.end),
      bodySpan: { start: lines.lineStart(bodyLine), end: lines.lineStart(next) },
      body: bodyText(lines, bodyLine, next, opener.stripTabs),
      terminated,
    });
    if (terminated) next++;
  }
  return {
    openers,
    heredocs,
    tail: tailText(lines, firstLine, next),
    nextLine: next,
    end: terminated ? lines.lineEnd(next - 1) : lines.text.length,
  };
}

/** The lines `[first, end)` with line feeds for all kinds of line breaks. */
function bodyText(lines: LineMap, first: number, end: number, stripTabs: boolean): MappedText {
  const { text } = lines;
  const whole = text.slice(lines.lineStart(first), lines.lineStart(end));
  if (!stripTabs && !whole.includes('\r')) return MappedText.unchanged(whole, lines.lineStart(first));
  const builder = new MappedTextBuilder();
  for (let i = first; i < end; i++) {
    let start = lines.lineStart(i);
    const stop = lines.lineEnd(i);
    while (stripTabs && start < stop && text.charCodeAt(start) === 9) start++;
    builder.add(text.slice(start, stop), start);
    const next = lines.lineStart(i + 1);
    if (next > stop) builder.add('\n', next - 1);
  }
  return builder.build(lines.lineStart(first));
}

/** Starts with the line break in front of the first body and ends without one. */
function tailText(lines: LineMap, first: number, end: number): MappedText {
  const start = lines.lineStart(first);
  if (first >= lines.lineCount) return MappedText.unchanged('', start);
  const bodies = bodyText(lines, first, end, false);
  const length = bodies.text.endsWith('\n') ? bodies.text.length - 1 : bodies.text.length;
  return MappedText.join([MappedText.unchanged('\n', start - 1), bodies.slice(0, length)]);
}

function isTerminator(lines: LineMap, line: number, { name, stripTabs }: Opener): boolean {
  const { text } = lines;
  let start = lines.lineStart(line);
  const end = lines.lineEnd(line);
  while (stripTabs && start < end && text.charCodeAt(start) === 9) start++;
  return end - start === name.length && text.startsWith(name, start);
}

function quotes(text: string): number {
  return text.split(/['"]/).length;
}
