import type { Finding } from '../finding';
import type { Severity } from '../rule';
import { severities } from '../severity';
import type { FileReport } from './report';

export interface TextReportOptions {
  /** With ANSI colours, for a terminal. */
  readonly color: boolean;
}

const colors: Readonly<Record<Severity, number>> = { error: 31, warning: 33, info: 36, style: 35 };

/** For people: `path:line:column severity message [rule]`, counted from one as editors show it, and a line that sums up. */
export function reportText(files: readonly FileReport[], { color }: TextReportOptions): string {
  const paint = (text: string, code: number) => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  const lines = files.flatMap(({ path, findings, error }) => [
    ...(error === undefined ? [] : [`${path} ${paint('error', colors.error)} ${error}`]),
    ...findings.map(({ range: { start }, severity, message, rule }) => {
      const place = `${path}:${start.line + 1}:${start.character + 1}`;
      return `${place} ${paint(severity, colors[severity])} ${oneLine(message)} ${paint(`[${rule}]`, 2)}`;
    }),
  ]);
  return `${[...lines, summary(files)].join('\n')}\n`;
}

function summary(files: readonly FileReport[]): string {
  const findings = files.flatMap((file) => file.findings);
  const failed = files.filter(({ error, findings: found }) => error !== undefined && found.length === 0).length;
  const checked = `${count(files.length - failed, 'file')} checked`;
  const unread = failed > 0 ? `, ${failed} could not be read` : '';
  if (findings.length === 0) return `${checked}${unread}: nothing found`;
  const bySeverity = severities
    .map((severity) => ({ severity, number: findings.filter((finding) => finding.severity === severity).length }))
    .filter(({ number }) => number > 0)
    .map(({ severity, number }) => `${number} ${severity}`)
    .join(', ');
  const fixable = findings.filter(hasSafeFix).length;
  const hint = fixable > 0 ? `; --fix repairs ${fixable} of them` : '';
  return `${checked}${unread}: ${count(findings.length, 'finding')} (${bySeverity})${hint}`;
}

function hasSafeFix({ fixes }: Finding): boolean {
  return fixes.some(({ safe }) => safe);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function oneLine(message: string): string {
  return message.replace(/\s*\n\s*/g, ' ');
}
