import type { Finding } from '../finding';
import type { FileReport } from './report';

/** Machine-readable and stable: see the command line's documentation. Positions are zero-based, in UTF-16 characters. */
export function reportJson(files: readonly FileReport[]): string {
  const report = {
    version: 1,
    files: files.map(({ path, findings, error }) => ({ path, findings: findings.map(jsonFinding), error })),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function jsonFinding({ rule, severity, message, range, related, fixes }: Finding) {
  const fix = fixes[0];
  return {
    rule,
    severity,
    message,
    range,
    related,
    fix: fix && {
      title: fix.title,
      safe: fix.safe,
      edits: fix.edits,
      files: fix.files.length > 0 ? fix.files : undefined,
    },
  };
}
