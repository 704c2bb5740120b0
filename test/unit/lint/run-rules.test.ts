import assert from 'node:assert/strict';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import { type ConfigLayer, mergeConfig } from '../../../src/lint/config/config';
import type { Rule } from '../../../src/lint/rule';
import { runRules } from '../../../src/lint/run-rules';
import { badWords, probe } from '../support/probe-rule';
import { shell } from '../support/shell';

const text = 'FROM bad\nUSER b\n';

function run(rules: readonly Rule[], layer: ConfigLayer = {}, source = text) {
  return runRules(parseDockerfile(source), rules, { shell: shell(), config: mergeConfig(layer) });
}

describe('runRules', () => {
  it('sorts by position, then rule', () => {
    const found = run([badWords, probe]).map(
      ({ rule, range }) => `${range.start.line}:${range.start.character} ${rule}`,
    );
    assert.deepEqual(found, ['0:0 absolute-workdir', '0:5 pin-apt-version', '1:0 absolute-workdir']);
  });

  it('reports a failing rule and keeps the findings of the others', () => {
    const failing: Rule = {
      ...probe,
      id: 'no-maintainer',
      *check(file) {
        yield* probe.check(file);
        throw new Error('broken');
      },
    };
    const errors: unknown[] = [];
    const found = runRules(parseDockerfile(text), [failing, badWords], {
      shell: shell(),
      onRuleError: (rule, error) => errors.push([rule.id, (error as Error).message]),
    });
    assert.deepEqual(errors, [['no-maintainer', 'broken']]);
    assert.equal(found.length, 3);
  });

  it('keeps spans and edits inside the text', () => {
    const wild: Rule = {
      ...probe,
      *check() {
        const edits = [{ span: { start: -5, end: 1e6 }, newText: '' }];
        yield { span: { start: 1e6, end: -5 }, message: '', fixes: [{ title: '', safe: true, edits }] };
      },
    };
    const [finding] = run([wild]);
    assert.deepEqual(finding?.range, { start: { line: 2, character: 0 }, end: { line: 2, character: 0 } });
    assert.deepEqual(finding?.fixes[0]?.edits[0]?.range, {
      start: { line: 0, character: 0 },
      end: { line: 2, character: 0 },
    });
  });

  it('carries the codes of the finding, or else of the rule', () => {
    const one: Rule = {
      ...badWords,
      *check(file) {
        for (const finding of badWords.check(file)) yield { ...finding, codes: { hadolint: 'DL3018' } };
      },
    };
    assert.deepEqual(run([one])[0]?.related, { hadolint: 'DL3018' });
    assert.deepEqual(run([badWords])[0]?.related, { hadolint: ['DL3008', 'DL3018'] });
    assert.equal(run([one], { codes: { DL3008: 'off' } }).length, 1);
    assert.equal(run([one], { codes: { DL3018: 'off' } }).length, 0);
  });

  describe('severity', () => {
    const milder: Rule = {
      ...badWords,
      *check(file) {
        for (const finding of badWords.check(file)) yield { ...finding, severity: 'style' };
      },
    };
    const off: Rule = { ...badWords, off: true };
    for (const [name, rule, layer, expected] of [
      ['is the rule’s', badWords, {}, 'warning'],
      ['is the finding’s, if it has one', milder, {}, 'style'],
      ['is the configured one above all', milder, { severities: { 'pin-apt-version': 'error' } }, 'error'],
      ['can be off', badWords, { severities: { 'pin-apt-version': 'off' } }, undefined],
      ['can be decided by code', badWords, { codes: { DL3018: 'info' } }, 'info'],
      ['is the worst of several codes', badWords, { codes: { DL3008: 'style', DL3018: 'error' } }, 'error'],
      ['is off when one of the codes is', badWords, { codes: { DL3008: 'off', DL3018: 'error' } }, undefined],
      [
        'by id goes before that by code',
        badWords,
        { severities: { 'pin-apt-version': 'info' }, codes: { DL3008: 'off' } },
        'info',
      ],
      ['of a rule that is off by default', off, {}, undefined],
      ['… is its own when all rules are on', off, { allRules: true }, 'warning'],
      ['… is the configured one', off, { severities: { 'pin-apt-version': 'error' } }, 'error'],
      ['… is that of its code', off, { codes: { DL3018: 'info' } }, 'info'],
    ] as const) {
      it(name, () => assert.equal(run([rule], layer)[0]?.severity, expected));
    }
  });
});
