import type { Piece } from '../shared/mapped-text';

/** What a shell makes of a word. */
export interface Unquoted {
  /** As written, without continuations. */
  readonly raw: string;
  /** Without quotes and escapes; expansions as written. */
  readonly value: string;
  readonly literal: boolean;
  readonly quoted: boolean;
  /** Where the characters of `value` stand in the script. */
  readonly pieces: readonly Piece[];
}

/** Parts of a word that are kept as written: expansions and substitutions, in order. */
export type Opaque = { readonly start: number; readonly end: number };

/** Most words: nothing in them means anything to a shell. */
const plain = /^[\w./:=,+@%^-]+$/;
const braces = /\{[^{}]*\}/g;

/** Removes quotes and escapes from the word at `start` to `end` of a script. */
export function unquote(text: string, start: number, end: number, opaque: readonly Opaque[]): Unquoted {
  const written = text.slice(start, end);
  if (opaque.length === 0 && plain.test(written)) {
    const pieces = [{ at: 0, from: start, length: end - start }];
    return { raw: written, value: written, literal: true, quoted: false, pieces };
  }
  const out = new Output(text);
  let bare = '';
  let quoted = false;
  let quote: '"' | undefined;
  let next = 0;
  let at = start;
  while (at < end) {
    const part = opaque[next];
    if (part && at >= part.start) {
      next++;
      if (part.end > at) {
        out.keep(at, Math.min(part.end, end));
        at = part.end;
      }
      continue;
    }
    const char = text[at] ?? '';
    if (char === '\\') {
      const following = at + 1 < end ? (text[at + 1] ?? '') : '';
      if (following === '\n') {
        out.skip();
      } else if (following === '' || (quote && !'$`"\\'.includes(following))) {
        out.keep(at, Math.min(at + 2, end));
      } else {
        out.raw(at, at + 1);
        out.keep(at + 1, at + 2);
        bare += '.';
      }
      at += 2;
    } else if (char === '"') {
      quoted = true;
      quote = quote ? undefined : '"';
      out.raw(at, ++at);
    } else if (quote) {
      out.keep(at, ++at);
    } else if (char === "'") {
      quoted = true;
      const close = closingQuote(text, at + 1, end, false);
      out.raw(at, at + 1);
      out.keep(at + 1, close);
      out.raw(close, Math.min(close + 1, end));
      at = close + 1;
    } else if (char === '$' && text[at + 1] === "'" && at + 1 < end) {
      quoted = true;
      const close = closingQuote(text, at + 2, end, true);
      out.raw(at, at + 2);
      out.decode(at + 2, close);
      out.raw(close, Math.min(close + 1, end));
      at = close + 1;
    } else if (char === '$' && text[at + 1] === '"' && at + 1 < end) {
      out.raw(at, ++at);
    } else {
      bare += char;
      out.keep(at, ++at);
    }
  }
  const literal = opaque.length === 0 && !isPattern(bare) && text[start] !== '~';
  return { raw: out.rawText, value: out.value, literal, quoted, pieces: out.pieces };
}

/** Whether the bare characters of a word may stand for several words: `*`, `?`, `[a-z]`, `{a,b}`, `{1..3}`. */
function isPattern(bare: string): boolean {
  if (bare.includes('*') || bare.includes('?')) return true;
  const open = bare.indexOf('[');
  if (open >= 0 && bare.includes(']', open)) return true;
  if (!bare.includes('{')) return false;
  return bare.match(braces)?.some((found) => found.includes(',') || found.includes('..')) ?? false;
}

function closingQuote(text: string, from: number, end: number, escapes: boolean): number {
  let at = from;
  while (at < end && text[at] !== "'") at += escapes && text[at] === '\\' ? 2 : 1;
  return Math.min(at, end);
}

const ansi: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
};

class Output {
  rawText = '';
  value = '';
  readonly pieces: { at: number; from: number; length: number }[] = [];

  constructor(private readonly text: string) {}

  /** Characters that are quotes or escapes only. */
  raw(start: number, end: number): void {
    this.rawText += this.text.slice(start, end);
  }

  /** Characters the program gets. */
  keep(start: number, end: number): void {
    if (end <= start) return;
    this.raw(start, end);
    this.add(this.text.slice(start, end), start);
  }

  /** A continuation. */
  skip(): void {}

  /** The inside of `$'…'`. */
  decode(start: number, end: number): void {
    this.raw(start, end);
    let at = start;
    while (at < end) {
      if (this.text[at] !== '\\') {
        this.add(this.text.charAt(at), at++);
        continue;
      }
      const match = /^(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3}))/.exec(
        this.text.slice(at + 1, end),
      );
      const hex = match?.[1] ?? match?.[2] ?? match?.[3];
      const code = hex !== undefined ? Number.parseInt(hex, 16) : match?.[4] ? Number.parseInt(match[4], 8) : undefined;
      const letter = this.text.charAt(at + 1);
      if (match && code !== undefined && code <= 0x10ffff) this.add(String.fromCodePoint(code), at);
      else this.add(ansi[letter] ?? `\\${letter}`, at);
      at += 1 + Math.max(1, match?.[0].length ?? 1);
    }
  }

  private add(value: string, from: number): void {
    const last = this.pieces[this.pieces.length - 1];
    const at = this.value.length;
    this.value += value;
    if (last && last.from + last.length === from && last.at + last.length === at) {
      last.length += value.length;
    } else {
      this.pieces.push({ at, from, length: value.length });
    }
  }
}
