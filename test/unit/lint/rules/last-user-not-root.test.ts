import { lastUserNotRoot } from '../../../../src/lint/rules/last-user-not-root';
import { checkRule } from '../../support/check-rule';

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
});
