import type { MappedText } from '../shared/mapped-text';
import type { PlainArm, PlainBlock, PlainMember, PlainStatement } from './plain-block';
import { plainBlock } from './plain-syntax';
import { notPlain } from './plain-words';
import type { ShellCommand, ShellPipe, ShellScope, ShellScript, ShellStep } from './script';

/**
 * Most RUN instructions are made of simple commands, lists, loops and branches without surprises. They are read here, in a
 * tenth of the time the grammar takes, with the very result the grammar gives (a test holds the two together). Undefined
 * where anything else stands in the script, so that nothing is guessed: functions, `case`, here-documents, backticks,
 * arithmetic, scripts in scripts.
 */
export function plainScript(script: MappedText): ShellScript | undefined {
  if (/[`\r]|<<|[^\S \t\n]/.test(script.text) || script.text.includes('\0')) return undefined;
  try {
    return new Writer(script).write(plainBlock(script));
  } catch (reason) {
    if (reason === notPlain) return undefined;
    throw reason;
  }
}

type Place = ShellCommand['place'];

/** Where a statement stands. */
interface Around {
  readonly place: Place;
  readonly scopes: readonly ShellScope[];
  readonly step: number;
}

const noScopes: readonly ShellScope[] = [];

/** Lists the commands of a script in the order and with the surroundings that `convert` gives them. */
class Writer {
  private readonly commands: ShellCommand[] = [];
  private readonly pipes: ShellPipe[] = [];

  constructor(private readonly script: MappedText) {}

  write(block: PlainBlock): ShellScript {
    const { script, commands, pipes } = this;
    const steps: ShellStep[] = [];
    this.each(block, noScopes, (statement, scopes) => {
      const before = commands.length;
      this.statement(statement, { place: 'top', scopes, step: steps.length });
      const { start, end, operator, operatorAt } = statement;
      steps.push({
        span: script.span(start, end),
        operator,
        operatorSpan: operator && script.span(operatorAt, operatorAt + operator.length),
        kind: kindOf(statement),
        commands: commands.slice(before),
      });
    });
    return { dialect: 'posix', complete: true, commands, steps, pipes };
  }

  private block(block: PlainBlock, around: Around): void {
    this.each(block, around.scopes, (statement, scopes) => {
      this.statement(statement, scopes === around.scopes ? around : { ...around, scopes });
    });
  }

  /** The statements of a block with the branches that decide about them: behind `||`, or behind a test and `&&`. */
  private each(
    block: PlainBlock,
    outer: readonly ShellScope[],
    visit: (statement: PlainStatement, scopes: readonly ShellScope[]) => void,
  ): void {
    let guard: ShellScope | undefined;
    for (const statement of block) {
      if (statement.operator !== '&&') guard = undefined;
      const branch: ShellScope | undefined = statement.operator === '||' ? { kind: 'branch' } : guard;
      visit(statement, branch ? [...outer, branch] : outer);
      if (!guard && isTest(statement)) guard = { kind: 'branch' };
    }
  }

  private statement({ members, pipes, background }: PlainStatement, around: Around): void {
    const { script } = this;
    const [first] = members as readonly [PlainMember];
    pipes.forEach((at, index) => {
      const { start, end } = members[index] ?? first;
      this.pipes.push({ span: script.span(at, at + 1), source: script.span(start, end) });
    });
    if (members.length === 1) this.member(first, background ? within(around, around.place, 'subshell') : around);
    else for (const member of members) this.member(member, within(around, 'pipeline', 'subshell'));
  }

  private member(member: PlainMember, around: Around): void {
    switch (member.kind) {
      case 'command': {
        const { name, args } = member;
        if (name) {
          const { place, step, scopes } = around;
          const { assignments, redirects } = member;
          const span = this.script.span(member.start, member.end);
          const conditional = scopes.some((scope) => scope.kind === 'branch');
          this.commands.push({ span, name, args, assignments, redirects, step, place, conditional, scopes });
        }
        this.substitutions(member.inside, around);
        break;
      }
      case 'test':
        this.substitutions(member.inside, around);
        break;
      case 'subshell':
        this.block(member.body, within(around, 'subshell', 'subshell'));
        break;
      case 'group':
        this.block(member.body, within(around, 'group'));
        break;
      case 'if':
        this.arms(member.arms, around);
        break;
      case 'while':
        this.block(member.condition, within(around, 'condition'));
        this.block(member.body, within(around, 'body', 'branch'));
        break;
      case 'for':
        this.substitutions(member.inside, around);
        this.block(member.body, within(around, 'body', 'branch'));
        break;
    }
  }

  private arms(arms: readonly PlainArm[], outer: Around): void {
    let around = outer;
    arms.forEach(({ condition, body }, index) => {
      if (condition && index > 0) around = within(outer, outer.place, 'branch');
      const own = condition ? around : outer;
      if (condition) this.block(condition, within(own, 'condition'));
      this.block(body, within(own, 'body', 'branch'));
    });
  }

  private substitutions(blocks: readonly PlainBlock[], around: Around): void {
    for (const block of blocks) this.block(block, within(around, 'substitution', 'subshell'));
  }
}

function within(around: Around, place: Place, scope?: ShellScope['kind']): Around {
  return {
    step: around.step,
    place: around.place === 'substitution' ? 'substitution' : place,
    scopes: scope ? [...around.scopes, { kind: scope }] : around.scopes,
  };
}

function kindOf({ members, negated }: PlainStatement): ShellStep['kind'] {
  if (negated || members.some(({ kind }) => kind !== 'command' && kind !== 'test')) return 'compound';
  return members.length > 1 ? 'pipeline' : 'command';
}

const questions = new Set(['test', 'type', 'which', 'hash']);

/** A statement whose only use is its answer. */
function isTest({ members }: PlainStatement): boolean {
  const [member] = members;
  if (members.length !== 1 || !member) return false;
  if (member.kind !== 'command') return member.kind === 'test';
  const first = member.name?.raw ?? '';
  return questions.has(first) || (first === 'command' && /^-[vV]$/.test(member.args[0]?.raw ?? ''));
}
