import assert from 'node:assert/strict';
import { execFormCommand } from '../../../../src/lint/rules/exec-form-command';
import { checkFix, checkRule, runRule } from '../../support/check-rule';

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

  for (const [before, after] of [
    ['CMD node "$APP"', 'CMD ["/bin/sh", "-c", "exec node \\"$APP\\""]'],
    ['CMD a && \\\n    b', 'CMD ["/bin/sh", "-c", "a && b"]'],
    ['CMD exec node server.js', 'CMD ["/bin/sh", "-c", "exec node server.js"]'],
    ["CMD ['node', 'a.js']", 'CMD ["node", "a.js"]'],
    ['CMD ["node", "a.js",]', 'CMD ["node", "a.js"]'],
    ['CMD [“node”, “a b”]', 'CMD ["node", "a b"]'],
    ['CMD ["node", a.js]', 'CMD ["node", "a.js"]'],
    ['HEALTHCHECK CMD test $A', 'HEALTHCHECK CMD ["/bin/sh", "-c", "test $A"]'],
    ['HEALTHCHECK CMD [ -e /a ] || exit 1', 'HEALTHCHECK CMD ["/bin/sh", "-c", "[ -e /a ] || exit 1"]'],
  ] as const) {
    it(`${before.replaceAll('\n', ' ')} becomes ${after}`, () =>
      checkFix(execFormCommand, `FROM a:1\n${before}\n`, `FROM a:1\n${after}\n`, { safe: false }));
  }

  it('names the shell that SHELL chooses', () => {
    const file = (command: string) => `FROM a:1\nSHELL ["bash", "-o", "pipefail", "-c"]\n${command}\n`;
    checkFix(
      execFormCommand,
      file('HEALTHCHECK CMD curl -f localhost || exit 1'),
      file('HEALTHCHECK CMD ["bash", "-o", "pipefail", "-c", "curl -f localhost || exit 1"]'),
      { safe: false },
    );
    checkFix(execFormCommand, file('CMD a $B'), file('CMD ["bash", "-o", "pipefail", "-c", "exec a $B"]'));
    checkRule(
      execFormCommand,
      file('HEALTHCHECK CMD a || b\n#               ^^^^^^ runs in the shell that SHELL names'),
    );
  });

  it('offers nothing for a foreign shell, a comment inside or a failed array', () => {
    for (const text of ['SHELL ["pwsh", "-Command"]\nCMD a && b', 'CMD a && \\\n # c\n b', 'CMD [a, b]', 'CMD']) {
      const findings = runRule(execFormCommand, `FROM a:1\n${text}\n`);
      assert.deepEqual(
        findings.map(({ fixes }) => fixes.length),
        [0],
        text,
      );
    }
  });

  it("is BuildKit's where no SHELL is set, in the stage or those it starts from", () => {
    const text = 'FROM a:1 AS one\nSHELL ["bash", "-c"]\nFROM one\nCMD a\nFROM a:1\nCMD\nCMD b\nCMD []\n';
    assert.deepEqual(
      runRule(execFormCommand, text).map(({ related }) => related.buildkit),
      [undefined, 'JSONArgsRecommended', 'JSONArgsRecommended'],
    );
  });

  it('marks the first line of an instruction', () =>
    checkRule(execFormCommand, 'FROM a:1\nCMD \\\n^^^ runs below\n  a\n'));

  it('points at text that only a shell understands', () =>
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
