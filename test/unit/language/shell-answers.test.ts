import assert from 'node:assert/strict';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import { createShellAnswers } from '../../../src/language/shell-answers';
import { type CheckedScript, checkedScripts } from '../../../src/lint/shellcheck/scripts';

const scripts = (...bodies: string[]) =>
  checkedScripts(parseDockerfile(`FROM a\n${bodies.map((body) => `RUN ${body}\n`).join('')}`));

const comment = { line: 10, endLine: 10, column: 1, endColumn: 2, level: 'info', code: 2086, message: 'Quote.' };

describe('shell answers', () => {
  it('asks about a script once, and keeps the answer while others change', async () => {
    const asked: string[][] = [];
    const answers = createShellAnswers({
      find: async () => async (unknown: readonly CheckedScript[]) => {
        asked.push(unknown.map(({ script }) => script.text));
        return unknown.map(() => [comment]);
      },
      onFailure: (error) => assert.fail(String(error)),
    });
    assert.equal(await answers.learn(scripts('one', 'two')), true);
    assert.equal(await answers.learn(scripts('one', 'two')), false);
    assert.deepEqual(answers.known(scripts('one', 'three')), [[comment], []]);
    assert.equal(await answers.learn(scripts('one', 'three')), true);
    assert.deepEqual(asked, [['one', 'two'], ['three']]);
  });

  it('says once that the program fails, until the settings change', async () => {
    const failures: unknown[] = [];
    let starts = 0;
    const answers = createShellAnswers({
      find: async () => {
        starts++;
        throw new Error('no luck');
      },
      onFailure: (error) => failures.push(error),
    });
    for (let i = 0; i < 3; i++) assert.equal(await answers.learn(scripts('one')), false);
    assert.deepEqual([starts, failures.length], [1, 1]);
    answers.reset();
    await answers.learn(scripts('one'));
    assert.equal(failures.length, 2);
  });

  it('is quiet where the program is not installed', async () => {
    const answers = createShellAnswers({
      find: async () => undefined,
      onFailure: (error) => assert.fail(String(error)),
    });
    assert.equal(await answers.learn(scripts('one')), false);
    assert.deepEqual(answers.known(scripts('one')), [[]]);
  });
});
