import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { configSchema } from '../../../../src/build/config-schema';
import { suggestConfig } from '../../../../src/lint/config/config-completion';
import { parseOwnConfig } from '../../../../src/lint/config/own-config';
import { rules } from '../../../../src/lint/rules';
import { repositoryRoot } from '../../../support/scratch';

/** Labels of what is suggested at the `|`. */
function suggested(marked: string): readonly string[] {
  const [before = ''] = marked.split('|');
  const lines = before.split('\n');
  const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  return suggestConfig(marked.replace('|', ''), position, rules).map(({ label }) => label);
}

describe('suggestConfig', () => {
  it('offers the keys that are not there yet', () => {
    assert.deepEqual(suggested('profile: strict\n|'), [
      'version',
      'rules',
      'trusted-registries',
      'label-schema',
      'strict-labels',
      'all-rules',
      'fail-on',
      'ignore-suppressions',
    ]);
    assert.ok(suggested('fail|').includes('fail-on'));
  });

  it('offers the values of a key', () => {
    assert.deepEqual(suggested('profile: |'), ['recommended', 'strict', 'hadolint', 'buildkit', 'cache']);
    assert.deepEqual(suggested('fail-on: w|'), ['error', 'warning', 'info', 'style', 'never']);
    assert.deepEqual(suggested('all-rules: |'), ['true', 'false']);
  });

  it('offers rules and severities below "rules"', () => {
    assert.ok(suggested('rules:\n  |').includes('pin-apt-version'));
    assert.ok(suggested('rules:\n  DL3008: off\n  pin|\nfail-on: error\n').includes('pin-apt-version'));
    assert.deepEqual(suggested('rules:\n  pin-apt-version: |'), ['error', 'warning', 'info', 'style', 'off']);
    assert.deepEqual(suggested('fail-on: error\n  |'), []);
  });

  it('stays out of comments and lists', () => {
    assert.deepEqual(suggested('# pro|'), []);
    assert.deepEqual(suggested('rules: # |'), []);
  });
});

describe('the schema of .layerwright.yaml', () => {
  it('is up to date', () => {
    const file = readFileSync(join(repositoryRoot, 'schemas/layerwright.schema.json'), 'utf8');
    assert.deepEqual(JSON.parse(file), configSchema(rules), 'run "npm run update"');
  });

  const validate = new Ajv({ strict: false }).compile(configSchema(rules));
  for (const text of [
    'version: 1\nprofile: strict\nrules:\n  pin-apt-version: off\n  DL3020: error\n  JSONArgsRecommended: info\n',
    'all-rules: true\nfail-on: never\nignore-suppressions: false\nrules:\n',
    '',
    'profile: everything\n',
    'rules:\n  pin-apt-versions: error\n',
    'rules:\n  pin-apt-version: bad\n',
    'fail-on: sometimes\n',
    'all-rules: maybe\n',
    'colour: red\n',
    'version: 2\n',
    'trusted-registries: [docker.io, "*.example.com"]\nstrict-labels: true\nlabel-schema:\n  version: semver\n  note:\n',
    'trusted-registries: 7\n',
    'label-schema:\n  version: number\n',
    'strict-labels: perhaps\n',
  ]) {
    it(`says of ${JSON.stringify(text)} what the linter says`, () =>
      assert.equal(validate(parse(text)), parseOwnConfig(text).problems.length === 0));
  }
});
