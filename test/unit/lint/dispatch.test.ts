import assert from 'node:assert/strict';
import { generateDockerfile } from '../../../bench/generate-dockerfile';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import { mergeConfig } from '../../../src/lint/config/config';
import type { Rule, Trigger } from '../../../src/lint/rule';
import { rules } from '../../../src/lint/rules';
import { runRules } from '../../../src/lint/run-rules';
import { probe } from '../support/probe-rule';
import { shell } from '../support/shell';

/** Whether a rule with this trigger is asked about a file. */
function isAsked(when: Trigger, text: string): boolean {
  let asked = false;
  const rule: Rule = {
    ...probe,
    when,
    check() {
      asked = true;
      return [];
    },
  };
  runRules(parseDockerfile(text), [rule], { shell: shell() });
  return asked;
}

describe('what wakes a rule', () => {
  it('is an instruction of a kind', () => {
    assert.ok(isAsked({ has: ['USER', 'ENV'] }, 'FROM a\nENV A=b\n'));
    assert.ok(!isAsked({ has: ['USER'] }, 'FROM a\nONBUILD USER b\n'));
  });

  it('is a program that a RUN calls, through sudo and in ONBUILD too', () => {
    for (const text of ['RUN gem x', 'RUN make && sudo gem x', 'ONBUILD RUN gem x'])
      assert.ok(isAsked({ calls: ['gem'] }, `FROM a\n${text}\n`), text);
    assert.ok(!isAsked({ calls: ['gem'] }, 'FROM a\nRUN echo gem\n'));
    assert.ok(isAsked({ calls: ['gem'] }, 'FROM a\nRUN gem3.1 x\n'), 'with a version behind its name');
  });

  it('is a package manager, or what one does', () => {
    const text = 'FROM a\nRUN pip3 install b\n';
    assert.ok(isAsked({ uses: ['pip'] }, text) && isAsked({ does: ['tools', 'install'] }, text));
    assert.ok(!isAsked({ uses: ['npm'] }, text) && !isAsked({ does: ['system-update'] }, text));
  });

  it('is any one of several things, and no rule is asked about a file without them', () => {
    const when: Trigger = { has: ['ADD'], calls: ['curl'] };
    assert.ok(isAsked(when, 'FROM a\nADD b c\n') && isAsked(when, 'FROM a\nRUN curl b\n'));
    assert.ok(!isAsked(when, 'FROM a\n') && !isAsked({}, 'FROM a\n'));
  });

  it('hides no finding of any rule', function () {
    this.timeout(60_000);
    const config = mergeConfig({ allRules: true });
    const awake = rules.map(({ when: _, applies: __, ...rule }): Rule => rule);
    const examples = rules.flatMap(({ docs }) => [...docs.bad, ...docs.good]);
    const texts = [
      ...examples.map((example) => (typeof example === 'string' ? example : example.dockerfile)),
      ...Array.from({ length: 60 }, (_, number) => generateDockerfile(number)),
    ];
    for (const text of texts) {
      const [asked, all] = [rules, awake].map((some) =>
        runRules(parseDockerfile(text), some, { shell: shell(), config }).map(({ rule, range }) => ({ rule, range })),
      );
      assert.deepEqual(asked, all, text);
    }
  });
});
