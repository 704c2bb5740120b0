import type { Finding } from '../finding';
import type { FileReport, ReportWriter } from './report';

/** Machine-readable and stable: see the command line's documentation. Positions are zero-based, in UTF-16 characters. */
export function reportJson(files: readonly FileReport[]): string {
  const parts: string[] = [];
  const writer = jsonWriter((text) => parts.push(text));
  for (const file of files) writer.add(file);
  writer.end();
  return parts.join('');
}

/** Writes each file when it is done, so that a report of thousands of files is never in memory as a whole. */
export function jsonWriter(out: (text: string) => void): ReportWriter {
  let files = 0;
  return {
    add({ path, findings, error }) {
      const file = JSON.stringify({ path, findings: findings.map(jsonFinding), error }, undefined, 2);
      out(`${files === 0 ? '{\n  "version": 1,\n  "files": [\n' : ',\n'}    ${file.replaceAll('\n', '\n    ')}`);
      files++;
    },
    end() {
      out(files === 0 ? '{\n  "version": 1,\n  "files": []\n}\n' : '\n  ]\n}\n');
    },
  };
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
