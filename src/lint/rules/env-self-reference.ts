import type { Pair, PairsInstruction } from '../../dockerfile/model';
import type { Span } from '../../shared/span';
import { keywordLike } from '../edits/block';
import { isOf, type SelfUse, selfUses } from '../instructions/env-self-uses';
import { onFirstLine } from '../instructions/first-line';
import { undefinedVariables } from '../instructions/undefined-variables';
import type { Fix, LintFile, Rule, SpanEdit } from '../rule';

/** All values of an ENV are computed before any of its variables is set. */
export const envSelfReference: Rule = {
  id: 'env-self-reference',
  summary: 'Use a variable in an ENV behind the one that sets it',
  category: 'correctness',
  severity: 'error',
  since: '0.1.0',
  related: { hadolint: 'DL3044', buildkit: 'UndefinedVar' },
  docs: {
    why: 'The builder computes all values of an `ENV` before it sets any of them. A value that uses a variable of the same `ENV` gets what it was before: mostly nothing, so that a path ends up as `/bin` instead of `/opt/tool/bin`.',
    notes:
      'The fix splits the instruction in two, in the order that is there. It is safe where only variables further down are used: their value stays what it was. BuildKit reports each such use as an undefined variable: those behind the first are reported by `undefined-variable`.',
    bad: [
      'FROM debian:12\nENV JAVA_HOME=/opt/java PATH=$JAVA_HOME/bin:/usr/bin\n',
      'FROM debian:12\nENV A=1 \\\n    B=$A\n',
    ],
    good: [
      'FROM debian:12\nENV JAVA_HOME=/opt/java\nENV PATH=$JAVA_HOME/bin:/usr/bin\n',
      'FROM debian:12\nENV PATH=/opt/bin:$PATH\n',
    ],
  },
  when: { has: ['ENV'] },
  applies: (file) => selfUses(file).size > 0,
  *check(file) {
    const { dockerfile } = file;
    for (const [instruction, uses] of selfUses(file)) {
      const [first] = uses;
      if (!first) continue;
      const { user, setter } = first;
      const name = setter.key.value;
      const at = onFirstLine(dockerfile, instruction, placeOf(user, name), 'The variable');
      yield {
        ...at,
        message: `$${name} is set by this very ENV, so what is used here is its value from before, or nothing. Set it in an ENV of its own further up.`,
        related: [{ span: setter.key.span, message: `${name} is set here` }, ...(at.related ?? [])],
        fixes: () => split(file, instruction, uses),
        ...(isUndefined(dockerfile, first) ? {} : { codes: { hadolint: 'DL3044' } }),
      };
    }
  },
};

/** BuildKit finds no value for it either. */
function isUndefined(dockerfile: LintFile['dockerfile'], use: SelfUse): boolean {
  return undefinedVariables(dockerfile).some(({ variable }) => isOf(use, variable));
}

function placeOf({ value, span }: Pair, name: string): Span {
  return value?.variables.find((variable) => variable.name === name)?.span ?? value?.span ?? span;
}

/** A new ENV starts in front of each pair that uses, or is used by, one that stands in the same ENV by then. */
function split({ dockerfile }: LintFile, instruction: PairsInstruction, uses: readonly SelfUse[]): readonly Fix[] {
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
