import { strict as assert } from 'node:assert';
import { countFindings, displayedSeverities, displayedTag } from '../../../src/language/finding-display';
import type { LintResult } from '../../../src/language/lint-results';
import { statusOf } from '../../../src/language/lint-status-text';
import { isBelow, isNoise } from '../../../src/language/relevant-files';
import { defaultConfig } from '../../../src/lint/config/config';
import type { Severity } from '../../../src/lint/rule';

describe('language/finding-display', () => {
  it('shows style as hints, which stay out of the way', () => {
    assert.deepEqual(displayedSeverities, { error: 'Error', warning: 'Warning', info: 'Information', style: 'Hint' });
  });

  it('strikes through what is deprecated', () => {
    assert.equal(displayedTag({ rule: 'no-maintainer' }), 'Deprecated');
    assert.equal(displayedTag({ rule: 'absolute-workdir' }), undefined);
  });

  it('counts by severity, worst first', () => {
    assert.equal(countFindings(findings('style', 'warning', 'error', 'warning')), '1 error, 2 warnings, 1 hint');
    assert.equal(countFindings([]), undefined);
  });
});

describe('language/lint-status-text', () => {
  it('counts problems and names the configuration', () => {
    assert.deepEqual(statusOf({ ...nothing, configFile: '/w/.hadolint.yaml' }), {
      severity: 'Information',
      text: 'Layerwright: no problems',
      detail: 'Configured by .hadolint.yaml',
      busy: false,
    });
  });

  it('warns of a configuration that is not understood', () => {
    const configProblems = [{ position: { line: 2, character: 0 }, message: 'There is no rule "x"' }];
    const status = statusOf({ ...nothing, configFile: '/w/.layerwright.yaml', configProblems });
    assert.equal(status.severity, 'Warning');
    assert.equal(status.detail, '.layerwright.yaml, line 3: There is no rule "x"');
  });
});

describe('language/relevant-files', () => {
  it('tells what is below a folder', () => {
    assert.equal(isBelow('/w/app', '/w/app/package.json'), true);
    assert.equal(isBelow('/w/app', '/w/apple/package.json'), false);
    assert.equal(isBelow('C:\\w', 'C:\\w\\a'), true);
    assert.equal(isBelow('/', '/a'), true);
  });

  it('ignores what tools write', () => {
    assert.equal(isNoise('/w/node_modules/a/package.json'), true);
    assert.equal(isNoise('/w/.git/index'), true);
    assert.equal(isNoise('/w/.github/ci.yml'), false);
  });
});

const nothing: LintResult = {
  version: 1,
  findings: [],
  config: defaultConfig,
  configFile: undefined,
  configProblems: [],
  settingProblems: [],
};

function findings(...severities: Severity[]): { severity: Severity }[] {
  return severities.map((severity) => ({ severity }));
}
