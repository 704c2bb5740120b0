import assert from 'node:assert/strict';
import { envSelfReference } from '../../../../src/lint/rules/env-self-reference';
import { checkFix, checkRule, runRule } from '../../support/check-rule';

describe('env-self-reference', () => {
  it('points at a variable that the same ENV sets', () =>
    checkRule(
      envSelfReference,
      `
FROM a:1
ENV ROOT=/opt BIN="\${ROOT}/bin"
#                  ^^^^^^^ $ROOT is set by this very ENV
ENV NEXT=$LATER LATER=1
#        ^^^^^^ $LATER is set
ENV TWICE=1 TWICE=$TWICE
#                 ^^^^^^ $TWICE
ENV LITERAL=1 TEXT='$LITERAL' ESCAPED=\\$LITERAL
ENV OWN=$OWN:x
ENV WITH=1 DEFAULT=\${WITH:-2}
ENV LONG=1 OTHER=$LONGER
`,
    ));

  it('says nothing about a variable that was set before, in whichever stage', () =>
    checkRule(envSelfReference, 'ARG V\nFROM a:1\nENV B=1\nFROM a:1\nENV B=2 V=$B C=$V\n'));

  it('takes text in quotes for a variable where hadolint is asked', () =>
    checkRule(
      envSelfReference,
      `
FROM a:1
ENV A=1 B='x$A'
#         ^^^^^ $A is set
`,
      { config: { codes: { DL3044: 'error' } } },
    ));

  it('splits the ENV where the order needs it', () =>
    checkFix(
      envSelfReference,
      `
FROM a:1
env ROOT=/opt \\
    NAME=tool \\
    # where programs are
    BIN=$ROOT/bin \\
    LIB=$ROOT/lib SHARE=$BIN/share
`,
      `
FROM a:1
env ROOT=/opt \\
    NAME=tool
    # where programs are
env BIN=$ROOT/bin \\
    LIB=$ROOT/lib
env SHARE=$BIN/share
`,
      { safe: false },
    ));

  it('is safe where only later variables are used', () =>
    checkFix(envSelfReference, 'FROM a:1\nENV A=$B B=1\n', 'FROM a:1\nENV A=$B\nENV B=1\n', { safe: true }));

  it("is BuildKit's where the variable has no value from before", () =>
    assert.deepEqual(
      runRule(envSelfReference, 'FROM alpine:3.20\nENV A=1 B=$A C=$A\nENV PATH=/a X=$PATH\n').map(
        ({ related }) => related,
      ),
      [{ hadolint: 'DL3044', buildkit: 'UndefinedVar' }, { hadolint: 'DL3044' }],
    ));
});
