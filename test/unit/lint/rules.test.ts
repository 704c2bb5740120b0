import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ruleIds } from '../../../src/lint/rule-ids';
import { rules } from '../../../src/lint/rules';
import { checkDocs, runExample } from '../support/check-rule';

const sources = join(__dirname, '../../../src/lint/rules');
const tests = join(__dirname, 'rules');

describe('rules', () => {
  it('are listed in alphabetical order, each file once', () => {
    const ids = rules.map(({ id }) => id);
    assert.deepEqual(ids, [...ids].sort());
    const files = readdirSync(sources).filter((name) => name.endsWith('.ts'));
    assert.deepEqual(
      ids,
      files.map((name) => basename(name, '.ts')),
    );
  });

  it('have the ids that configuration knows', () => {
    assert.deepEqual(rules.map(({ id }) => id).sort(), [...ruleIds].sort());
  });

  for (const rule of rules) {
    describe(rule.id, () => {
      it('has documentation that holds', () => checkDocs(rule));

      it('has a summary in the imperative and prose without exclamation marks', () => {
        assert.match(rule.summary, /^[A-Z][^!]*[^.!]$/);
        assert.doesNotMatch(rule.summary, /^(?:\w+ing|The|A|An|Never|Don't|Do not)\b/);
        assert.match(rule.docs.why.trim(), /[.`]$/s);
        assert.doesNotMatch(rule.docs.why + (rule.docs.notes ?? ''), /\w!(?:\s|$)/);
      });

      it('says what is wrong in its messages', () => {
        for (const { message, range, fixes } of rule.docs.bad.flatMap((example) => runExample(rule, example))) {
          assert.match(message, /^[^\n]*[.?)]$/, message);
          assert.notDeepEqual(range.start, range.end, 'Nothing is underlined');
          for (const { title } of fixes) assert.match(title, /^[A-Z].*[^.!]$/, title);
        }
      });

      it('has a test', () => assert.ok(existsSync(join(tests, `${rule.id}.test.ts`)), `${rule.id}.test.ts is missing`));
    });
  }
});
