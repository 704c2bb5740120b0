import type { Severity } from '../rule';
import type { FileReport } from './report';

const commands: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
  style: 'notice',
};

/** Workflow commands of GitHub Actions, which become annotations in a pull request. */
export function reportGithub(files: readonly FileReport[]): string {
  return files
    .flatMap(({ path, findings, error }) => [
      ...(error === undefined ? [] : [annotation('error', { file: path }, error)]),
      ...findings.map(({ rule, severity, message, range: { start, end } }) =>
        annotation(
          commands[severity],
          {
            file: path,
            line: start.line + 1,
            endLine: end.line + 1,
            // Columns are only allowed where start and end are on one line.
            ...(start.line === end.line ? { col: start.character + 1, endColumn: end.character + 1 } : {}),
            title: rule,
          },
          message,
        ),
      ),
    ])
    .join('');
}

function annotation(command: string, properties: Readonly<Record<string, string | number>>, message: string): string {
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${command} ${list.join(',')}::${escapeData(message)}\n`;
}

function escapeData(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
