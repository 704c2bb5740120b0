import { copyIgnoredFile } from '../../../../src/lint/rules/copy-ignored-file';
import { checkFix, checkRule } from '../../support/check-rule';

describe('copy-ignored-file', () => {
  const context = (ignore: string) => ({ context: { 'a/b.txt': '', '.dockerignore': ignore } });

  it('points at what is ignored, or in something ignored', () =>
    checkRule(
      copyIgnoredFile,
      `
FROM a:1
ARG DIR=a
COPY ./a/ ok /x
#    ^^^^ keeps "a" out
ADD /a/b.txt $DIR/c /x
#   ^^^^^^^^ keeps "a/b.txt" out
#            ^^^^^^ keeps "a/c" out
COPY ["*.log", "x"]
#     ^^^^^^^ keeps "*.log" out
COPY other.log /x
#    ^^^^^^^^^ keeps "other.log" out
COPY --from=b a /x
ADD https://example.com/a git@example.com:a/b.git /x
COPY <<a /x
a
RUN --mount=type=bind,source=a,target=/a ls
ONBUILD COPY a /x
COPY . /x
COPY \\
^^^^ keeps "a" out
  a /x
`,
      context('# a comment\na\n*.log\n'),
    ));

  it('says nothing with an exception, without an ignore file or context', () => {
    checkRule(copyIgnoredFile, 'FROM a:1\nCOPY a /x\n', context('a\n!z\n'));
    checkRule(copyIgnoredFile, 'FROM a:1\nCOPY a /x\n', { context: { a: '' } });
    checkRule(copyIgnoredFile, 'FROM a:1\nCOPY a /x\n');
  });

  it('reports the whole context only where everything is ignored', () => {
    for (const line of ['*', '**', '**/*']) {
      checkRule(
        copyIgnoredFile,
        'FROM a:1\nCOPY . /x\n#    ^ keeps everything out\nCOPY / /x\n#    ^ keeps everything out\n',
        context(`${line}\n`),
      );
    }
    checkRule(copyIgnoredFile, 'FROM a:1\nCOPY . /x\n', context('a\n*.*\n'));
  });

  it('excepts the file', () =>
    checkFix(copyIgnoredFile, 'FROM a:1\nCOPY a/b.txt /x\n', 'FROM a:1\nCOPY a/b.txt /x\n', {
      ...context('a\n'),
      safe: false,
      files: { '.dockerignore': '!a/b.txt\n' },
    }));
});
