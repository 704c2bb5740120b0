import type { Pair, PairsInstruction, Variable } from '../../dockerfile/model';
import { remembered } from '../../shared/remembered';
import type { LintFile } from '../rule';

/** A pair of an ENV whose value uses what another pair of the same ENV sets. */
export interface SelfUse {
  readonly user: Pair;
  readonly setter: Pair;
}

/** What hadolint counts in each ENV: uses of variables that nothing in front of it declares, in whichever stage. */
export const selfUses: (file: LintFile) => ReadonlyMap<PairsInstruction, readonly SelfUse[]> = remembered(findUses);

/** The variable is what the use is about. */
export function isOf({ user, setter }: SelfUse, { name, span }: Variable): boolean {
  return name === setter.key.value && user.span.start <= span.start && span.end <= user.span.end;
}

function findUses({ dockerfile, settings }: LintFile): ReadonlyMap<PairsInstruction, readonly SelfUse[]> {
  const literal = settings.asked('DL3044');
  const known = new Set<string>();
  const result = new Map<PairsInstruction, readonly SelfUse[]>();
  for (const instruction of dockerfile.instructions) {
    if (instruction.kind === 'ARG') {
      const [pair] = instruction.pairs;
      if (pair) known.add(pair.key.value);
    }
    if (instruction.kind !== 'ENV') continue;
    const uses = usesWithin(instruction, known, literal);
    if (uses.length > 0) result.set(instruction, uses);
    for (const { key } of instruction.pairs) known.add(key.value);
  }
  return result;
}

function usesWithin({ pairs }: PairsInstruction, known: ReadonlySet<string>, literal: boolean): readonly SelfUse[] {
  if (pairs.length < 2) return [];
  const byName = new Map<string, Pair[]>();
  for (const pair of pairs) {
    const name = pair.key.value;
    if (!known.has(name)) byName.set(name, [...(byName.get(name) ?? []), pair]);
  }
  const settersFor = ({ value }: Pair) => {
    if (literal) return [...byName.values()].flat();
    return [...new Set(value?.variables.map(({ name }) => name))].flatMap((name) => byName.get(name) ?? []);
  };
  return pairs.flatMap((user) =>
    user.value?.raw.includes('$')
      ? settersFor(user)
          .filter((setter) => setter !== user && refersTo(user, setter, literal))
          .sort((a, b) => a.span.start - b.span.start)
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
