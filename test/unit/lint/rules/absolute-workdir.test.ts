import { absoluteWorkdir } from '../../../../src/lint/rules/absolute-workdir';
import { checkFix, checkRule } from '../../support/check-rule';

describe('absolute-workdir', () => {
  it('points at a relative path', () =>
    checkRule(
      absoluteWorkdir,
      `
FROM alpine:3.20
WORKDIR two
#       ^^^ relative to the working directory of the base image
WORKDIR /abs
WORKDIR $HOME
WORKDIR C:/app
`,
    ));

  it('is milder behind an absolute one, and joins the two', () =>
    checkFix(
      absoluteWorkdir,
      'FROM alpine:3.20\nWORKDIR /srv\nWORKDIR "app"\n',
      'FROM alpine:3.20\nWORKDIR /srv\nWORKDIR "/srv/app"\n',
      {
        safe: true,
      },
    ));

  it('follows the stage it starts from', () =>
    checkRule(
      absoluteWorkdir,
      `
FROM alpine:3.20 AS base
WORKDIR /srv
FROM base
WORKDIR app
#       ^^^ relative to /srv
`,
    ));
});
