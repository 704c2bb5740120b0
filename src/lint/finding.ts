import type { Range } from '../shared/position';
import type { Category, RelatedCodes, Severity } from './rule';
import type { RuleId } from './rule-ids';

/** A finding as reported: after suppressions and configuration. */
export interface Finding {
  readonly rule: RuleId;
  readonly category: Category;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
  readonly related: RelatedCodes;
  readonly places: readonly { readonly range: Range; readonly message: string }[];
  /** Best first. Worked out when first read. */
  readonly fixes: readonly FindingFix[];
}

export interface FindingFix {
  readonly title: string;
  readonly safe: boolean;
  readonly edits: readonly TextEdit[];
  readonly files: readonly { readonly path: string; readonly append: string }[];
}

export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

/** By position, then rule. */
export function compareFindings(a: Finding, b: Finding): number {
  const [one, other] = [a.range, b.range];
  return (
    one.start.line - other.start.line ||
    one.start.character - other.start.character ||
    (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0) ||
    one.end.line - other.end.line ||
    one.end.character - other.end.character ||
    (a.message < b.message ? -1 : a.message > b.message ? 1 : 0)
  );
}
