import type { MappedText } from '../shared/mapped-text';
import type { ShellAssignment, ShellWord } from './script';
import { type Opaque, unquote } from './unquote';

export type PlainWord = ShellWord;

/** A word, an operator between commands, a redirection's operator, or something that is not plain. */
export interface Token {
  readonly kind: 'word' | 'assignment' | 'operator' | 'redirect' | 'strange';
  readonly start: number;
  readonly end: number;
  /** As written; of a redirection without its descriptor. */
  readonly text: string;
  readonly descriptor: string | undefined;
  word(): ShellWord;
  assignment(): ShellAssignment;
}

const blanks = /[ \t]*/y;
const operator = /&&|\|\||;(?!;)|\|(?![|&])/y;
const redirection = /(\d*)(>>|>&(?!>)|<&|>(?![|(&])|<(?![>&(]))|(&>>|&>)/y;
/** Pieces of a word; what they leave out (`${X/a/b}`, `$$`, `{a,b}`, `#`) is for the grammar. */
const piece =
  /[\w./:,+@%^=~*?\]-]+|"(?:[^"\\$`!]|\\[^\n]|\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*(?::?[-+][\w./:@-]*)?\}))*"|'[^']*'|\\[^\n]|\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*(?::?[-+][\w./:@-]*)?\})/y;
const variable = /\\.|'[^']*'|(\$(?:[A-Za-z_]\w*|\{[^}]*\}))/gs;
const inQuotes = /\\.|(\$(?:[A-Za-z_]\w*|\{[^}]*\}))/gs;
const assigned = /^[A-Za-z_]\w*=/;

/** Takes a script apart, a token at a time. */
export class PlainTokens {
  private at = 0;

  constructor(private readonly script: MappedText) {}

  /** Undefined at the end. */
  next(): Token | undefined {
    const { text } = this.script;
    this.at = match(blanks, text, this.at)?.end ?? this.at;
    if (this.at >= text.length) return undefined;
    const start = this.at;
    const found = match(operator, text, start);
    if (found) return this.token('operator', start, found.end);
    redirection.lastIndex = start;
    const redirected = redirection.exec(text);
    if (redirected) {
      const descriptor = redirected[1] === '' ? undefined : redirected[1];
      const sign = redirected[2] ?? redirected[3] ?? '';
      return this.token('redirect', start, redirection.lastIndex, sign, descriptor);
    }
    return this.readWord(start);
  }

  private readWord(start: number): Token {
    const { text } = this.script;
    let end = start;
    for (let found = match(piece, text, end); found; found = match(piece, text, end)) end = found.end;
    const after = text[end];
    if (end === start || (after !== undefined && !' \t;&|<>'.includes(after))) return this.token('strange', start, end);
    return this.token(assigned.test(text.slice(start, end)) ? 'assignment' : 'word', start, end);
  }

  private token(
    kind: Token['kind'],
    start: number,
    end: number,
    text = this.script.text.slice(start, end),
    descriptor?: string,
  ): Token {
    this.at = end;
    return {
      kind,
      start,
      end,
      text,
      descriptor,
      word: () => this.word(start, end),
      assignment: () => this.assignment(start, end, text),
    };
  }

  private word(start: number, end: number): ShellWord {
    const { text } = this.script;
    const { raw, value, literal, quoted } = unquote(text, start, end, variablesIn(text.slice(start, end), start));
    return { raw, value, span: this.script.span(start, end), literal, quoted };
  }

  private assignment(start: number, end: number, text: string): ShellAssignment {
    const sign = text.indexOf('=');
    const value = sign + 1 < text.length ? this.word(start + sign + 1, end) : undefined;
    return { name: text.slice(0, sign), value, span: this.script.span(start, end) };
  }
}

/** Extents of the variables in a word. */
function variablesIn(word: string, start: number): readonly Opaque[] {
  if (!word.includes('$')) return [];
  const pattern = word.startsWith('"') && word.indexOf('"', 1) === word.length - 1 ? inQuotes : variable;
  return pattern === inQuotes || !word.includes('"') ? extents(word, start, pattern) : mixed(word, start);
}

/** Single quotes mean nothing inside double ones. */
function mixed(word: string, start: number): readonly Opaque[] {
  const out: Opaque[] = [];
  for (const { 0: part, index } of word.matchAll(/"(?:[^"\\]|\\.)*"|[^"\\']+|\\.|'[^']*'/gs)) {
    out.push(...extents(part, start + index, part.startsWith('"') ? inQuotes : variable));
  }
  return out;
}

function extents(text: string, start: number, pattern: RegExp): readonly Opaque[] {
  return [...text.matchAll(pattern)].flatMap(({ 0: all, 1: found, index }) =>
    found === undefined ? [] : [{ start: start + index, end: start + index + all.length }],
  );
}

function match(pattern: RegExp, text: string, at: number): { readonly end: number } | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? { end: pattern.lastIndex } : undefined;
}
