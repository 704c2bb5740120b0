import type { Rule } from '../lint/rule';
import { severities } from '../lint/severity';

export const ruleSettingId = 'layerwright.lint.rules';

/** What the manifest says about each rule in the setting for severities: one property per rule. */
export function ruleSettings(rules: readonly Rule[]): Readonly<Record<string, RuleSetting>> {
  return Object.fromEntries(
    rules.map(({ id, summary }) => [
      id,
      { type: 'string', enum: [...severities, 'off'], description: `${summary}.` } satisfies RuleSetting,
    ]),
  );
}

export interface RuleSetting {
  readonly type: 'string';
  readonly enum: readonly string[];
  readonly description: string;
}
