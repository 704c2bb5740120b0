import type { Dockerfile } from '../dockerfile/model';
import type { Finding } from './finding';
import { rules } from './rules';
import { type LintOptions, runRules } from './run-rules';

export type { LintOptions } from './run-rules';

/** Findings of one parsed Dockerfile, sorted by position, then rule. Pure and synchronous; never throws. */
export function lint(file: Dockerfile, options: LintOptions): readonly Finding[] {
  return runRules(file, rules, options);
}
