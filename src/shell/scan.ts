/** Half-open offsets of a script. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

/** A here-document: `<<EOF` in a command, and its body below. */
export interface Heredoc {
  readonly operator: '<<' | '<<-';
  /** Of the operator's first character. */
  readonly start: number;
  /** The delimiter as written. */
  readonly delimiter: Extent;
  readonly body: Extent;
  /** Behind the terminator. */
  readonly end: number;
  /** Code of `$(…)` and backticks in the body; none when the delimiter is quoted. */
  readonly code: readonly Extent[];
}

/** What the parser library gets wrong and is therefore taken out before it sees the text. */
export interface Scan {
  readonly heredocs: readonly Heredoc[];
  /** Code between backticks, outermost ones, those in here-documents not among them. */
  readonly backticks: readonly Extent[];
  /** Where a `<<<` stands. */
  readonly herestrings: ReadonlySet<number>;
}

const nothing: Scan = { heredocs: [], backticks: [], herestrings: new Set() };

/** Finds here-documents and backticks as a shell reads quotes and comments. Nothing when a quote or bracket stays open. */
export function scan(text: string): Scan {
  if (!text.includes('<<') && !text.includes('`')) return nothing;
  const scanner = new Scanner(text);
  return scanner.run() ?? nothing;
}

/** Those of some extents, which are in order, that lie between two offsets and touch neither. */
export function extentsInside(extents: readonly Extent[], start: number, end: number): readonly Extent[] {
  if (extents.length === 0) return extents;
  let low = 0;
  let high = extents.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((extents[middle]?.start ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  let behind = low;
  while ((extents[behind]?.end ?? end) < end) behind++;
  return extents.slice(low, behind);
}

/** `quoted`: inside double quotes, where only expansions mean something. */
type Context = 'code' | 'paren' | 'arithmetic' | 'brace' | 'quoted' | 'backtick';

class Scanner {
  private readonly stack: Context[] = ['code'];
  private readonly heredocs: Heredoc[] = [];
  private readonly backticks: Extent[] = [];
  private readonly herestrings = new Set<number>();
  private readonly pending: Opener[] = [];
  /** Where lines stand for the last time: to look for delimiters that do not follow would take long. */
  private lastLines: ReadonlyMap<string, number> | undefined;
  private at = 0;
  private opened = 0;

  constructor(private readonly text: string) {}

  run(): Scan | undefined {
    while (this.at < this.text.length) {
      const before = this.at;
      if (this.context === 'quoted') this.inQuotes();
      else this.inCode();
      if (this.at === before) this.at++;
    }
    if (this.stack.length > 1) return undefined;
    this.readBodies();
    return { heredocs: this.heredocs, backticks: this.backticks, herestrings: this.herestrings };
  }

  private get context(): Context {
    return this.stack[this.stack.length - 1] ?? 'code';
  }

  private inQuotes(): void {
    const char = this.text[this.at];
    if (char === '"') this.close('quoted', 1);
    else if (!this.expansion(char) && char === '\\') this.at += 2;
  }

  private inCode(): void {
    const { text, context } = this;
    const char = text[this.at];
    const words = context !== 'arithmetic' && context !== 'brace';
    if (this.expansion(char)) return;
    if (char === '\\') this.at += 2;
    else if (char === "'" && !this.braceInQuotes()) this.at = behindQuote(text, this.at + 1, text[this.at - 1] === '$');
    else if (char === '"') this.open('quoted', 1);
    else if (char === '(') this.open('paren', 1);
    else if (char === ')' && context === 'arithmetic') this.close('arithmetic', 2);
    else if (char === ')' && context === 'paren') this.close('paren', 1);
    else if (char === '}' && context === 'brace') this.close('brace', 1);
    else if (char === '#' && words && /^$|[\s;&|()]/.test(text[this.at - 1] ?? '')) this.at = lineEnd(text, this.at);
    else if (char === '<' && words && text.startsWith('<<<', this.at)) this.herestring();
    else if (char === '<' && words && text.startsWith('<<', this.at)) this.heredoc();
    else if (char === '\n' && words && this.pending.length > 0) this.readBodies();
  }

  /** What means the same inside double quotes and outside of them. */
  private expansion(char: string | undefined): boolean {
    if (char === '`') this.backtick();
    else if (char !== '$') return false;
    else if (this.text.startsWith('$((', this.at)) this.open('arithmetic', 3);
    else if (this.text.startsWith('$(', this.at)) this.open('paren', 2);
    else if (this.text.startsWith('${', this.at)) this.open('brace', 2);
    else return false;
    return true;
  }

  /** `'` is no quote in `"${X:-it's}"`. */
  private braceInQuotes(): boolean {
    return this.context === 'brace' && this.stack[this.stack.length - 2] === 'quoted';
  }

  private backtick(): void {
    if (this.context !== 'backtick') {
      if (!this.stack.includes('backtick')) this.opened = this.at + 1;
      this.open('backtick', 1);
      return;
    }
    const end = this.at;
    this.close('backtick', 1);
    if (!this.stack.includes('backtick')) this.backticks.push({ start: this.opened, end });
  }

  private open(context: Context, length: number): void {
    this.stack.push(context);
    this.at += length;
  }

  private close(context: Context, length: number): void {
    if (this.context === context) this.stack.pop();
    this.at += length;
  }

  private herestring(): void {
    this.herestrings.add(this.at);
    this.at += 3;
  }

  private heredoc(): void {
    const start = this.at;
    const operator = this.text[start + 2] === '-' ? '<<-' : '<<';
    const match = /[ \t]*((?:\\.|'[^'\n]*'|"[^"\n]*"|[^\s;&|<>()'"\\])+)/y;
    match.lastIndex = start + operator.length;
    const word = match.exec(this.text)?.[1];
    this.at = word === undefined ? start + operator.length : match.lastIndex;
    if (word !== undefined) {
      this.pending.push({ operator, start, delimiter: { start: this.at - word.length, end: this.at } });
    }
  }

  /** The bodies below the line that ends here, or at the end of the text. */
  private readBodies(): void {
    let from = Math.min(this.at + 1, this.text.length);
    for (const opener of this.pending.splice(0)) {
      this.lastLines ??= lastLines(this.text);
      const name = nameOf(this.text, opener);
      const heredoc = (this.lastLines.get(name) ?? -1) < from ? undefined : readBody(this.text, opener, from);
      // Without a terminator it may as well be a shift: `((1 << 2))`.
      if (!heredoc) continue;
      this.heredocs.push(heredoc);
      from = Math.min(heredoc.end + 1, this.text.length);
      this.at = heredoc.end;
    }
  }
}

type Opener = Omit<Heredoc, 'body' | 'end' | 'code'>;

/** The delimiter without its quotes. */
function nameOf(text: string, { delimiter }: Opener): string {
  const written = text.slice(delimiter.start, delimiter.end);
  return written.replace(/\\(.)/g, '$1').replace(/['"]/g, '');
}

/** By content, with and without the tabs at its start. */
function lastLines(text: string): ReadonlyMap<string, number> {
  const last = new Map<string, number>();
  for (let at = 0; at <= text.length; ) {
    const stop = lineEnd(text, at);
    const line = text.slice(at, stop).replace(/\r$/, '');
    last.set(line, at);
    if (line.startsWith('\t')) last.set(line.replace(/^\t+/, ''), at);
    at = stop + 1;
  }
  return last;
}

function readBody(text: string, opener: Opener, from: number): Heredoc | undefined {
  const written = text.slice(opener.delimiter.start, opener.delimiter.end);
  const name = nameOf(text, opener);
  let at = from;
  let end: number | undefined;
  while (at < text.length) {
    const stop = lineEnd(text, at);
    const line = text.slice(at, stop).replace(/\r$/, '');
    if ((opener.operator === '<<-' ? line.replace(/^\t+/, '') : line) === name) {
      end = stop;
      break;
    }
    at = Math.min(stop + 1, text.length);
  }
  if (end === undefined) return undefined;
  const body = { start: from, end: at };
  return { ...opener, body, end, code: name === written ? substitutions(text, body) : [] };
}

/** Code of the `$(…)` and backticks in the body of a here-document. */
function substitutions(text: string, body: Extent): readonly Extent[] {
  const out: Extent[] = [];
  let at = body.start;
  while (at < body.end) {
    const char = text[at];
    if (char === '\\') {
      at += 2;
    } else if (char === '`') {
      const close = text.indexOf('`', at + 1);
      if (close < 0 || close >= body.end) break;
      out.push({ start: at + 1, end: close });
      at = close + 1;
    } else if (text.startsWith('$(', at) && text[at + 2] !== '(') {
      const close = closingParen(text, at + 2, body.end);
      if (close === undefined) break;
      out.push({ start: at + 2, end: close });
      at = close + 1;
    } else {
      at++;
    }
  }
  return out;
}

/** Where the `)` stands that ends the code at `from`. */
function closingParen(text: string, from: number, end: number): number | undefined {
  let depth = 1;
  for (let at = from; at < end; at++) {
    const char = text[at];
    if (char === '\\') at++;
    else if (char === "'") at = behindQuote(text, at + 1, false) - 1;
    else if (char === '"') at = behindDouble(text, at + 1) - 1;
    else if (char === '(') depth++;
    else if (char === ')' && --depth === 0) return at;
  }
  return undefined;
}

/** Behind the `'` that ends a quote; the end of the text if there is none. */
function behindQuote(text: string, from: number, escapes: boolean): number {
  for (let at = from; at < text.length; at++) {
    if (escapes && text[at] === '\\') at++;
    else if (text[at] === "'") return at + 1;
  }
  return text.length;
}

/** Behind the `"` that ends a quote; the end of the text if there is none. */
function behindDouble(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

function lineEnd(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at < 0 ? text.length : at;
}
