import type { FileReport } from './report';
import { xmlElement, xmlHead } from './xml';

/** JUnit's XML: a suite per file, a failed test per finding, a passed one for a file without any. */
export function reportJunit(files: readonly FileReport[]): string {
  const suites = files.map(suite);
  const sum = (pick: (of: (typeof suites)[number]) => number) => suites.reduce((total, one) => total + pick(one), 0);
  const counts = {
    tests: sum(({ tests }) => tests),
    failures: sum(({ failures }) => failures),
    errors: sum(({ errors }) => errors),
  };
  const elements = suites.map(({ element }) => element);
  return `${xmlHead}${xmlElement('testsuites', { name: 'layerwright', ...counts }, elements)}\n`;
}

function suite({ path, findings, error }: FileReport) {
  const cases = findings.map(({ rule, severity, message, range: { start } }) => {
    const place = `${path}:${start.line + 1}:${start.character + 1}`;
    const failure = xmlElement('failure', { type: severity, message: `${place} ${message}` });
    return xmlElement('testcase', { name: `${rule} ${start.line + 1}:${start.character + 1}`, classname: path }, [
      failure,
    ]);
  });
  if (error !== undefined) {
    const failed = xmlElement('error', { type: 'unreadable-file', message: error });
    cases.push(xmlElement('testcase', { name: 'readable', classname: path }, [failed]));
  }
  if (cases.length === 0) cases.push(xmlElement('testcase', { name: 'no findings', classname: path }));
  const counts = { tests: cases.length, failures: findings.length, errors: error === undefined ? 0 : 1 };
  return { ...counts, element: xmlElement('testsuite', { name: path, ...counts }, cases) };
}
