import type { MappedText } from '../shared/mapped-text';
import type { ShellAssignment, ShellRedirect, ShellWord } from './script';
import { type Opaque, unquote } from './unquote';

/** Thrown where the grammar has to read the script. One object: a stack would cost more than the reading. */
export const notPlain = new Error('The script is for the grammar to read');

/** A word as it stands in the script: what it is made into depends on its place. */
export interface PlainWord {
  readonly start: number;
  readonly end: number;
  /** Expansions and substitutions in it. */
  readonly opaque: readonly Opaque[];
  /** How many pieces stand in quotes. */
  readonly quotes: number;
  /** There are backslashes or brackets. */
  readonly mixed: boolean;
  readonly bracketed: boolean;
  readonly glob: boolean;
}

/** Characters of words: those that mean nothing, those of patterns, and brackets. Any other one ends a word. */
const ordinary = 1;
const pattern = 2;
const bracket = 3;
const classes = new Uint8Array(128);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:,+@%^=~]-')
  classes[character.charCodeAt(0)] = ordinary;
for (const character of '*?') classes[character.charCodeAt(0)] = pattern;
for (const character of '[{}') classes[character.charCodeAt(0)] = bracket;

/** No script with this character gets here. */
export const textEnd = 0;
const tab = 9;
const lineFeed = 10;
const space = 32;
const hash = 35;
const quote = 34;
const dollar = 36;
const apostrophe = 39;
const backslash = 92;

/** `${X}`, `${X:-y}` and the like; what it leaves out (`${X/a/b}`) is for the grammar. */
const braced = /\{[A-Za-z_]\w*(?:(?::?[-+]|%%?|##?)[\w./:@*-]*)?\}/y;
/** `{a,b}` and `[a-z]`: the grammar makes one word of two that hold brackets without a partner. */
const balanced = /^(?:[^[\]{}]|\[[^[\]{}]+\]|\{[^[\]{}]*\})*$/;
const longest = 500;
const keyword = /[a-z]*/y;
const redirection = /(\d*)(>>|>&(?!>)|<&|>(?![|(&])|<(?![>&(<]))|(&>>|&>)/y;
const assigned = /^[A-Za-z_]\w*=/;
const none: readonly Opaque[] = [];

/** Reads a script word by word. Throws `notPlain` in front of what it does not know. */
export class PlainWords {
  readonly text: string;
  at = 0;

  /** `substitution` reads the code behind a `$(` and leaves `at` behind its `)`. */
  constructor(
    readonly script: MappedText,
    private readonly substitution: () => void,
  ) {
    this.text = script.text;
  }

  /** Code of the character to be read next; `textEnd` behind the last. */
  peek(ahead = 0): number {
    const at = this.at + ahead;
    return at < this.text.length ? this.text.charCodeAt(at) : textEnd;
  }

  /** Continued lines, too. */
  skipBlanks(): void {
    for (let code = this.peek(); ; code = this.peek()) {
      if (code === space || code === tab) this.at++;
      else if (code === backslash && this.text.charCodeAt(this.at + 1) === lineFeed) {
        this.at += 2;
        if (this.at >= this.text.length) throw notPlain;
      } else return;
    }
  }

  /** Blanks, line breaks and comments. Gives the offset of the last line break, or -1. */
  skipLines(): number {
    let last = -1;
    for (;;) {
      for (let code = this.peek(); code === space || code === tab; code = this.peek()) this.at++;
      if (this.peek() === hash) this.skipComment();
      if (this.peek() !== lineFeed) return last;
      last = this.at++;
    }
  }

  /** To the end of the line. */
  skipComment(): void {
    const end = this.text.indexOf('\n', this.at);
    this.at = end < 0 ? this.text.length : end;
  }

  read(): PlainWord {
    const { text, at: start } = this;
    let opaque: Opaque[] | undefined;
    let quotes = 0;
    let mixed = false;
    let bracketed = false;
    let glob = false;
    for (;;) {
      const code = this.peek();
      const kind = code < 128 ? classes[code] : 0;
      if (kind === ordinary) {
        this.at++;
      } else if (kind === pattern) {
        glob = true;
        this.at++;
      } else if (kind === bracket) {
        bracketed = true;
        this.at++;
      } else if (code === quote) {
        quotes++;
        opaque ??= [];
        if (this.quoted(opaque)) mixed = true;
      } else if (code === apostrophe) {
        quotes++;
        const close = text.indexOf("'", this.at + 1);
        if (close < 0) throw notPlain;
        this.at = close + 1;
      } else if (code === backslash) {
        const next = this.peek(1);
        if (next === lineFeed || next === textEnd) throw notPlain;
        mixed = true;
        this.at += 2;
      } else if (code === dollar) {
        opaque ??= [];
        this.expansion(opaque);
      } else {
        break;
      }
    }
    const { at: end } = this;
    if (end === start || !endsWord(this.peek())) throw notPlain;
    if (bracketed && (end - start > longest || !balanced.test(text.slice(start, end)))) throw notPlain;
    return { start, end, opaque: opaque ?? none, quotes, mixed: mixed || bracketed, bracketed, glob };
  }

  /** The bare lower-case letters that come next; they stay to be read. */
  keyword(): string {
    keyword.lastIndex = this.at;
    keyword.test(this.text);
    return this.text.slice(this.at, keyword.lastIndex);
  }

  /** Undefined where no redirection begins. */
  redirect(): ShellRedirect | undefined {
    const { at: start, text } = this;
    const code = this.peek();
    if (code !== 60 && code !== 62 && code !== 38 && !isDigit(code)) return undefined;
    redirection.lastIndex = start;
    const found = redirection.exec(text);
    if (!found) return undefined;
    this.at = redirection.lastIndex;
    this.skipBlanks();
    const target = this.word(this.read());
    const descriptor = found[1] === '' ? undefined : found[1];
    return { operator: found[2] ?? found[3] ?? '', descriptor, target, span: this.script.span(start, this.at) };
  }

  /** Whether a command ends here; a comment behind it is read. */
  endsCommand(): boolean {
    const code = this.peek();
    if (code === hash) this.skipComment();
    // `&>` is a redirection.
    if (code === 38) return this.text.charCodeAt(this.at + 1) !== 62;
    return code === hash || code === lineFeed || code === 41 || code === 59 || code === 124 || code === textEnd;
  }

  /** Such a name of a command is an assignment to the grammar. */
  holdsEquals({ start, end }: PlainWord): boolean {
    return this.text.slice(start, end).includes('=');
  }

  /** Whether the word, where nothing but assignments stands in front, is one more. */
  isAssignment({ start, end }: PlainWord): boolean {
    return assigned.test(this.text.slice(start, end));
  }

  word({ start, end, opaque, quotes, mixed, glob }: PlainWord): ShellWord {
    const { text, script } = this;
    const span = script.span(start, end);
    if (quotes === 0 && !mixed && opaque.length === 0) {
      const raw = text.slice(start, end);
      return { raw, value: raw, span, literal: !glob && raw.charCodeAt(0) !== 126, quoted: false };
    }
    const first = text.charCodeAt(start);
    if (quotes === 1 && !mixed && first === text.charCodeAt(end - 1) && (first === quote || first === apostrophe)) {
      const raw = text.slice(start, end);
      return { raw, value: raw.slice(1, -1), span, literal: opaque.length === 0, quoted: true };
    }
    const { raw, value, literal, quoted } = unquote(text, start, end, opaque);
    return { raw, value, span, literal, quoted };
  }

  assignment(word: PlainWord): ShellAssignment {
    const { start, end } = word;
    const sign = this.text.indexOf('=', start);
    const value = sign + 1 < end ? this.word({ ...word, start: sign + 1 }) : undefined;
    return { name: this.text.slice(start, sign), value, span: this.script.span(start, end) };
  }

  /** Reads `"…"`; true when there is a backslash in it. */
  private quoted(opaque: Opaque[]): boolean {
    let escaped = false;
    this.at++;
    for (;;) {
      const code = this.peek();
      if (code === quote) {
        this.at++;
        return escaped;
      }
      if (code === backslash) {
        const next = this.peek(1);
        if (next === lineFeed || next === textEnd) throw notPlain;
        escaped = true;
        this.at += 2;
      } else if (code === dollar) this.expansion(opaque);
      else if (code === textEnd) throw notPlain;
      else this.at++;
    }
  }

  private expansion(opaque: Opaque[]): void {
    const { text, at: start } = this;
    const code = text.charCodeAt(start + 1);
    if (isLetter(code)) {
      this.at += 2;
      while (isLetter(this.peek()) || isDigit(this.peek())) this.at++;
    } else if (code === 64 || code === 42 || code === 63 || (isDigit(code) && !isDigit(text.charCodeAt(start + 2)))) {
      this.at += 2;
    } else if (code === 123) {
      braced.lastIndex = start + 1;
      if (!braced.test(text)) throw notPlain;
      this.at = braced.lastIndex;
    } else if (code === 40 && text.charCodeAt(start + 2) !== 40) {
      this.at += 2;
      this.substitution();
    } else throw notPlain;
    opaque.push({ start, end: this.at });
  }
}

/** What may stand behind a word: a blank, a line break, an operator, the end of a group or of the script. */
export function endsWord(code: number): boolean {
  switch (code) {
    case textEnd:
    case space:
    case tab:
    case lineFeed:
    case 38: // &
    case 41: // )
    case 59: // ;
    case 60: // <
    case 62: // >
    case 124: // |
      return true;
    default:
      return false;
  }
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
