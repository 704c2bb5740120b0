import { deepEqual, equal } from 'node:assert/strict';
import { parseDockerfile } from '../../../../src/dockerfile/parse';
import { shellProblem } from '../../../../src/lint/rules/shell-problem';
import { checkedScripts } from '../../../../src/lint/shellcheck/scripts';
import type { ShellComment, ShellComments } from '../../../../src/lint/shellcheck/shell-finding';
import { checkRule, runRule } from '../../support/check-rule';

/** A record as ShellCheck prints it, about words in the text of the first script. */
function said(text: string, words: string, code: number, replacement?: string): ShellComments {
  const [checked] = checkedScripts(parseDockerfile(text));
  const full = `${checked?.head}${checked?.script.text}`;
  const at = full.lastIndexOf(words);
  const before = full.slice(0, at).split('\n');
  const line = before.length;
  const column = [...(before.at(-1) ?? '')].length + 1;
  const extent = { line, endLine: line, column, endColumn: column + [...words].length };
  const end = { ...extent, column: extent.endColumn };
  const comment: ShellComment = {
    ...extent,
    level: 'info',
    code,
    message: 'Quote it.',
    ...(replacement === undefined
      ? {}
      : {
          fix: {
            replacements: [
              { ...extent, endColumn: column, replacement, insertionPoint: 'beforeStart' },
              { ...end, replacement, insertionPoint: 'afterEnd' },
            ],
          },
        }),
  };
  return [[comment]];
}

describe('shell-problem', () => {
  it('points at the words, on their line of a long RUN, behind characters of two units', () => {
    const text = `FROM debian:12
RUN echo 🐳 && \\
    # a comment
    rm $target
`;
    checkRule(
      shellProblem,
      `FROM debian:12
RUN echo 🐳 && \\
    # a comment
    rm $target
#      ^^^^^^^ Quote it. (ShellCheck SC2086)
`,
      { shellcheck: said(text, '$target', 2086) },
    );
  });

  it('finds its place in a here-document', () => {
    const text = 'FROM debian:12\nRUN <<EOF\nset -e\nrm $target\nEOF\n';
    checkRule(
      shellProblem,
      `FROM debian:12
RUN <<EOF
set -e
rm $target
#  ^^^^^^^ SC2086
EOF
`,
      { shellcheck: said(text, '$target', 2086) },
    );
  });

  it('offers what ShellCheck would change', () => {
    const text = 'FROM debian:12\nRUN rm $target\n';
    const shellcheck = said(text, '$target', 2086, '"');
    const [finding] = runRule(shellProblem, text, { shellcheck });
    deepEqual(
      finding?.fixes[0]?.edits.map(({ range, newText }) => [range.start.character, range.end.character, newText]),
      [
        [7, 7, '"'],
        [14, 14, '"'],
      ],
    );
    equal(finding?.fixes[0]?.safe, false);
  });

  it('listens to the codes of ShellCheck in comments and configuration', () => {
    const text = 'FROM debian:12\n# hadolint ignore=SC2086\nRUN rm $target\n';
    equal(runRule(shellProblem, text, { shellcheck: said(text, '$target', 2086) }).length, 0);
    const plain = 'FROM debian:12\nRUN rm $target\n';
    const shellcheck = said(plain, '$target', 2086);
    equal(runRule(shellProblem, plain, { shellcheck, config: { codes: { SC2086: 'off' } } }).length, 0);
    equal(runRule(shellProblem, plain, { shellcheck, config: { codes: { SC2086: 'error' } } })[0]?.severity, 'error');
  });

  it('drops what is about files nobody has yet', () => {
    const text = 'FROM debian:12\nRUN . $target\n';
    equal(runRule(shellProblem, text, { shellcheck: said(text, '$target', 1090) }).length, 0);
  });

  it('makes the change itself where ShellCheck only describes it', () => {
    const fixed = (text: string, words: string, code: number) =>
      runRule(shellProblem, text, { shellcheck: said(text, words, code) })[0]?.fixes[0]?.edits.map(
        ({ newText }) => newText,
      );
    deepEqual(fixed('FROM debian:12\nRUN find . -name *.pyc -delete\n', '*.pyc', 2061), ["'*.pyc'"]);
    deepEqual(fixed('FROM debian:12\nRUN [ a == b ] && ls\n', '==', 3014), ['=']);
    equal(fixed('FROM debian:12\nRUN find . -name $x* -delete\n', '$x*', 2061), undefined);
  });
});

describe('checkedScripts', () => {
  const heads = (text: string) =>
    checkedScripts(parseDockerfile(text)).map(({ head, script }) => `${head.split('\n', 1)[0]} ${script.text.trim()}`);

  it('takes the dialect from SHELL, a comment or the #! of a here-document', () => {
    deepEqual(heads('FROM a\nRUN x\nSHELL ["/bin/bash", "-c"]\nRUN y\nFROM b\nRUN z\n'), [
      '#!/bin/sh x',
      '#!/bin/bash y',
      '#!/bin/sh z',
    ]);
    deepEqual(heads('# hadolint shell=/bin/ksh\nFROM a\nRUN x\nFROM b\nRUN y\nSHELL ["/bin/dash", "-c"]\nRUN z\n'), [
      '#!/bin/ksh x',
      '#!/bin/ksh y',
      '#!/bin/dash z',
    ]);
    deepEqual(heads('FROM a\n# hadolint shell=bash\nRUN x\nFROM b\nRUN y\n'), ['#!/bin/bash x', '#!/bin/sh y']);
    deepEqual(heads('FROM a\nRUN <<E\n#!/bin/bash -e\nx\nE\n'), ['#!/bin/bash #!/bin/bash -e\nx']);
  });

  it('leaves out what is no POSIX script, and exec form', () => {
    deepEqual(heads('FROM a\nSHELL ["pwsh", "-Command"]\nRUN x\n'), []);
    deepEqual(heads('# escape=`\nFROM mcr.example/windows/servercore:ltsc2022\nRUN x\n'), []);
    deepEqual(heads('FROM a\nRUN <<E\n#!/usr/bin/env python3\nx\nE\nRUN ["x"]\n'), []);
    deepEqual(heads('# hadolint shell=powershell\nFROM a\nRUN x\n'), []);
  });

  it('knows the variables of ARG and ENV, and scripts of ONBUILD', () => {
    const [first] = checkedScripts(parseDockerfile('FROM a\nARG ONE\nENV TWO=2\nRUN echo $ONE\n'));
    equal(/^export ONE=1$/m.test(first?.head ?? ''), true);
    equal(/^export TWO=1$/m.test(first?.head ?? ''), true);
    deepEqual(heads('FROM a\nONBUILD RUN x\n'), ['#!/bin/sh x']);
  });
});
