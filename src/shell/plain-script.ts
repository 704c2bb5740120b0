import type { MappedText } from '../shared/mapped-text';
import { nestedScriptWord } from './nested';
import { PlainTokens, type PlainWord, type Token } from './plain-tokens';
import type {
  ShellAssignment,
  ShellCommand,
  ShellPipe,
  ShellRedirect,
  ShellScope,
  ShellScript,
  ShellStep,
} from './script';

/**
 * Most RUN instructions are lists of simple commands. They are read here, in a tenth of the time the grammar takes, with the
 * very result the grammar gives (a test holds the two together). Undefined where anything else stands in the script, so that
 * nothing is guessed: compound commands, substitutions, here-documents, line breaks, scripts in scripts.
 */
export function plainScript(script: MappedText): ShellScript | undefined {
  if (!/\S/.test(script.text) || /[`()\n\r]|<<|==|[^\S \t]/.test(script.text)) return undefined;
  try {
    return new PlainParser(script).parse();
  } catch (reason) {
    if (reason === notPlain) return undefined;
    throw reason;
  }
}

const notPlain = new Error('The script is for the grammar to read');

/** Words that begin something else than a simple command, or whose arguments the grammar reads in its own way. */
const special = new Set(
  (
    'if then else elif fi for while until do done case esac function select time coproc in ! { } [ ] [[ ]] ' +
    'declare typeset export readonly local unset unsetenv let'
  ).split(' '),
);

const questions = new Set(['test', 'type', 'which', 'hash']);

interface Parts {
  readonly start: number;
  readonly end: number;
  readonly words: readonly PlainWord[];
  readonly assignments: readonly ShellAssignment[];
  readonly redirects: readonly ShellRedirect[];
}

class PlainParser {
  private readonly tokens: PlainTokens;
  private readonly commands: ShellCommand[] = [];
  private readonly pipes: ShellPipe[] = [];
  private readonly steps: ShellStep[] = [];
  private token: Token | undefined;

  constructor(private readonly script: MappedText) {
    this.tokens = new PlainTokens(script);
    this.advance();
  }

  parse(): ShellScript {
    let operator: Token | undefined;
    let guard: ShellScope | undefined;
    while (this.token) {
      const members = this.members();
      const joint = operator?.text as ShellStep['operator'];
      if (joint !== '&&') guard = undefined;
      const branch: ShellScope | undefined = joint === '||' ? { kind: 'branch' } : guard;
      this.step(members, operator, branch ? [branch] : []);
      if (!guard && isTest(members)) guard = { kind: 'branch' };
      const next: Token | undefined = this.token;
      if (!next) break;
      operator = next;
      this.advance();
      if (!this.token && operator.text !== ';') throw notPlain;
    }
    return { dialect: 'posix', complete: true, commands: this.commands, steps: this.steps, pipes: this.pipes };
  }

  private advance(): void {
    this.token = this.tokens.next();
    if (this.token?.kind === 'strange') throw notPlain;
  }

  private step(members: readonly Parts[], operator: Token | undefined, scopes: readonly ShellScope[]): void {
    const before = this.commands.length;
    const alone = members.length === 1;
    const place = alone ? 'top' : 'pipeline';
    const conditional = scopes.length > 0;
    for (const member of members) {
      const around: readonly ShellScope[] = alone ? scopes : [...scopes, { kind: 'subshell' }];
      const [name, ...args] = member.words;
      if (!name) continue;
      const { assignments, redirects } = member;
      const parts = { name, args, assignments, redirects, span: this.script.span(member.start, member.end) };
      if (nestedScriptWord(parts)) throw notPlain;
      this.commands.push({ ...parts, step: this.steps.length, place, conditional, scopes: around });
    }
    const [first, last] = [members[0] as Parts, members.at(-1) as Parts];
    this.steps.push({
      span: this.script.span(first.start, last.end),
      operator: operator?.text as ShellStep['operator'],
      operatorSpan: operator && this.script.span(operator.start, operator.end),
      kind: alone ? 'command' : 'pipeline',
      commands: this.commands.slice(before),
    });
  }

  /** A pipeline. */
  private members(): readonly Parts[] {
    const members = [this.command()];
    while (this.token?.text === '|' && this.token.kind === 'operator') {
      const { start, end } = this.token;
      const source = members.at(-1) as Parts;
      if (source.words.length === 0) throw notPlain;
      this.pipes.push({ span: this.script.span(start, end), source: this.script.span(source.start, source.end) });
      this.advance();
      members.push(this.command());
    }
    if (members.length > 1 && members.at(-1)?.words.length === 0) throw notPlain;
    return members;
  }

  private command(): Parts {
    const words: PlainWord[] = [];
    const assignments: ShellAssignment[] = [];
    const redirects: ShellRedirect[] = [];
    const start = this.token?.start ?? 0;
    let end = start;
    for (; this.token && this.token.kind !== 'operator'; this.advance()) {
      const { token } = this;
      end = token.end;
      if (token.kind === 'redirect') {
        const redirect = this.redirect(token);
        end = this.token.end;
        redirects.push(redirect);
      } else if (token.kind === 'assignment' && words.length === 0) {
        if (redirects.length > 0) throw notPlain;
        assignments.push(token.assignment());
      } else {
        if (words.length === 0 && (redirects.length > 0 || isStrangeName(token.text))) throw notPlain;
        words.push(token.word());
      }
    }
    if (words.length === 0 && (assignments.length === 0 || redirects.length > 0)) throw notPlain;
    return { start, end, words, assignments, redirects };
  }

  private redirect({ start, text, descriptor }: Token): ShellRedirect {
    this.advance();
    const target = this.token;
    if (target?.kind !== 'word' && target?.kind !== 'assignment') throw notPlain;
    return { operator: text, descriptor, target: target.word(), span: this.script.span(start, target.end) };
  }
}

/** A keyword, or a word whose first letters the grammar takes for one or for an assignment. */
function isStrangeName(text: string): boolean {
  return special.has(text) || text.includes('=') || special.has(/^[a-z]*/.exec(text)?.[0] ?? '');
}

/** A statement whose only use is its answer. */
function isTest(members: readonly Parts[]): boolean {
  const words = members[0]?.words ?? [];
  if (members.length !== 1) return false;
  const first = words[0]?.raw ?? '';
  return questions.has(first) || (first === 'command' && /^-[vV]$/.test(words[1]?.raw ?? ''));
}
