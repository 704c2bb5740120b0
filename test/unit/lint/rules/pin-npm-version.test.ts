import assert from 'node:assert/strict';
import { pinNpmVersion } from '../../../../src/lint/rules/pin-npm-version';
import { checkRule, runRule } from '../../support/check-rule';

describe('pin-npm-version', () => {
  it('points at the first package without a version', () =>
    checkRule(
      pinNpmVersion,
      `
FROM node:22
RUN npm install -g serve @scope/tool
#                  ^^^^^ serve, @scope/tool: no version
RUN npm --loglevel warn install express
#                               ^^^^^^^ express: no version
RUN npm install team/tool
#               ^^^^^^^^^ #revision
RUN npm install && npm install a@1 @scope/b@2 ./c /d ~/e f.tgz git+ssh://git.example.com/x.git#v1
RUN npm i serve; npm ci; npm run install x; yarn add serve
`,
    ));

  it('carries the code of the cache for a branch, not for a tag', () => {
    const codes = (text: string) => runRule(pinNpmVersion, text).map(({ related }) => related?.cache);
    assert.deepEqual(codes('FROM node:22\nRUN npm install acme/tool#main\n'), ['CACHE017']);
    assert.deepEqual(codes('FROM node:22\nRUN npm install acme/tool#v1.2.0\n'), [undefined]);
  });
});
