import type { MappedText } from '../shared/mapped-text';
import { buildCommand, heredocCode } from './command';
import { prepare } from './prepare';
import { type Extent, extentsInside } from './scan';
import type { ShellCommand, ShellPipe, ShellScope, ShellScript, ShellStep } from './script';
import {
  isRedirect,
  isTest,
  type Member,
  memberEnd,
  memberStart,
  type Statement,
  statements,
  strayRedirects,
} from './statements';
import type { SyntaxNode, SyntaxTree } from './syntax';
import type { Source } from './words';

/** Turns the text of a script into its tree. */
export type Grammar = (text: string) => SyntaxTree;

type Place = ShellCommand['place'];

/** Where a statement stands. */
interface Around {
  readonly place: Place;
  readonly scopes: readonly ShellScope[];
  readonly step: number;
}

/** How deep scripts in scripts (`sh -c`, code in backticks) and statements in statements are followed. */
const maxNesting = 4;
const maxDepth = 150;

/** Commands the grammar has joined over a line break are parsed again; each time there may be others. */
const maxParses = 6;

/** The contract's view of a script. */
export function convert(script: MappedText, grammar: Grammar): ShellScript {
  const { converter, result, complete } = converted(script, grammar, { depth: 0 }, (own, root) => own.steps(root));
  const { commands, pipes, truncated } = converter;
  return { dialect: 'posix', complete: complete && !truncated, commands, steps: result, pipes };
}

/** How far inside other scripts one stands; `nested` inside a `sh -c`. */
interface Nesting {
  readonly depth: number;
  readonly nested?: true;
}

function converted<T>(
  script: MappedText,
  grammar: Grammar,
  nesting: Nesting,
  visit: (converter: Converter, children: readonly SyntaxNode[]) => T,
): { readonly converter: Converter; readonly result: T; readonly complete: boolean } {
  const breaks: Extent[] = [];
  const blanks: Extent[] = [];
  for (let parses = 1; ; parses++) {
    const prepared = prepare(script.text, breaks, blanks);
    const tree = grammar(prepared.text);
    const converter = new Converter({ script, prepared }, grammar, nesting);
    const result = visit(converter, tree.root.children);
    const misread = converter.breaks.length + converter.blanks.length > 0;
    if (!misread || parses === maxParses) return { converter, result, complete: tree.complete && !misread };
    breaks.push(...converter.breaks);
    blanks.push(...converter.blanks);
  }
}

class Converter {
  readonly commands: ShellCommand[] = [];
  readonly pipes: ShellPipe[] = [];
  /** Something was nested too deep to be followed, or is no shell although the grammar takes it for some. */
  truncated = false;
  /** Blanks in which the grammar has overlooked a line break. */
  readonly breaks: Extent[] = [];
  /** Redirections of assignments without a command, behind which the grammar insists on one. */
  readonly blanks: Extent[] = [];
  private depth = 0;

  constructor(
    private readonly source: Source,
    private readonly grammar: Grammar,
    private readonly nesting: Nesting,
  ) {}

  /** The top level of a script. */
  steps(children: readonly SyntaxNode[]): readonly ShellStep[] {
    const { script } = this.source;
    const out: ShellStep[] = [];
    for (const { statement, scopes } of this.guarded(children, [])) {
      const before = this.commands.length;
      this.statement(statement, { place: 'top', scopes, step: out.length });
      const { operator, operatorStart, operatorEnd } = statement;
      out.push({
        span: script.span(statement.start, statement.end),
        operator,
        operatorSpan: operator && script.span(operatorStart, operatorEnd),
        kind: kindOf(statement),
        commands: this.commands.slice(before),
      });
    }
    return out;
  }

  block(children: readonly SyntaxNode[], around: Around): void {
    for (const { statement, scopes } of this.guarded(children, around.scopes)) {
      this.statement(statement, { ...around, scopes });
    }
  }

  /** The statements of a block with the branches that decide about them: behind `||`, or behind a test and `&&`. */
  private *guarded(
    children: readonly SyntaxNode[],
    outer: readonly ShellScope[],
  ): Iterable<{ readonly statement: Statement; readonly scopes: readonly ShellScope[] }> {
    const { text } = this.source.script;
    let guard: ShellScope | undefined;
    for (const statement of statements(children, text)) {
      if (statement.operator !== '&&') guard = undefined;
      const branch: ShellScope | undefined = statement.operator === '||' ? { kind: 'branch' } : guard;
      yield { statement, scopes: branch ? [...outer, branch] : outer };
      if (!guard && isTest(statement, text)) guard = { kind: 'branch' };
    }
  }

  private statement({ members, pipes, background }: Statement, around: Around): void {
    const alone = members.length === 1;
    for (const [index, pipe] of pipes.entries()) this.pipe(pipe, members[index]);
    for (const member of members) {
      const inside = alone && !background ? around : within(around, alone ? around.place : 'pipeline', 'subshell');
      this.member(member, inside);
    }
  }

  private pipe({ start, end }: SyntaxNode, member: Member | undefined): void {
    const { script } = this.source;
    const span = script.span(start, end);
    const source = member ? script.span(memberStart(member), memberEnd(member)) : span;
    this.pipes.push({ span, source, ...(this.nesting.nested && { nested: this.nesting.nested }) });
  }

  private member(member: Member, around: Around): void {
    const { node, redirects, words } = member;
    const built = !node || isCommand(node) || isAssignment(node) ? buildCommand(member, this.source) : undefined;
    if (node) this.blanks.push(...strayRedirects(node));
    // The grammar lets `print(x)` pass, which is no function without a body.
    if (node && isCommand(node) && node.children.some(({ type }) => type === 'subshell')) this.truncated = true;
    if (built) {
      const { place, step, scopes } = around;
      const conditional = scopes.some((scope) => scope.kind === 'branch');
      const nested = this.nesting.nested && { nested: this.nesting.nested };
      const script = built.script && { script: built.script };
      this.commands.push({ ...built.parts, step, place, conditional, scopes, ...nested, ...script });
      this.breaks.push(...built.breaks);
    }
    this.descend(() => {
      if (node && !isCommand(node)) this.compound(node, around);
      else if (node) this.substitutions(node, around);
      for (const other of [...redirects, ...words]) this.substitutions(other, around);
    });
    if (built?.script) this.script(built.script, within(around, 'subshell', 'subshell'), { nested: true });
  }

  /** Commands of a script inside this one (`sh -c '…'`, code in backticks) join its own. */
  private script(script: MappedText, around: Around, own: Partial<Nesting> = {}): void {
    if (this.nesting.depth >= maxNesting) return;
    const nesting = { ...this.nesting, ...own, depth: this.nesting.depth + 1 };
    const { converter } = converted(script, this.grammar, nesting, (inner, root) => inner.block(root, around));
    this.commands.push(...converter.commands);
    this.pipes.push(...converter.pipes);
  }

  private compound(node: SyntaxNode, around: Around): void {
    const { children } = node;
    switch (node.type) {
      case 'compound_statement':
        this.block(children, within(around, 'group'));
        break;
      case 'subshell':
        this.block(children, within(around, 'subshell', 'subshell'));
        break;
      case 'if_statement':
        this.branches(children, around);
        break;
      case 'while_statement': {
        const condition = children.filter((child) => child.type !== 'do_group');
        this.block(condition, within(around, 'condition'));
        // A `{ …; }` among its children is part of the condition.
        this.bodies(
          children.filter((child) => child.type === 'do_group'),
          around,
        );
        break;
      }
      case 'function_definition':
        this.block(children.at(-1)?.children ?? [], within(around, 'function', 'branch'));
        break;
      case 'for_statement':
      case 'c_style_for_statement':
      case 'case_statement':
        for (const child of children) if (!isBody(child)) this.substitutions(child, around);
        this.bodies(children, around);
        break;
      case 'ERROR':
        break;
      default:
        this.substitutions(node, around);
    }
  }

  /** `if`, `elif` and `else`: conditions and bodies. */
  private branches(children: readonly SyntaxNode[], around: Around): void {
    const clauses = children.filter((child) => child.type === 'elif_clause' || child.type === 'else_clause');
    const own = children.filter((child) => !clauses.includes(child));
    const then = own.findIndex((child) => child.type === 'then');
    if (then >= 0) this.block(own.slice(0, then), within(around, 'condition'));
    this.block(own.slice(then + 1), within(around, 'body', 'branch'));
    for (const clause of clauses) {
      if (clause.type === 'else_clause') this.block(clause.children, within(around, 'body', 'branch'));
      else this.branches(clause.children, within(around, around.place, 'branch'));
    }
  }

  /** Loop bodies and the arms of a `case`. */
  private bodies(children: readonly SyntaxNode[], around: Around): void {
    for (const child of children) {
      if (!isBody(child)) continue;
      const close = child.type === 'case_item' ? child.children.findIndex((token) => token.type === ')') : -1;
      for (const pattern of child.children.slice(0, close + 1)) this.substitutions(pattern, around);
      this.block(child.children.slice(close + 1), within(around, 'body', 'branch'));
    }
  }

  /** Finds `$(…)`, backticks and `<(…)` below a node, those in the body of a here-document too. */
  private substitutions(node: SyntaxNode, around: Around): void {
    const inside = within(around, 'substitution', 'subshell');
    if (node.type === 'command_substitution' || node.type === 'process_substitution') {
      this.descend(() => this.block(node.children, inside));
      return;
    }
    const hidden = node.children.length === 0 ? this.backticksIn(node) : [];
    const code = isRedirect(node) ? heredocCode(node, this.source) : hidden;
    for (const { start, end } of code) this.script(this.source.script.slice(start, end), inside);
    if (node.children.length === 0) return;
    this.descend(() => {
      for (const child of node.children) this.substitutions(child, around);
    });
  }

  private backticksIn({ start, end }: SyntaxNode): readonly Extent[] {
    return extentsInside(this.source.prepared.backticks, start, end);
  }

  private descend(visit: () => void): void {
    if (this.depth >= maxDepth) {
      this.truncated = true;
      return;
    }
    this.depth++;
    visit();
    this.depth--;
  }
}

function within(around: Around, place: Place, scope?: ShellScope['kind']): Around {
  return {
    step: around.step,
    place: around.place === 'substitution' ? 'substitution' : place,
    scopes: scope ? [...around.scopes, { kind: scope }] : around.scopes,
  };
}

function kindOf({ members, negated }: Statement): ShellStep['kind'] {
  if (
    negated ||
    members.some(({ node }) => node && !isCommand(node) && !isAssignment(node) && node.type !== 'test_command')
  )
    return 'compound';
  return members.length > 1 ? 'pipeline' : 'command';
}

function isCommand(node: SyntaxNode): boolean {
  return node.type === 'command' || node.type === 'declaration_command' || node.type === 'unset_command';
}

function isAssignment(node: SyntaxNode): boolean {
  return node.type === 'variable_assignment' || node.type === 'variable_assignments';
}

/** A loop's body or an arm of a `case`. */
function isBody(node: SyntaxNode): boolean {
  return node.type === 'do_group' || node.type === 'case_item' || node.type === 'compound_statement';
}
