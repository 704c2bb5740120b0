import assert from 'node:assert/strict';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import { type ConfigLayer, mergeConfig } from '../../../src/lint/config/config';
import { lint } from '../../../src/lint/lint';
import { shell } from '../support/shell';

/** A finding of hadolint and BuildKit (MAINTAINER), one of hadolint (apt), one of the cache (index), one of ours (CMD). */
const text = `FROM debian:12
MAINTAINER somebody
RUN apt-get update
RUN apt-get install -y curl
`;

function rulesOf(layer: ConfigLayer): ReadonlySet<string> {
  return new Set(lint(parseDockerfile(text), { shell: shell(), config: mergeConfig(layer) }).map(({ rule }) => rule));
}

describe('profiles', () => {
  const expected = {
    recommended: { 'no-maintainer': true, 'pin-apt-version': true, 'index-update-apart-from-install': true },
    hadolint: { 'no-maintainer': true, 'pin-apt-version': true, 'index-update-apart-from-install': false },
    buildkit: { 'no-maintainer': true, 'pin-apt-version': false, 'index-update-apart-from-install': false },
    cache: { 'no-maintainer': false, 'pin-apt-version': false, 'index-update-apart-from-install': true },
  };
  for (const [profile, rules] of Object.entries(expected)) {
    it(`${profile} holds what it says`, () => {
      const found = rulesOf({ profile: profile as 'recommended' });
      for (const [rule, there] of Object.entries(rules)) assert.equal(found.has(rule), there, rule);
    });
  }

  it('leaves a file that cannot be read to no profile', () => {
    for (const profile of ['hadolint', 'buildkit', 'cache'] as const) {
      const config = mergeConfig({ profile });
      const found = lint(parseDockerfile('FRUM x\n'), { shell: shell(), config });
      assert.ok(found.some(({ rule }) => rule === 'parse-error'));
    }
  });

  it('gives way to what is said about a rule or a code', () => {
    assert.ok(rulesOf({ profile: 'cache', severities: { 'pin-apt-version': 'error' } }).has('pin-apt-version'));
    assert.ok(rulesOf({ profile: 'cache', codes: { DL3008: 'info' } }).has('pin-apt-version'));
    assert.ok(!rulesOf({ profile: 'hadolint', codes: { DL3008: 'off' } }).has('pin-apt-version'));
  });
});
