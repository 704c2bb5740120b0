import { checkValue } from './check-value';
import { type FlagKey, flagKeys, flagOf } from './flags';
import { optionOf, type RunOptions } from './run-options';

export interface OptionProblem {
  readonly key: FlagKey;
  /** Which one of a list. */
  readonly index: number;
  readonly problem: string;
}

/** Everything that cannot be right, whatever the engine is; what docker refuses together, too. */
export function checkOptions(options: RunOptions): readonly OptionProblem[] {
  const problems: OptionProblem[] = [];
  for (const key of flagKeys) {
    const value = optionOf(options, key);
    if (value === undefined || flagOf(key).takes === 'nothing') continue;
    for (const [index, one] of (typeof value === 'object' ? value : [String(value)]).entries()) {
      const problem = checkValue(key, one);
      if (problem !== undefined) problems.push({ key, index, problem });
    }
  }
  if (options.autoRemove && options.restart !== undefined && !/^(?:no)?$/.test(options.restart))
    problems.push({
      key: 'restart',
      index: 0,
      problem: 'A container that is removed when it ends cannot be restarted: choose one of the two.',
    });
  const targets = new Map<string, number>();
  for (const [index, bind] of (options.binds ?? []).entries()) {
    const target =
      bind
        .replace(/:(?:ro|rw|z|Z|cached|delegated|consistent)(?:,\w+)*$/, '')
        .split(':')
        .at(-1) ?? '';
    if (targets.has(target)) problems.push({ key: 'binds', index, problem: `${target} is mounted twice.` });
    targets.set(target, index);
  }
  return problems;
}
