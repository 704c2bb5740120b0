import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Finding } from '../../../../src/lint/finding';
import { reporters } from '../../../../src/lint/report/formats';
import type { FileReport, ReportFormat } from '../../../../src/lint/report/report';
import { rules } from '../../../../src/lint/rules';

const range = { start: { line: 3, character: 4 }, end: { line: 3, character: 31 } };
const finding: Finding = {
  rule: 'pin-apt-version',
  category: 'reproducibility',
  severity: 'warning',
  message: 'curl & "wget": no version, 50% <worse>',
  range,
  related: { hadolint: 'DL3008' },
  places: [{ range, message: 'Here too.' }],
  fixes: [
    { title: 'Write it', safe: true, edits: [{ range, newText: 'x' }], files: [] },
    { title: 'Ignore it', safe: false, edits: [], files: [{ path: '.dockerignore', append: '.git\n' }] },
  ],
};
const twoLines: Finding = {
  ...finding,
  severity: 'style',
  message: 'Two\nlines',
  range: { start: range.start, end: { line: 5, character: 1 } },
};
const files: readonly FileReport[] = [
  { path: 'a b/Dockerfile,100%', findings: [finding, finding, twoLines] },
  { path: 'b/Dockerfile', findings: [], error: 'It is \u0007 empty' },
  { path: 'c/Dockerfile', findings: [] },
];

function report(format: ReportFormat, of: readonly FileReport[] = files): string {
  return reporters[format](of, { color: false, version: '1.2.3', rules });
}

describe('reporters', () => {
  it('writes SARIF that its schema accepts', () => {
    const ajv = new Ajv({ strict: false, unicodeRegExp: false });
    addFormats(ajv);
    const schema = JSON.parse(
      readFileSync(require.resolve('schemastore/schemas/json/sarif-2.1.0.json'), 'utf8'),
    ) as object;
    const validate = ajv.compile(schema);
    for (const of of [files, []]) {
      const log = JSON.parse(report('sarif', of));
      assert.ok(validate(log), ajv.errorsText(validate.errors));
    }
    assert.ok(!validate({ ...JSON.parse(report('sarif')), runs: [{ results: 'none' }] }));
  });

  it('tells code scanning where, what and how to mend it', () => {
    const [run] = JSON.parse(report('sarif')).runs;
    const [first, , third] = run.results;
    assert.equal(run.tool.driver.rules[first.ruleIndex].id, 'pin-apt-version');
    assert.deepEqual(first.locations[0].physicalLocation, {
      artifactLocation: { uri: 'a%20b/Dockerfile%2C100%25' },
      region: { startLine: 4, startColumn: 5, endLine: 4, endColumn: 32 },
    });
    assert.equal(first.level, 'warning');
    assert.equal(third.level, 'note');
    assert.equal(first.fixes.length, 1);
    assert.deepEqual(first.fixes[0].artifactChanges[0].replacements[0].insertedContent, { text: 'x' });
    assert.equal(run.invocations[0].executionSuccessful, false);
    assert.equal(run.invocations[0].toolExecutionNotifications[0].message.text, 'It is \u0007 empty');
  });

  it('writes workflow commands for GitHub', () => {
    assert.equal(
      report('github'),
      `::warning file=a b/Dockerfile%2C100%25,line=4,endLine=4,col=5,endColumn=32,title=pin-apt-version::curl & "wget": no version, 50%25 <worse>
::warning file=a b/Dockerfile%2C100%25,line=4,endLine=4,col=5,endColumn=32,title=pin-apt-version::curl & "wget": no version, 50%25 <worse>
::notice file=a b/Dockerfile%2C100%25,line=4,endLine=6,title=pin-apt-version::Two%0Alines
::error file=b/Dockerfile::It is \u0007 empty
`,
    );
  });

  it('writes code quality issues for GitLab, each with a fingerprint of its own that survives moved lines', () => {
    const issues = JSON.parse(report('gitlab'));
    assert.equal(issues.length, 4);
    assert.deepEqual(issues[0].location, {
      path: 'a b/Dockerfile,100%',
      positions: { begin: { line: 4, column: 5 }, end: { line: 4, column: 32 } },
    });
    assert.deepEqual(
      issues.map(({ severity }: { severity: string }) => severity),
      ['major', 'major', 'info', 'blocker'],
    );
    const marks = issues.map(({ fingerprint }: { fingerprint: string }) => fingerprint);
    assert.equal(new Set(marks).size, 4);
    for (const mark of marks) assert.match(mark, /^[0-9a-f]{32}$/);
    const moved = { ...finding, range: { start: { line: 9, character: 0 }, end: { line: 9, character: 3 } } };
    const again = JSON.parse(report('gitlab', [{ path: 'a b/Dockerfile,100%', findings: [moved] }]));
    assert.equal(again[0].fingerprint, marks[0]);
  });

  it('writes well-formed XML for Checkstyle and JUnit, whatever the messages hold', () => {
    const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', htmlEntities: true });
    for (const format of ['checkstyle', 'junit'] as const) {
      assert.equal(XMLValidator.validate(report(format)), true, format);
      assert.equal(XMLValidator.validate(report(format, [])), true, format);
    }
    const [first, second] = parser.parse(report('checkstyle')).checkstyle.file;
    assert.equal(first.name, 'a b/Dockerfile,100%');
    assert.deepEqual(first.error[0], {
      line: '4',
      column: '5',
      severity: 'warning',
      message: finding.message,
      source: 'layerwright.pin-apt-version',
    });
    assert.equal(second.error.message, 'It is \ufffd empty');
    const { testsuites } = parser.parse(report('junit'));
    assert.deepEqual([testsuites.tests, testsuites.failures, testsuites.errors], ['5', '3', '1']);
    assert.equal(testsuites.testsuite[0].testcase[0].failure.type, 'warning');
  });
});
