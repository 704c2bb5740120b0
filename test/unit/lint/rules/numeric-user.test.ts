import { numericUser } from '../../../../src/lint/rules/numeric-user';
import { checkFix, checkRule } from '../../support/check-rule';

describe('numeric-user', () => {
  it('points at names', () =>
    checkRule(
      numericUser,
      `
FROM acme/tool:4
USER tool:tool
#    ^^^^^^^^^ "tool:tool" is a name
USER 1x
#    ^^ is a name
USER 1000
USER 1000:tool
USER "1000"
ARG RUN_AS
USER $RUN_AS
FROM acme/tool:4
USER \${RUN_AS}:tool
USER \${RUN_AS:-tool}
#    ^^^^^^^^^^^^^^^ is a name
`,
    ));

  it('follows a variable to its number, unless hadolint is asked', () => {
    const text = 'FROM a:1\nENV RUN_AS=1000\nUSER $RUN_AS\n';
    checkRule(numericUser, text);
    checkRule(numericUser, `${text}#    ^^^^^^^ is a name\n`, { config: { profile: 'hadolint' } });
  });

  it('knows that users of Windows have no number', () =>
    checkRule(numericUser, 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nUSER ContainerUser\n'));

  it('finds the number where the user is made', () =>
    checkFix(
      numericUser,
      'FROM alpine:3.20 AS base\nRUN adduser -D -u 1001 app\nFROM base\nUSER app:app\n',
      'FROM alpine:3.20 AS base\nRUN adduser -D -u 1001 app\nFROM base\nUSER 1001:app\n',
      { safe: false },
    ));

  it('knows root, and users of images everybody knows', () => {
    checkFix(numericUser, 'FROM a:1\nUSER "root"\n', 'FROM a:1\nUSER "0"\n', { safe: true });
    checkFix(numericUser, 'FROM node:22-slim\nUSER node\n', 'FROM node:22-slim\nUSER 1000\n', { safe: false });
  });
});
