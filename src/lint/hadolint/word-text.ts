import type { ShellWord } from '../../shell/script';

/** What hadolint makes of a word. */
export interface WordText {
  /**
   * Quotes and escapes removed; `$v` and `${v}` are both `${v}`, `$(…)` is `${…}`, backticks and arithmetic `${VAR}`; braces
   * that list alternatives, extended globs and `<(…)` leave nothing.
   */
  readonly text: string;
  /** No expansion and no glob in it, `~` being neither. */
  readonly literal: boolean;
}

/** Reads a word as hadolint does. */
export function wordText(word: ShellWord): WordText {
  if (readsAlike(word)) return { text: word.value, literal: true };
  return new Reader(word.raw).read();
}

/** The word is literal, and hadolint makes of it what the shell does. */
export function readsAlike({ literal, raw }: ShellWord): boolean {
  return literal && !(/['(]/.test(raw) && /\$'|[?*@!+]\(/.test(raw));
}

const anyExpansion = /^\$(?:\w+|[@*#?$!-])/;
const closing: Readonly<Record<string, string>> = { '(': ')', '{': '}', '[': ']' };

class Reader {
  private text = '';
  private literal = true;
  private quoted = false;
  private at = 0;

  constructor(private readonly raw: string) {}

  read(): WordText {
    while (this.at < this.raw.length) this.step();
    return { text: this.text, literal: this.literal };
  }

  private step(): void {
    const { raw, at, quoted } = this;
    const char = raw.charAt(at);
    if (char === '\\') this.escape();
    else if (char === '"') {
      this.quoted = !quoted;
      this.at++;
    } else if (char === "'" && !quoted) this.single(at + 1);
    else if (char === '`') this.replace(behind(raw, at + 1, '`'), '${VAR}');
    else if (char === '$') this.dollar();
    else if (!quoted && /^(?:[?*@!+]\(|[<>]\()/.test(raw.slice(at, at + 2))) this.replace(closed(raw, at + 1), '');
    else if (!quoted && char === '{' && isBraceExpansion(raw.slice(at, closed(raw, at))))
      this.replace(closed(raw, at), '');
    else {
      if (!quoted && (char === '*' || char === '?' || (char === '[' && raw.includes(']', at)))) this.literal = false;
      this.keep(at, at + 1);
    }
  }

  private escape(): void {
    const next = this.raw.charAt(this.at + 1);
    this.keep(this.quoted && !'$`"\\'.includes(next) ? this.at : this.at + 1, this.at + 2);
  }

  private single(from: number): void {
    const end = this.raw.indexOf("'", from);
    this.keep(from, end < 0 ? this.raw.length : end);
    this.at++;
  }

  private dollar(): void {
    const { raw, at, quoted } = this;
    const rest = raw.slice(at);
    const end = closed(raw, at + 1);
    const name = anyExpansion.exec(rest)?.[0];
    if (rest.startsWith('$((') || rest.startsWith('$[')) this.replace(end, '${VAR}');
    else if (rest.startsWith('$(')) this.replace(end, `\${${raw.slice(at + 2, end - 1)}}`);
    else if (rest.startsWith('${')) this.replace(end, raw.slice(at, end));
    else if (name) this.replace(at + name.length, `\${${name.slice(1)}}`);
    else if (!quoted && rest.startsWith("$'")) this.single(at + 2);
    else if (!quoted && rest.startsWith('$"')) this.at++;
    else this.keep(at, at + 1);
  }

  /** What ends at `end` is no literal text and leaves this. */
  private replace(end: number, text: string): void {
    this.literal = false;
    this.text += text;
    this.at = end;
  }

  private keep(from: number, end: number): void {
    this.text += this.raw.slice(from, end);
    this.at = end;
  }
}

function isBraceExpansion(braces: string): boolean {
  return /^\{.*(?:,|\.\.).*\}$/s.test(braces);
}

/** Behind the bracket that closes the one at `from`; the end of the text if there is none. */
function closed(text: string, from: number): number {
  const open = text.charAt(from);
  const close = closing[open] ?? '';
  let depth = 0;
  let at = from;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === '\\') at++;
    else if (char === "'" || char === '"') at = behind(text, at + 1, char) - 1;
    else if (char === open) depth++;
    else if (char === close && --depth === 0) return at + 1;
    at++;
  }
  return text.length;
}

/** Behind the next unescaped `end` character. */
function behind(text: string, from: number, end: string): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\' && end !== "'") at++;
    else if (text[at] === end) return at + 1;
  }
  return text.length;
}
