import type { Category, Severity } from '../rule';
import { fingerprints } from './fingerprint';
import type { FileReport } from './report';

const severities: Readonly<Record<Severity, string>> = {
  error: 'critical',
  warning: 'major',
  info: 'minor',
  style: 'info',
};

const categories: Readonly<Record<Category, string>> = {
  correctness: 'Bug Risk',
  cache: 'Performance',
  size: 'Performance',
  reproducibility: 'Compatibility',
  security: 'Security',
  maintainability: 'Complexity',
  style: 'Style',
};

/** GitLab's code quality report: a list of issues, with paths as given (relative to the repository is what GitLab expects). */
export function reportGitlab(files: readonly FileReport[]): string {
  const issues = files.flatMap(({ path, findings, error }) => {
    const marks = fingerprints(path, findings);
    return [
      ...(error === undefined ? [] : [unreadable(path, error)]),
      ...findings.map(({ rule, category, severity, message, range: { start, end } }, index) => ({
        type: 'issue',
        check_name: rule,
        description: message,
        categories: [categories[category]],
        severity: severities[severity],
        fingerprint: marks[index],
        location: {
          path,
          positions: {
            begin: { line: start.line + 1, column: start.character + 1 },
            end: { line: end.line + 1, column: end.character + 1 },
          },
        },
      })),
    ];
  });
  return `${JSON.stringify(issues, undefined, 2)}\n`;
}

function unreadable(path: string, error: string) {
  return {
    type: 'issue',
    check_name: 'unreadable-file',
    description: error,
    categories: ['Bug Risk'],
    severity: 'blocker',
    fingerprint: fingerprints(path, [{ rule: 'unreadable-file', message: error }])[0],
    location: { path, positions: { begin: { line: 1, column: 1 }, end: { line: 1, column: 1 } } },
  };
}
