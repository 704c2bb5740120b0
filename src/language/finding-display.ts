import type { Finding } from '../lint/finding';
import type { Severity } from '../lint/rule';
import type { RuleId } from '../lint/rule-ids';

/** Names of `DiagnosticSeverity`. */
export type DisplayedSeverity = 'Error' | 'Warning' | 'Information' | 'Hint';

export const displayedSeverities: Readonly<Record<Severity, DisplayedSeverity>> = {
  error: 'Error',
  warning: 'Warning',
  info: 'Information',
  style: 'Hint',
};

/** Names of `DiagnosticTag`: struck through and greyed. */
export function displayedTag({ rule }: Pick<Finding, 'rule'>): 'Deprecated' | 'Unnecessary' | undefined {
  return tags[rule];
}

const tags: Partial<Record<RuleId, 'Deprecated' | 'Unnecessary'>> = {
  'no-maintainer': 'Deprecated',
  'unknown-suppression': 'Unnecessary',
};

/** `2 warnings, 1 hint`, worst first; undefined when there is nothing to count. */
export function countFindings(findings: readonly Pick<Finding, 'severity'>[]): string | undefined {
  const parts = (Object.keys(words) as Severity[]).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${words[severity][count === 1 ? 0 : 1]}`];
  });
  return parts.length === 0 ? undefined : parts.join(', ');
}

const words: Readonly<Record<Severity, readonly [string, string]>> = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  info: ['note', 'notes'],
  style: ['hint', 'hints'],
};
