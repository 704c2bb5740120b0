import type { MappedText } from '../shared/mapped-text';
import { nestedScriptWord } from './nested';
import type { PlainArm, PlainBlock, PlainMember, PlainStatement } from './plain-block';
import { closing, declarations, special } from './plain-keywords';
import { endsWord, notPlain, PlainWords, textEnd } from './plain-words';
import type { ShellAssignment, ShellRedirect, ShellStep, ShellWord } from './script';

/** Deeper scripts are for the grammar, which is not recursive. */
const maxDepth = 30;

/** The statements of a script; throws `notPlain`. */
export function plainBlock(script: MappedText): PlainBlock {
  return new PlainReader(script).script();
}

class PlainReader {
  private readonly words: PlainWords;
  private readonly from: MappedText;
  private inside: PlainBlock[] = [];
  private depth = 0;

  constructor(script: MappedText) {
    this.from = script;
    this.words = new PlainWords(script, () => this.substitution());
  }

  script(): PlainBlock {
    const block = this.block();
    if (this.words.at < this.from.text.length) throw notPlain;
    return block;
  }

  /** Up to what can begin no statement: a closing word or bracket, or the end. */
  private block(): PlainBlock {
    const { words } = this;
    if (++this.depth > maxDepth) throw notPlain;
    const out: PlainStatement[] = [];
    let operator: ShellStep['operator'];
    let operatorAt = 0;
    words.skipLines();
    while (!this.isClosed()) {
      const statement = this.statement(operator, operatorAt);
      out.push(statement);
      words.skipBlanks();
      operatorAt = words.at;
      operator = this.operator();
      const lineBreak = words.skipLines();
      if (operator === undefined && lineBreak < 0) break;
      if (operator === undefined) operatorAt = lineBreak;
      operator ??= '\n';
      if (isOperator(words.peek())) throw notPlain;
      if (operator === '&') out[out.length - 1] = { ...statement, background: true };
      if (operator.length === 2 && this.isClosed()) throw notPlain;
    }
    if (out.length === 0) throw notPlain;
    this.depth--;
    return out;
  }

  private operator(): ShellStep['operator'] {
    const { words } = this;
    const code = words.peek();
    if (!isOperator(code)) return undefined;
    const double = code !== 59 && words.text.charCodeAt(words.at + 1) === code;
    if (code === 124 && !double) throw notPlain;
    words.at += double ? 2 : 1;
    return code === 59 ? ';' : code === 124 ? '||' : double ? '&&' : '&';
  }

  private isClosed(): boolean {
    const code = this.words.peek();
    if (code === textEnd || code === 41 || code === 125) return true;
    return mayClose[code] === 1 && closing.has(this.words.keyword());
  }

  private statement(operator: ShellStep['operator'], operatorAt: number): PlainStatement {
    const { words } = this;
    const { at: start } = words;
    const negated = words.peek() === 33;
    if (negated) {
      words.at++;
      if (words.peek() !== 32) throw notPlain;
      words.skipBlanks();
    }
    const members = [this.member()];
    const pipes: number[] = [];
    for (words.skipBlanks(); words.peek() === 124; words.skipBlanks()) {
      const { at } = words;
      const next = words.text.charCodeAt(at + 1);
      if (next === 124) break;
      if (next === 38) throw notPlain;
      pipes.push(at);
      words.at++;
      words.skipLines();
      members.push(this.member());
    }
    if (members.length > 1 && members.some((member) => member.kind === 'command' && !member.name)) throw notPlain;
    const end = (members[members.length - 1] as PlainMember).end;
    return { start, end, operator, operatorAt, negated, background: false, members, pipes };
  }

  private member(): PlainMember {
    const { words } = this;
    const { at: start } = words;
    const code = words.peek();
    if (code === 40) {
      words.at++;
      // `((` begins arithmetic.
      if (words.peek() === 40) throw notPlain;
      const body = this.block();
      this.expect(')');
      return this.redirected({ kind: 'subshell', body, start, end: words.at });
    }
    if (code === 123) {
      words.at++;
      if (!isBlankOrBreak(words.peek())) throw notPlain;
      const body = this.block();
      this.expect('}');
      return this.redirected({ kind: 'group', body, start, end: words.at });
    }
    if (code === 91) return this.redirected(this.test());
    if (code >= 97 && code <= 122) {
      const name = this.words.keyword();
      if (special.has(name)) {
        const behind = words.peek(name.length);
        if (declarations.has(name) && endsWord(behind)) return this.command({ declaration: true });
        if (!isBlankOrBreak(behind)) throw notPlain;
        words.at += name.length;
        return this.redirected(this.compound(name, start));
      }
    }
    return this.command();
  }

  private compound(name: string, start: number): PlainMember {
    const { words } = this;
    switch (name) {
      case 'if': {
        const arms: PlainArm[] = [];
        for (let next: string = name; next !== 'fi'; next = this.keywords('elif', 'else', 'fi')) {
          const condition = next === 'else' ? undefined : this.block();
          if (condition) this.keywords('then');
          arms.push({ condition, body: this.block() });
          if (!condition) {
            this.keywords('fi');
            break;
          }
        }
        return { kind: 'if', arms, start, end: words.at };
      }
      case 'while':
      case 'until': {
        const condition = this.block();
        this.keywords('do');
        const body = this.block();
        this.keywords('done');
        return { kind: 'while', condition, body, start, end: words.at };
      }
      case 'for': {
        const inside = this.loopWords();
        this.keywords('do');
        const body = this.block();
        this.keywords('done');
        return { kind: 'for', inside, body, start, end: words.at };
      }
      default:
        throw notPlain;
    }
  }

  /** `X in a b c;`. */
  private loopWords(): readonly PlainBlock[] {
    const { words } = this;
    words.skipBlanks();
    variable.lastIndex = words.at;
    if (!variable.test(words.text)) throw notPlain;
    words.at = variable.lastIndex;
    const inside = this.substitutionsIn(() => {
      for (words.skipBlanks(); words.peek() !== 59 && words.peek() !== 10; words.skipBlanks()) words.read();
    });
    if (words.peek() === 59) words.at++;
    words.skipLines();
    return inside;
  }

  /** `[ … ]`. */
  private test(): PlainMember {
    const { words } = this;
    const { at: start, text } = words;
    words.at++;
    if (words.peek() !== 32) throw notPlain;
    const inside = this.substitutionsIn(() => {
      for (;;) {
        words.skipBlanks();
        const { at } = words;
        if (words.peek() === 33) words.at += text.charCodeAt(at + 1) === 61 ? 2 : 1;
        else words.read();
        if (words.peek() === 60 || words.peek() === 62) throw notPlain;
        if (words.at === at + 1 && text.charCodeAt(at) === 93) break;
        if (words.peek() !== 32) throw notPlain;
      }
    });
    return { kind: 'test', inside, start, end: words.at };
  }

  /** Redirections behind a compound command. They are nobody's, but belong to its extent. */
  private redirected(member: PlainMember): PlainMember {
    const { words } = this;
    const inside = this.substitutionsIn(() => {
      for (words.skipBlanks(); words.redirect(); words.skipBlanks()) member.end = words.at;
    });
    if (inside.length > 0) throw notPlain;
    return member;
  }

  private command(options: { readonly declaration?: true } = {}): PlainMember {
    const { words } = this;
    const found: ShellWord[] = [];
    const assignments: ShellAssignment[] = [];
    const redirects: ShellRedirect[] = [];
    const outer = this.inside;
    this.inside = [];
    const { at: start } = words;
    let end = start;
    for (; !words.endsCommand(); words.skipBlanks()) {
      const redirect = words.redirect();
      if (redirect) {
        redirects.push(redirect);
        end = words.at;
        continue;
      }
      const substitutions = this.inside.length;
      const word = words.read();
      end = words.at;
      if (redirects.length > 0 && this.inside.length > substitutions) throw notPlain;
      if (word.bracketed && options.declaration) throw notPlain;
      if (found.length === 0 && words.isAssignment(word)) {
        if (redirects.length > 0) throw notPlain;
        assignments.push(words.assignment(word));
      } else {
        if (found.length === 0 && (redirects.length > 0 || words.holdsEquals(word))) throw notPlain;
        found.push(words.word(word));
      }
    }
    if (found.length === 0 && (assignments.length === 0 || redirects.length > 0)) throw notPlain;
    const [name, ...args] = found;
    if (name && nestedScriptWord({ name, args })) throw notPlain;
    const { inside } = this;
    this.inside = outer;
    return { kind: 'command', name, args, assignments, redirects, inside, start, end };
  }

  private substitution(): void {
    const { inside } = this;
    this.inside = [];
    inside.push(this.block());
    this.expect(')');
    this.inside = inside;
  }

  /** The substitutions in what is read. */
  private substitutionsIn(read: () => void): readonly PlainBlock[] {
    const outer = this.inside;
    this.inside = [];
    read();
    const { inside } = this;
    this.inside = outer;
    return inside;
  }

  private expect(character: string): void {
    if (this.words.text[this.words.at++] !== character) throw notPlain;
  }

  /** Reads one of the words, behind which something must follow that ends it. */
  private keywords(...names: readonly string[]): string {
    const { words } = this;
    const name = this.words.keyword();
    words.at += name.length;
    if (!names.includes(name) || !endsWord(words.peek())) throw notPlain;
    return name;
  }
}

/** First letters of the words that close something. */
const mayClose = new Uint8Array(128);
for (const word of closing) mayClose[word.charCodeAt(0)] = 1;

const variable = /[A-Za-z_]\w*[ \t]+in(?=[ \t])/y;

function isOperator(code: number): boolean {
  return code === 59 || code === 38 || code === 124;
}

function isBlankOrBreak(code: number): boolean {
  return code === 32 || code === 9 || code === 10;
}
