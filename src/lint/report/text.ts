import type { Finding } from '../finding';
import type { Severity } from '../rule';
import { severities } from '../severity';
import type { FileReport, ReportWriter } from './report';

export interface TextReportOptions {
  /** With ANSI colours, for a terminal. */
  readonly color: boolean;
}

const colors: Readonly<Record<Severity, number>> = { error: 31, warning: 33, info: 36, style: 35 };

/** For people: `path:line:column severity message [rule]`, counted from one as editors show it, and a line that sums up. */
export function reportText(files: readonly FileReport[], options: TextReportOptions): string {
  let text = '';
  const writer = textWriter(options, (part) => {
    text += part;
  });
  for (const file of files) writer.add(file);
  writer.end();
  return text;
}

/** The same as it is found, file by file. */
export function textWriter({ color }: TextReportOptions, out: (text: string) => void): ReportWriter {
  const paint = (text: string, code: number) => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  const tally: Tally = { files: 0, failed: 0, fixable: 0, findings: { error: 0, warning: 0, info: 0, style: 0 } };
  return {
    add({ path, findings, error }) {
      tally.files++;
      if (error !== undefined && findings.length === 0) tally.failed++;
      let text = error === undefined ? '' : `${path} ${paint('error', colors.error)} ${error}\n`;
      for (const finding of findings) {
        const { range, severity, message, rule } = finding;
        tally.findings[severity]++;
        if (hasSafeFix(finding)) tally.fixable++;
        const place = `${path}:${range.start.line + 1}:${range.start.character + 1}`;
        text += `${place} ${paint(severity, colors[severity])} ${oneLine(message)} ${paint(`[${rule}]`, 2)}\n`;
      }
      if (text !== '') out(text);
    },
    end: () => out(`${summary(tally)}\n`),
  };
}

interface Tally {
  files: number;
  failed: number;
  /** Findings with a safe fix. */
  fixable: number;
  readonly findings: Record<Severity, number>;
}

function summary({ files, failed, fixable, findings }: Tally): string {
  const checked = `${count(files - failed, 'file')} checked`;
  const unread = failed > 0 ? `, ${failed} could not be read` : '';
  const found = severities.filter((severity) => findings[severity] > 0);
  if (found.length === 0) return `${checked}${unread}: nothing found`;
  const total = found.reduce((sum, severity) => sum + findings[severity], 0);
  const bySeverity = found.map((severity) => `${findings[severity]} ${severity}`).join(', ');
  const hint = fixable > 0 ? `; --fix repairs ${fixable} of them` : '';
  return `${checked}${unread}: ${count(total, 'finding')} (${bySeverity})${hint}`;
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
