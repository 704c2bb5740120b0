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
  /** Best first. */
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
