import { deepEqual } from 'node:assert/strict';
import { numericUser } from '../../../../src/lint/rules/numeric-user';
import { checkFix, checkRule, runRule } from '../../support/check-rule';

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

  it('gives a user that the file makes the number that it has anyway', () => {
    for (const [base, made, fixed] of [
      ['debian:12', 'useradd -m app', 'useradd -u 1000 -m app'],
      ['alpine:3.20', 'adduser -D -h /srv app', 'adduser -u 1000 -D -h /srv app'],
      [
        'python:3.12-slim',
        'adduser --disabled-password --gecos "" app',
        'adduser --uid 1000 --disabled-password --gecos "" app',
      ],
      ['ubuntu:22.04', 'groupadd dev && useradd -G dev app', 'groupadd dev && useradd -u 1000 -G dev app'],
    ]) {
      checkFix(
        numericUser,
        `FROM ${base} AS base\nRUN ${made}\nFROM base\nUSER app:app\n`,
        `FROM ${base} AS base\nRUN ${fixed}\nFROM base\nUSER 1000:app\n`,
        { safe: false, title: 'Give app the number 1000 and use it' },
      );
    }
  });

  it('gives it a number that nobody has where that one is not known', () => {
    for (const [base, made, fixed] of [
      ['acme/base:1', 'useradd -m app', 'useradd -u 10001 -m app'],
      ['ubuntu:24.04', 'useradd -m app', 'useradd -u 10001 -m app'],
      ['debian:12', 'useradd -r app', 'useradd -u 10001 -r app'],
      ['debian:12', 'useradd one && useradd app', 'useradd one && useradd -u 10002 app'],
    ]) {
      checkFix(
        numericUser,
        `FROM ${base}\nRUN ${made}\nUSER app\n`,
        `FROM ${base}\nRUN ${fixed}\nUSER ${/\d{5}/.exec(fixed ?? '')}\n`,
        { safe: false },
      );
    }
  });

  it('reads the number from a variable', () => {
    checkFix(
      numericUser,
      'FROM a:1\nRUN id=\'4321\' && useradd -u "$id" app\nUSER app\n',
      'FROM a:1\nRUN id=\'4321\' && useradd -u "$id" app\nUSER 4321\n',
    );
    checkFix(
      numericUser,
      'FROM a:1\nARG APP_ID=1234\nRUN adduser -u $APP_ID app\nUSER app\n',
      'FROM a:1\nARG APP_ID=1234\nRUN adduser -u $APP_ID app\nUSER ${APP_ID}\n',
    );
  });

  it('knows no number where the file does not say one', () => {
    for (const text of [
      'FROM a:1\nRUN id app || useradd app\nUSER app\n',
      'FROM a:1\nRUN useradd app\nRUN usermod -u $(cat /id) app\nUSER app\n',
      'FROM a:1\nRUN id=$(cat /id) && useradd -u $id app\nUSER app\n',
      'FROM a:1\nRUN adduser app staff\nUSER app\n',
      'FROM a:1 AS other\nRUN useradd app\nFROM a:2\nUSER app\n',
      'FROM a:1\nUSER app\nRUN useradd app\n',
      'FROM centos:7\nUSER nobody\n',
    ]) {
      const found = runRule(numericUser, text);
      deepEqual([found.length, found[0]?.fixes], [1, []], text);
    }
  });

  it('takes the word of a variable of the base image that is called a number', () => {
    const text = 'FROM mcr.microsoft.com/dotnet/aspnet:9.0\nUSER $APP_UID\n';
    checkRule(numericUser, text);
    checkRule(numericUser, `${text}#    ^^^^^^^^ is a name\n`, { config: { profile: 'hadolint' } });
  });
});
