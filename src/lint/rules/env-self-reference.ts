import type { Pair, PairsInstruction } from '../../dockerfile/model';
import type { Span } from '../../shared/span';
import { keywordLike } from '../flow/block';
import type { Fix, LintFile, Rule, SpanEdit } from '../rule';

/** All values of an ENV are computed before any of its variables is set. */
export const envSelfReference: Rule = {
  id: 'env-self-reference',
  summary: 'Use a variable in an ENV behind the one that sets it',
  category: 'correctness',
  severity: 'error',
  since: '0.1.0',
  related: { hadolint: 'DL3044' },
  docs: {
    why: 'The builder computes all values of an `ENV` before it sets any of them. A value that uses a variable of the same `ENV` gets what it was before: mostly nothing, so that a path ends up as `/bin` instead of `/opt/tool/bin`.',
    notes:
      'The fix splits the instruction in two, in the order that is there. It is safe where only variables further down are used: their value stays what it was.',
    bad: [
      'FROM debian:12\nENV JAVA_HOME=/opt/java PATH=$JAVA_HOME/bin:/usr/bin\n',
      'FROM debian:12\nENV A=1 \\\n    B=$A\n',
    ],
    good: [
      'FROM debian:12\nENV JAVA_HOME=/opt/java\nENV PATH=$JAVA_HOME/bin:/usr/bin\n',
      'FROM debian:12\nENV PATH=/opt/bin:$PATH\n',
    ],
  },
  *check(file) {
    const { dockerfile, settings } = file;
    const literal = settings.asked('DL3044');
    const known = new Set<string>();
    for (const instruction of dockerfile.instructions) {
      if (instruction.kind === 'ARG') {
        const [pair] = instruction.pairs;
        if (pair) known.add(pair.key.value);
      }
      if (instruction.kind !== 'ENV') continue;
      const uses = usesWithin(instruction, known, literal);
      const [first] = uses;
      if (first) {
        const { user, setter } = first;
        const name = setter.key.value;
        yield {
          span: placeOf(user, name),
          message: `$${name} is set by this very ENV, so what is used here is its value from before, or nothing. Set it in an ENV of its own further up.`,
          related: [{ span: setter.key.span, message: `${name} is set here.` }],
          fixes: split(file, instruction, uses),
        };
      }
      for (const { key } of instruction.pairs) known.add(key.value);
    }
  },
};

interface Use {
  readonly user: Pair;
  readonly setter: Pair;
}

function usesWithin({ pairs }: PairsInstruction, known: ReadonlySet<string>, literal: boolean): readonly Use[] {
  if (pairs.length < 2) return [];
  return pairs.flatMap((user) =>
    user.value?.raw.includes('$')
      ? pairs
          .filter((setter) => setter !== user && !known.has(setter.key.value) && refersTo(user, setter, literal))
          .map((setter) => ({ user, setter }))
      : [],
  );
}

/** `${NAME:-x}` has an answer for when the variable is not set. Text in single quotes counts only to hadolint. */
function refersTo({ value }: Pair, { key }: Pair, literal: boolean): boolean {
  const name = key.value;
  if (!literal) return value?.variables.some((one) => one.name === name && one.modifier === undefined) ?? false;
  const text = value?.value ?? '';
  if (text.includes(`\${${name}}`)) return true;
  for (let at = text.indexOf(`$${name}`); at >= 0; at = text.indexOf(`$${name}`, at + 1)) {
    if (!/[0-9A-Za-z_]/.test(text[at + name.length + 1] ?? '')) return true;
  }
  return false;
}

function placeOf({ value, span }: Pair, name: string): Span {
  return value?.variables.find((variable) => variable.name === name)?.span ?? value?.span ?? span;
}

/** A new ENV starts in front of each pair that uses, or is used by, one that stands in the same ENV by then. */
function split({ dockerfile }: LintFile, instruction: PairsInstruction, uses: readonly Use[]): readonly Fix[] {
  const { pairs } = instruction;
  const edits: SpanEdit[] = [];
  let group = pairs.slice(0, 1);
  for (const [index, pair] of pairs.entries()) {
    const before = pairs[index - 1];
    if (!before) continue;
    const collides = uses.some(
      ({ user, setter }) => (user === pair && group.includes(setter)) || (setter === pair && group.includes(user)),
    );
    group = collides ? [pair] : [...group, pair];
    if (!collides) continue;
    const gap = { start: before.span.end, end: pair.span.start };
    const newText = breakIn(dockerfile.text.slice(gap.start, gap.end), dockerfile.eol);
    if (newText === undefined) return [];
    edits.push({ span: gap, newText: `${newText}${keywordLike(instruction, 'ENV')} ` });
  }
  // Reading a variable that is set further down gives its old value, in one ENV or two.
  const safe = uses.every(({ user, setter }) => pairs.indexOf(user) < pairs.indexOf(setter));
  return [{ title: 'Split the ENV', safe, edits }];
}

/** The text between two pairs as the end of an instruction; comments stay. Undefined for what is no plain continuation. */
function breakIn(gap: string, eol: string): string | undefined {
  if (/^[ \t]+$/.test(gap)) return eol;
  const continued = /^[ \t]*[\\`][ \t]*((?:\r?\n)(?:[ \t]*#[^\r\n]*\r?\n|[ \t]*\r?\n)*)[ \t]*$/.exec(gap);
  return continued?.[1];
}
