import type { Severity } from '../rule';
import type { FileReport } from './report';
import { xmlElement, xmlHead } from './xml';

/** Checkstyle knows no style. */
const severities: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'info',
  style: 'info',
};

/** Checkstyle's XML, which most review bots read. */
export function reportCheckstyle(files: readonly FileReport[]): string {
  const elements = files.map(({ path, findings, error }) =>
    xmlElement('file', { name: path }, [
      ...(error === undefined
        ? []
        : [xmlElement('error', { line: 1, severity: 'error', message: error, source: 'layerwright' })]),
      ...findings.map(({ rule, severity, message, range: { start } }) =>
        xmlElement('error', {
          line: start.line + 1,
          column: start.character + 1,
          severity: severities[severity],
          message,
          source: `layerwright.${rule}`,
        }),
      ),
    ]),
  );
  return `${xmlHead}${xmlElement('checkstyle', { version: '4.3' }, elements)}\n`;
}
