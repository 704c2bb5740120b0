import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import type { Finding } from '../../../../src/lint/finding';
import { jsonWriter, reportJson } from '../../../../src/lint/report/json';
import type { FileReport } from '../../../../src/lint/report/report';
import { reportText } from '../../../../src/lint/report/text';

const range = { start: { line: 3, character: 4 }, end: { line: 3, character: 31 } };
const finding: Finding = {
  rule: 'pin-apt-version',
  category: 'reproducibility',
  severity: 'warning',
  message: 'No version',
  range,
  related: { hadolint: 'DL3008', cache: ['CACHE001', 'CACHE002'] },
  places: [],
  fixes: [
    { title: 'Best', safe: true, edits: [{ range, newText: 'x' }], files: [] },
    { title: 'Second', safe: false, edits: [], files: [] },
  ],
};
const withFiles: Finding = {
  ...finding,
  severity: 'error',
  message: 'Two\n  lines',
  fixes: [{ title: 'Ignore', safe: false, edits: [], files: [{ path: '.dockerignore', append: '.git\n' }] }],
};
const files: readonly FileReport[] = [
  { path: 'a/Dockerfile', findings: [finding, withFiles] },
  { path: 'b/Dockerfile', findings: [], error: 'It is empty' },
  { path: 'c/Dockerfile', findings: [] },
];

describe('reportJson', () => {
  it('is one document, laid out, whose files are written one by one', () => {
    for (const of of [files, files.slice(0, 1), []]) {
      const text = reportJson([...of, ...of.map((file) => ({ ...file, path: 'line\u2028separator' }))]);
      assert.equal(text, `${JSON.stringify(JSON.parse(text), undefined, 2)}\n`);
      assert.equal(JSON.parse(text).files.length, 2 * of.length);
    }
    const parts: string[] = [];
    const writer = jsonWriter((part) => parts.push(part));
    for (const [at, file] of files.entries()) {
      writer.add(file);
      assert.equal(parts.length, at + 1);
    }
    writer.end();
    assert.equal(parts.join(''), reportJson(files));
  });
});

describe('reportText', () => {
  it('counts from one, one line per finding, and sums up', () => {
    assert.equal(
      reportText(files, { color: false }),
      `a/Dockerfile:4:5 warning No version [pin-apt-version]
a/Dockerfile:4:5 error Two lines [pin-apt-version]
b/Dockerfile error It is empty
2 files checked, 1 could not be read: 2 findings (1 error, 1 warning); --fix repairs 1 of them
`,
    );
  });

  it('counts a file with a problem that was checked all the same', () => {
    assert.match(
      reportText([{ path: 'd/Dockerfile', findings: [finding], error: 'It is in an old encoding' }], { color: false }),
      /^1 file checked: 1 finding/m,
    );
  });

  it('says that there is nothing', () => {
    assert.equal(reportText(files.slice(2), { color: false }), '1 file checked: nothing found\n');
  });

  it('colours when asked', () => {
    const coloured = reportText(files, { color: true });
    assert.ok(coloured.includes('\u001b[33mwarning\u001b[0m'));
    assert.equal(stripVTControlCharacters(coloured), reportText(files, { color: false }));
  });
});

describe('reportJson', () => {
  it('is what the documentation of the command line shows', () => {
    assert.deepEqual(JSON.parse(reportJson(files)), {
      version: 1,
      files: [
        {
          path: 'a/Dockerfile',
          findings: [
            {
              rule: 'pin-apt-version',
              severity: 'warning',
              message: 'No version',
              range,
              related: { hadolint: 'DL3008', cache: ['CACHE001', 'CACHE002'] },
              fix: { title: 'Best', safe: true, edits: [{ range, newText: 'x' }] },
            },
            {
              rule: 'pin-apt-version',
              severity: 'error',
              message: 'Two\n  lines',
              range,
              related: { hadolint: 'DL3008', cache: ['CACHE001', 'CACHE002'] },
              fix: { title: 'Ignore', safe: false, edits: [], files: [{ path: '.dockerignore', append: '.git\n' }] },
            },
          ],
        },
        { path: 'b/Dockerfile', findings: [], error: 'It is empty' },
        { path: 'c/Dockerfile', findings: [] },
      ],
    });
  });
});
