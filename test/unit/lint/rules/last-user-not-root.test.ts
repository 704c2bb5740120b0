import { deepEqual } from 'node:assert/strict';
import { lastUserNotRoot } from '../../../../src/lint/rules/last-user-not-root';
import { checkFix, checkRule, runRule } from '../../support/check-rule';

describe('last-user-not-root', () => {
  it('looks at the last USER of every stage', () =>
    checkRule(
      lastUserNotRoot,
      `
FROM golang:1.23 AS build
USER root
USER 0:0
#    ^^^ ends as 0:0
FROM node:22
USER root
USER node
FROM node:22
USER node
USER "root"
#    ^^^^^^ ends as root
FROM build
FROM node:22
USER 00
ONBUILD USER root
`,
    ));

  it('takes quotes and blanks for part of the name where hadolint is asked', () =>
    checkRule(lastUserNotRoot, 'FROM node:22\nUSER "root"\nFROM node:22\nUSER root \n', {
      config: { profile: 'hadolint' },
    }));

  it('sees through blanks otherwise', () =>
    checkRule(lastUserNotRoot, 'FROM node:22\nUSER root \n#    ^^^^ ends as root\n'));

  it('leaves stages alone that no container runs, unless hadolint is asked', () => {
    const text = 'FROM a:1 AS build\nUSER root\nRUN make\nFROM a:2\nCOPY --from=build /x /x\n';
    deepEqual(runRule(lastUserNotRoot, text, { config: { allRules: false } }), []);
    deepEqual(runRule(lastUserNotRoot, text, { config: { profile: 'hadolint', allRules: false } }).length, 1);
    const inherited = 'FROM a:1 AS base\nUSER root\nFROM base\nCMD ["x"]\n';
    deepEqual(runRule(lastUserNotRoot, inherited, { config: { allRules: false } }).length, 1);
  });

  it('goes back to the user that the stage had, behind what root has to do', () => {
    checkFix(
      lastUserNotRoot,
      'FROM a:1\nRUN useradd app\nUSER app\nuser root\nRUN apt-get update\nEXPOSE 80\nCMD ["x"]\n',
      'FROM a:1\nRUN useradd app\nUSER app\nuser root\nRUN apt-get update\nuser app\nEXPOSE 80\nCMD ["x"]\n',
      { safe: false, title: 'End as app' },
    );
    checkFix(
      lastUserNotRoot,
      'FROM a:1\nUSER 7:8\nRUN ls\nUSER root\nCMD ["x"]\n',
      'FROM a:1\nUSER 7:8\nRUN ls\nCMD ["x"]\n',
      {
        safe: false,
        title: 'Stay 7:8',
      },
    );
  });

  it('knows the user that an image is made for', () => {
    checkFix(
      lastUserNotRoot,
      'FROM node:22 AS a\nFROM a\nUSER root\nRUN ls\n',
      'FROM node:22 AS a\nFROM a\nUSER root\nRUN ls\nUSER 1000\n',
    );
    for (const base of ['nginx:1.27', 'acme/base:1'])
      deepEqual(runRule(lastUserNotRoot, `FROM ${base}\nUSER root\nRUN ls\n`)[0]?.fixes, [], base);
  });
});
