import type { SyntaxNode } from './syntax';

/**
 * A statement of a list as the shell runs it: one or more commands joined by pipes. The grammar nests lists to the left; this
 * is the flat view of it.
 */
export interface Statement {
  readonly members: readonly Member[];
  /** The operators between the members. */
  readonly pipes: readonly SyntaxNode[];
  /** From its first character (`!` too) to behind its last. */
  readonly start: number;
  readonly end: number;
  readonly operator: '&&' | '||' | ';' | '&' | '\n' | undefined;
  /** Offsets of the operator in the script. */
  readonly operatorStart: number;
  readonly operatorEnd: number;
  /** It starts with `!`. */
  readonly negated: boolean;
  /** The next one follows a `&`. */
  readonly background: boolean;
}

/** One side of a pipe: a command or compound, with the redirections and words that stand behind it. */
export interface Member {
  /** Undefined when there are redirections only. */
  readonly node: SyntaxNode | undefined;
  readonly redirects: readonly SyntaxNode[];
  /** Arguments that stand behind a redirection. */
  readonly words: readonly SyntaxNode[];
}

const operators = new Set(['&&', '||', ';', '&', '\n']);
const separators = new Set([';;', ';&', ';;&']);

/** The statements among the children of a block (program, group, branch, substitution); keywords and comments are left out. */
export function statements(children: readonly SyntaxNode[], text: string): readonly Statement[] {
  const list = new StatementList(text);
  for (const child of children) {
    if (child.named) list.boundary();
    for (const part of parts(child)) list.add(part);
  }
  return list.finish();
}

/** Lists, pipelines and redirections opened up, in source order. Not recursive: a list is as deep as it is long. */
function* parts(child: SyntaxNode): Iterable<SyntaxNode> {
  const stack = [child];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (opens(node)) {
      for (let i = node.children.length - 1; i >= 0; i--) stack.push(node.children[i] as SyntaxNode);
    } else {
      yield node;
    }
  }
}

function opens(node: SyntaxNode): boolean {
  return (
    node.type === 'list' ||
    node.type === 'pipeline' ||
    node.type === 'redirected_statement' ||
    node.type === 'negated_command'
  );
}

class StatementList {
  private readonly done: Statement[] = [];
  private members: Member[] = [];
  private pipes: SyntaxNode[] = [];
  private node: SyntaxNode | undefined;
  private redirects: SyntaxNode[] = [];
  private words: SyntaxNode[] = [];
  private operator: SyntaxNode | undefined;
  private piped = false;
  private bang: SyntaxNode | undefined;
  private end = 0;

  constructor(private readonly text: string) {}

  /** What follows is no part of the statement before. */
  boundary(): void {
    this.closeStatement(false);
  }

  add(node: SyntaxNode): void {
    if (operators.has(node.type)) {
      this.closeStatement(node.type === '&');
      if (!this.operator || this.operator.type === '\n' || node.type !== '\n') this.operator = node;
    } else if (separators.has(node.type)) {
      this.closeStatement(false);
    } else if (node.type === '|' || node.type === '|&') {
      this.closeMember();
      this.piped = true;
      this.pipes.push(node);
    } else if (node.type === '!') {
      if (!this.piped) this.closeStatement(false);
      this.bang ??= node;
    } else if (isRedirect(node)) {
      this.redirects.push(node);
    } else if (node.named && node.type !== 'comment' && node.end > node.start) {
      if (this.redirects.length > 0 && isWord(node)) {
        this.words.push(node);
        return;
      }
      const startsStatement = !this.piped && this.node !== undefined;
      if (startsStatement) this.closeStatement(false);
      this.piped = false;
      this.node = node;
    }
  }

  finish(): readonly Statement[] {
    this.closeStatement(false);
    return this.done;
  }

  private closeMember(): void {
    if (this.node || this.redirects.length > 0) {
      this.members.push({ node: this.node, redirects: this.redirects, words: this.words });
    }
    this.node = undefined;
    this.redirects = [];
    this.words = [];
  }

  private closeStatement(background: boolean): void {
    this.closeMember();
    this.piped = false;
    const { pipes } = this;
    this.pipes = [];
    const first = this.members[0];
    if (!first) return;
    const own = memberStart(first);
    const bang = this.bang?.start ?? bangBefore(this.text, own);
    const start = Math.min(own, bang ?? own);
    const end = this.members.reduce((last, member) => Math.max(last, memberEnd(member)), 0);
    const negated = bang !== undefined;
    this.done.push({ members: this.members, pipes, start, end, ...this.joint(start), negated, background });
    this.end = end;
    this.members = [];
    this.operator = undefined;
    this.bang = undefined;
  }

  /** What stands between the statement before and the one at `start`. A line break is no node of the tree. */
  private joint(start: number): Pick<Statement, 'operator' | 'operatorStart' | 'operatorEnd'> {
    if (this.done.length === 0) return { operator: undefined, operatorStart: start, operatorEnd: start };
    if (this.operator && this.operator.end > this.operator.start) {
      const { type, start: operatorStart, end: operatorEnd } = this.operator;
      return { operator: type as NonNullable<Statement['operator']>, operatorStart, operatorEnd };
    }
    const lineBreak = this.text.slice(this.end, start).lastIndexOf('\n');
    const at = lineBreak < 0 ? start : this.end + lineBreak;
    return { operator: '\n', operatorStart: at, operatorEnd: lineBreak < 0 ? at : at + 1 };
  }
}

/** Where the `!` stands that `prepare` has hidden from the grammar in front of a compound command. */
function bangBefore(text: string, start: number): number | undefined {
  const match = /(?:^|[\s;&|({])(![ \t]+)$/.exec(text.slice(Math.max(0, start - 20), start));
  return match?.[1] === undefined ? undefined : start - match[1].length;
}

export function isRedirect(node: SyntaxNode): boolean {
  return node.type === 'file_redirect' || node.type === 'heredoc_redirect' || node.type === 'herestring_redirect';
}

/** The redirections of `A=1 2>file && next`, where the next command was taken for the one of the assignment. */
export function strayRedirects({ type, children }: SyntaxNode): readonly SyntaxNode[] {
  const at = children.findIndex((child) => child.type !== 'variable_assignment' && !isRedirect(child));
  const stray = at > 0 && (children[at]?.type === 'ERROR' || children[at]?.start === children[at]?.end);
  return type === 'command' && stray ? children.slice(0, at).filter(isRedirect) : [];
}

const wordTypes = new Set([
  'word',
  'string',
  'raw_string',
  'ansi_c_string',
  'translated_string',
  'concatenation',
  'expansion',
  'simple_expansion',
  'command_substitution',
  'process_substitution',
  'arithmetic_expansion',
  'brace_expression',
  'number',
]);

/** A node that is (part of) a word. */
export function isWord(node: SyntaxNode): boolean {
  return wordTypes.has(node.type);
}

/** First offset of a member. */
export function memberStart(member: Member): number {
  let start = member.node?.start ?? Number.POSITIVE_INFINITY;
  for (const redirect of member.redirects) start = Math.min(start, redirect.start);
  return start;
}

/** Offset behind a member. */
export function memberEnd(member: Member): number {
  let end = member.node?.end ?? 0;
  for (const redirect of member.redirects) end = Math.max(end, redirect.end);
  for (const word of member.words) end = Math.max(end, word.end);
  return end;
}

const questions = new Set(['test', '[', 'type', 'which', 'hash']);

/** A statement whose only use is its answer. */
export function isTest({ members }: Statement, text: string): boolean {
  const node = members[0]?.node;
  if (members.length !== 1 || !node) return false;
  if (node.type === 'test_command') return true;
  if (node.type !== 'command') return false;
  const words = node.children
    .filter((child) => child.type !== 'variable_assignment')
    .map((child) => text.slice(child.start, child.end));
  return questions.has(words[0] ?? '') || (words[0] === 'command' && /^-[vV]$/.test(words[1] ?? ''));
}
