import assert from 'node:assert/strict';
import { parseDockerfile } from '../../../../src/dockerfile/parse';
import { lint } from '../../../../src/lint/lint';
import { settled } from '../../../../src/lint/report/settle';
import { shell } from '../../support/shell';

const text = 'FROM alpine:3.20\nMAINTAINER me\nWORKDIR app\nRUM true\nCMD ["true"]\n';

describe('settled', () => {
  const findings = () => lint(parseDockerfile(text), { shell: shell() });

  it('keeps all that a finding says, as plain data', () => {
    const plain = settled(findings(), 'sarif');
    assert.ok(plain.some(({ fixes }) => fixes.length > 0));
    assert.deepEqual(
      plain,
      findings().map((finding) => ({ ...finding, fixes: finding.fixes })),
    );
    for (const finding of plain) {
      assert.ok(Object.values(Object.getOwnPropertyDescriptors(finding)).every(({ get }) => get === undefined));
    }
  });

  it('keeps the best fix, a safe one or none, as the format has use for it', () => {
    const all = findings();
    assert.deepEqual(
      settled(findings(), 'json').map(({ fixes }) => fixes),
      all.map(({ fixes }) => fixes.slice(0, 1)),
    );
    assert.deepEqual(
      settled(findings(), 'text').map(({ fixes }) => fixes.length > 0),
      all.map(({ fixes }) => fixes.some(({ safe }) => safe)),
    );
    assert.ok(settled(findings(), 'github').every(({ fixes }) => fixes.length === 0));
  });
});
