import { isDigit, isNameCharacter } from './characters';

/** A variable in the text that was lexed, offsets into that text. */
export interface LexedVariable {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly modifier: string | undefined;
  readonly operand: string | undefined;
}

export interface Lexed {
  /** The text in order: what stands for itself, quotes and escapes resolved, and outermost variables. */
  readonly parts: readonly (string | LexedVariable)[];
  /** All variables by their start, those inside operands too. */
  readonly variables: readonly LexedVariable[];
  /** False where the builder stops with an error: an open quote or brace, an unknown modifier. */
  readonly valid: boolean;
  /** The quotes that go around the whole text. */
  readonly quote: '"' | "'" | undefined;
}

interface OpenVariable {
  readonly kind: 'variable';
  readonly start: number;
  readonly slot: number;
  readonly name: string;
  readonly modifier: string;
  readonly operand: number;
  /** A substitution `${a/b/c}` is closed by a slash and then by a brace. */
  stop: '}' | '/';
}

type Frame = OpenVariable | { readonly kind: 'quote'; readonly start: number };

const special = /["'\\`$]/;
const plainRun = /[^"'\\`$}/]+/y;
const nothing: readonly LexedVariable[] = [];

/**
 * Takes a word apart as BuildKit's shell lexer does (quotes, escapes, `$name`, `${name…}` with nested operands). Never
 * recursive and linear: a word may be as long as the file.
 */
export function lex(text: string, escaper: string): Lexed {
  if (!special.test(text))
    return { parts: text === '' ? [] : [text], variables: nothing, valid: true, quote: undefined };
  return new Lexer(text, escaper).run();
}

class Lexer {
  private readonly parts: (string | LexedVariable)[] = [];
  private readonly variables: (LexedVariable | undefined)[] = [];
  private readonly frames: Frame[] = [];
  private literal = '';
  private depth = 0;
  private valid = true;
  private quote: '"' | "'" | undefined;
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly escaper: string,
  ) {}

  run(): Lexed {
    while (this.at < this.text.length) this.step();
    if (this.frames.length > 0) {
      this.valid = false;
      // What an open brace or quote holds has no meaning; it is kept as written.
      const open = this.frames.find((frame) => frame.kind === 'variable');
      if (open) this.literal += this.text.slice(open.start);
    }
    this.flush();
    const variables = this.variables.filter((variable) => variable !== undefined);
    return { parts: this.parts, variables, valid: this.valid, quote: this.quote };
  }

  private step(): void {
    const { text, at } = this;
    const character = text[at] ?? '';
    const frame = this.frames.at(-1);
    if (character === '$') this.dollar();
    else if (frame?.kind === 'quote') this.inQuote(character, frame.start);
    else if (frame && character === frame.stop) this.closeOperand(frame);
    else if (character === "'") this.singleQuote();
    else if (character === '"') {
      this.frames.push({ kind: 'quote', start: at });
      this.at++;
    } else if (character === this.escaper) {
      this.take(at + 1, Math.min(at + 2, text.length));
    } else this.plain();
  }

  private inQuote(character: string, start: number): void {
    const { text, at } = this;
    if (character === '"') {
      this.frames.pop();
      if (start === 0 && at === text.length - 1) this.quote = '"';
      this.at++;
    } else if (character === this.escaper) {
      const next = text[at + 1] ?? '';
      if (next === '' || next === '"' || next === '$' || next === this.escaper) {
        this.take(at + 1, Math.min(at + 2, text.length));
      } else this.take(at, at + 1);
    } else this.plain();
  }

  private singleQuote(): void {
    const close = this.text.indexOf("'", this.at + 1);
    if (close < 0) {
      this.valid = false;
      this.take(this.at, this.text.length);
      return;
    }
    if (this.at === 0 && close === this.text.length - 1) this.quote = "'";
    this.take(this.at + 1, close);
    this.at = close + 1;
  }

  /** One character and those behind it that never mean anything. */
  private plain(): void {
    plainRun.lastIndex = this.at + 1;
    this.take(this.at, plainRun.test(this.text) ? plainRun.lastIndex : this.at + 1);
  }

  private dollar(): void {
    const { text, at } = this;
    if (text[at + 1] !== '{') {
      const end = nameEnd(text, at + 1);
      if (end === at + 1) this.take(at, end);
      else this.add({ start: at, end, name: text.slice(at + 1, end), modifier: undefined, operand: undefined });
      return;
    }
    const end = nameEnd(text, at + 2);
    const name = text.slice(at + 2, end);
    if (text[end] === '}' && name !== '') {
      this.add({ start: at, end: end + 1, name, modifier: undefined, operand: undefined });
      return;
    }
    const modifier = modifierAt(text, end);
    if (modifier === undefined || name === '') {
      this.valid = false;
      this.take(at, at + 1);
      return;
    }
    const operand = end + modifier.length;
    const stop = modifier.startsWith('/') ? '/' : '}';
    this.frames.push({ kind: 'variable', start: at, slot: this.variables.length, name, modifier, operand, stop });
    this.variables.push(undefined);
    this.depth++;
    this.at = operand;
  }

  private closeOperand(frame: OpenVariable): void {
    this.at++;
    if (frame.stop === '/') {
      frame.stop = '}';
      return;
    }
    this.frames.pop();
    this.depth--;
    const { start, name, modifier } = frame;
    const variable = { start, end: this.at, name, modifier, operand: this.text.slice(frame.operand, this.at - 1) };
    this.variables[frame.slot] = variable;
    this.part(variable);
  }

  private add(variable: LexedVariable): void {
    this.variables.push(variable);
    this.part(variable);
    this.at = variable.end;
  }

  private part(variable: LexedVariable): void {
    if (this.depth > 0) return;
    this.flush();
    this.parts.push(variable);
  }

  private take(start: number, end: number): void {
    if (this.depth === 0) this.literal += this.text.slice(start, end);
    this.at = end;
  }

  private flush(): void {
    if (this.literal !== '') this.parts.push(this.literal);
    this.literal = '';
  }
}

/** End of the variable name at an offset: a special parameter, a number or a word; the offset itself for none. */
function nameEnd(text: string, start: number): number {
  let end = start;
  if (isDigit(text.charCodeAt(start))) {
    while (isDigit(text.charCodeAt(end))) end++;
    return end;
  }
  if (start < text.length && '@*#?-$!'.includes(text[start] ?? '')) return start + 1;
  while (end < text.length && isNameCharacter(text.charCodeAt(end))) end++;
  return end;
}

function modifierAt(text: string, at: number): string | undefined {
  const first = text[at] ?? '';
  const second = text[at + 1] ?? '';
  if (first === ':') return second !== '' && '-+?'.includes(second) ? first + second : undefined;
  if (first !== '' && '#%/'.includes(first)) return second === first ? first + second : first;
  return first !== '' && '+-?'.includes(first) ? first : undefined;
}
