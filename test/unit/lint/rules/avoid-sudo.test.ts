import { deepEqual } from 'node:assert/strict';
import { avoidSudo } from '../../../../src/lint/rules/avoid-sudo';
import { checkFix, checkRule, runRule } from '../../support/check-rule';

describe('avoid-sudo', () => {
  it('points at the first sudo of a RUN', () =>
    checkRule(
      avoidSudo,
      `
FROM debian:12
RUN true && sudo -E make install && sudo ldconfig
#           ^^^^ Switch users with USER
RUN apt-get install -y sudo && echo "sudo x"
`,
    ));

  it('is dropped where the file shows that the user is root', () => {
    checkFix(avoidSudo, 'FROM debian:12\nRUN sudo -E make && sudo a\n', 'FROM debian:12\nRUN make && a\n', {
      safe: false,
    });
    checkFix(avoidSudo, 'FROM my/base\nUSER root\nRUN sudo make\n', 'FROM my/base\nUSER root\nRUN make\n');
  });

  it('stays where somebody else may be meant', () => {
    for (const text of [
      'FROM my/base\nRUN sudo make\n',
      'FROM debian:12\nUSER app\nRUN sudo make\n',
      'FROM debian:12\nRUN sudo -u app make\n',
      'FROM debian:12\nUSER $WHO\nRUN sudo make\n',
    ]) {
      deepEqual(
        runRule(avoidSudo, text).flatMap(({ fixes }) => fixes),
        [],
      );
    }
  });
});
