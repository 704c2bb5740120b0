import assert from 'node:assert/strict';
import { defaultConfig, mergeConfig } from '../../../../src/lint/config/config';
import type { ParsedConfig } from '../../../../src/lint/config/config-file';
import { parseHadolintConfig } from '../../../../src/lint/config/hadolint-config';
import { parseOwnConfig } from '../../../../src/lint/config/own-config';

function problems({ problems: found }: ParsedConfig): readonly string[] {
  return found.map(({ position, message }) => `${position.line + 1}:${position.character + 1} ${message}`);
}

describe('parseOwnConfig', () => {
  it('reads every setting', () => {
    const parsed = parseOwnConfig(`
version: 1
rules:
  pin-apt-version: error
  DL3020: off
  "absolute-workdir": style
all-rules: true
fail-on: never
ignore-suppressions: true
`);
    assert.deepEqual(problems(parsed), []);
    assert.deepEqual(parsed.layer, {
      severities: { 'pin-apt-version': 'error', 'absolute-workdir': 'style' },
      codes: { DL3020: 'off' },
      allRules: true,
      failOn: 'never',
      ignoreSuppressions: true,
    });
  });

  for (const [text, expected] of [
    ['', []],
    ['# nothing\n', []],
    ['rules:\n', []],
    ['rules:\n  absolute-workdir: false\n', []],
    ['rules:\n  absolut-workdir: off\n', ['2:3 There is no rule "absolut-workdir"; "absolute-workdir" is near']],
    ['rules:\n  DL9999: off\n', ['2:3 There is no rule "DL9999"']],
    [
      'rules:\n  absolute-workdir: loud\n',
      ['2:21 The severity of "absolute-workdir" has to be error, warning, info, style or off'],
    ],
    ['rules: [a]\n', ['1:8 "rules" has to map rules to severities: "pin-apt-version: error"']],
    ['fail-on: sometimes\n', ['1:10 "fail-on" has to be error, warning, info, style or never']],
    ['all-rules: perhaps\n', ['1:12 "all-rules" has to be true or false']],
    ['version: 2\n', ['1:10 Only version 1 of this format is known; update Layerwright']],
    ['\nrule: {}\n', ['2:1 There is no setting "rule"; "rules" is near']],
    ['- a\n', ['1:1 The file has to hold keys with values, such as "fail-on: warning"']],
    ['text', ['1:1 The file has to hold keys with values, such as "fail-on: warning"']],
  ] as const) {
    it(`says what is wrong in ${JSON.stringify(text)}`, () =>
      assert.deepEqual(problems(parseOwnConfig(text)), expected));
  }

  it('keeps what it understands of a file with mistakes', () => {
    const { layer } = parseOwnConfig('rules:\n  nonsense: off\n  no-maintainer: info\nfail-on: x\nall-rules: true\n');
    assert.deepEqual(layer, { severities: { 'no-maintainer': 'info' }, codes: {}, allRules: true });
  });

  it('survives what is no YAML', () => {
    for (const text of [
      'a: b: c: [',
      '{',
      '"',
      '\t- x',
      '&a *a',
      'a: *b',
      '? [x]\n: y',
      '!!js/function x',
      '\0',
      '<<: [1]',
    ]) {
      assert.doesNotThrow(() => parseOwnConfig(text), text);
      assert.doesNotThrow(() => parseHadolintConfig(text), text);
    }
    assert.match(problems(parseOwnConfig('rules:\n  a: [\n')).join(' '), /\d+:\d+ This is no YAML: /);
  });
});

describe('parseHadolintConfig', () => {
  it('reads every key that decides about findings', () => {
    const parsed = parseHadolintConfig(`
ignored: [DL3008, SC2086]
override:
  error: [DL3020, DL3006]
  style:
    - DL3006
    - DL3008
    - DL4000
trustedRegistries:
  - docker.io
  - "*.example.com"
label-schema:
  author: text
  version: semver
  note: ""
strict-labels: true
failure-threshold: warning
disable-ignore-pragma: true
format: tty
no-color: true
`);
    assert.deepEqual(problems(parsed), []);
    assert.deepEqual(parsed.layer, {
      codes: { DL3008: 'off', SC2086: 'off', DL3020: 'error', DL3006: 'error', DL4000: 'style' },
      trustedRegistries: ['docker.io', '*.example.com'],
      labelSchema: { author: 'text', version: 'semver', note: 'text' },
      strictLabels: true,
      failOn: 'warning',
      ignoreSuppressions: true,
    });
  });

  for (const [text, failOn] of [
    ['failure-threshold: none', 'style'],
    ['failure-threshold: ignore', 'style'],
    ['failure-threshold: error', 'error'],
    ['failure-threshold: error\nno-fail: true', 'never'],
    ['no-fail: false', undefined],
    ['', undefined],
  ] as const) {
    it(`fails from ${failOn} with ${JSON.stringify(text)}`, () =>
      assert.equal(parseHadolintConfig(text).layer.failOn, failOn));
  }

  it('takes a single code for a list and says what it cannot use', () => {
    const parsed = parseHadolintConfig(
      'ignored: DL3008\noverride: [x]\nlabel-schema:\n  a: date\ntrustedRegistries: {a: b}\n',
    );
    assert.deepEqual(parsed.layer.codes, { DL3008: 'off' });
    assert.deepEqual(problems(parsed), [
      '2:11 "override" has to hold lists named error, warning, info, style',
      '4:6 The type of label "a" has to be text, url, semver, hash, rfc3339, spdx, email',
      '5:20 "trustedRegistries" has to be a list',
    ]);
  });
});

describe('mergeConfig', () => {
  it('lets later layers win, key by key', () => {
    const merged = mergeConfig(
      { severities: { 'no-maintainer': 'off', 'absolute-workdir': 'info' }, failOn: 'error', allRules: true },
      { severities: { 'no-maintainer': 'error' }, codes: { DL3008: 'off' }, trustedRegistries: ['a'] },
      {},
    );
    assert.deepEqual(merged, {
      ...defaultConfig,
      severities: { 'no-maintainer': 'error', 'absolute-workdir': 'info' },
      codes: { DL3008: 'off' },
      failOn: 'error',
      allRules: true,
      trustedRegistries: ['a'],
    });
  });
});
