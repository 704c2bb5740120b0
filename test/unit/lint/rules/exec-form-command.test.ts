import { execFormCommand } from '../../../../src/lint/rules/exec-form-command';
import { checkFix, checkRule } from '../../support/check-rule';

describe('exec-form-command', () => {
  it('points at the shell form', () =>
    checkRule(
      execFormCommand,
      `
FROM node:22
CMD node server.js
#   ^^^^^^^^^^^^^^ runs below /bin/sh
ENTRYPOINT exec node "$APP"
#          ^^^^^^^^^^^^^^^^ runs below /bin/sh
HEALTHCHECK --interval=5s CMD curl -f http://localhost/
#                             ^^^^^^^^^^^^^^^^^^^^^^^^^ The check runs in /bin/sh
CMD ["node", "server.js"]
HEALTHCHECK NONE
`,
    ));

  it('writes plain words as JSON, and says that it may change something', () =>
    checkFix(
      execFormCommand,
      `FROM a:1\nCMD node  'my app.js' "--port=80"\n`,
      `FROM a:1\nCMD ["node", "my app.js", "--port=80"]\n`,
      {
        safe: false,
      },
    ));

  it('offers nothing where a shell is needed', () =>
    checkRule(
      execFormCommand,
      `
FROM a:1
CMD exec node server.js
#   ^^^^^^^^^^^^^^^^^^^ runs below
CMD a && b
#   ^^^^^^ runs below
CMD ['node', 'server.js']
#   ^^^^^^^^^^^^^^^^^^^^^ runs below
`,
    ));
});
