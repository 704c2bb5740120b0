import type { Severity } from './rule';

/** Worst first. */
export const severities: readonly Severity[] = ['error', 'warning', 'info', 'style'];

/** The severity is the threshold or worse; `never` is reached by none. */
export function reaches(severity: Severity, threshold: Severity | 'never'): boolean {
  return threshold !== 'never' && severities.indexOf(severity) <= severities.indexOf(threshold);
}

export function isSeverity(text: unknown): text is Severity {
  return (severities as readonly unknown[]).includes(text);
}
