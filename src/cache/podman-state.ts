import type { ArgInstruction, Instruction, PairsInstruction } from '../dockerfile/model';
import { afterArg, afterEnv, type StageState, type StateRules } from './stage-state';

export interface PodmanState extends StageState {
  /** Names whose value may be that of an earlier build. */
  readonly doubtful: ReadonlySet<string>;
}

/** Undefined when a value cannot be told. */
export function afterInstruction(
  state: PodmanState,
  instruction: Instruction,
  rules: StateRules,
): PodmanState | undefined {
  switch (instruction.kind) {
    case 'ENV': {
      const next = afterEnv(state, instruction, rules);
      return next && { ...next, doubtful: doubtfulAfter(state, instruction) };
    }
    case 'ARG': {
      const next = afterArg(state, instruction, rules);
      return next && { ...next, doubtful: doubtfulAfter(state, instruction) };
    }
    default:
      return state;
  }
}

/** Declared arguments that have a value, sorted. */
export function argsWithValue({ args }: StageState): readonly string[] {
  return [...args].flatMap(([name, value]) => (value === undefined ? [] : [name])).sort();
}

/** An ENV is reused by its text: what it makes of an ARG's value is then what it was. */
function doubtfulAfter(
  { doubtful, env, args }: PodmanState,
  { kind, pairs }: PairsInstruction | ArgInstruction,
): ReadonlySet<string> {
  const names = new Set(doubtful);
  for (const { key, value } of pairs) {
    const used = value?.variables ?? [];
    const isDoubtful = ({ name }: { readonly name: string }) =>
      doubtful.has(name) || (kind === 'ENV' && !env.has(name) && args.has(name));
    if (used.some(isDoubtful)) names.add(key.value);
    else if (kind === 'ENV') names.delete(key.value);
  }
  return names;
}
