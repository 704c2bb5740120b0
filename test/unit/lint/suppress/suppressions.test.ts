import assert from 'node:assert/strict';
import { parseDockerfile } from '../../../../src/dockerfile/parse';
import { mergeConfig } from '../../../../src/lint/config/config';
import { runRules } from '../../../../src/lint/run-rules';
import { checkRule } from '../../support/check-rule';
import { badWords, probe } from '../../support/probe-rule';
import { shell } from '../../support/shell';

/** Keywords that are reported, each with its one-based line. */
function reported(text: string, rule = probe, ignoreSuppressions = false): readonly string[] {
  const config = mergeConfig({ ignoreSuppressions });
  const findings = runRules(parseDockerfile(text.replace(/^\n/, '')), [rule], { shell: shell(), config });
  return findings.map(({ message, range }) => `${message} ${range.start.line + 1}`);
}

describe('comments of ours', () => {
  it('suppress a rule for the instruction below', () => {
    assert.deepEqual(reported('FROM a\n# layerwright ignore=absolute-workdir\nUSER b\nUSER c\n'), ['FROM 1', 'USER 4']);
  });

  it('reach over blank lines and other comments', () => {
    assert.deepEqual(reported('FROM a\n#layerwright ignore = absolute-workdir\n\n# why\n\nUSER b\n'), ['FROM 1']);
  });

  it('name several rules, and a reason', () => {
    const text = 'FROM a\n# layerwright ignore=pin-apt-version , absolute-workdir because it is right\nUSER b\n';
    assert.deepEqual(reported(text), ['FROM 1']);
  });

  it('take codes for rules', () => {
    for (const code of ['DL3000', 'WorkdirRelativePath', 'CACHE001']) {
      assert.deepEqual(reported(`FROM a\n# layerwright ignore=${code}\nUSER b\n`), ['FROM 1'], code);
    }
  });

  it('leave other rules alone', () => {
    assert.deepEqual(reported('FROM a\n# layerwright ignore=pin-apt-version, absolute\nUSER b\n'), [
      'FROM 1',
      'USER 3',
    ]);
    assert.deepEqual(reported('FROM a\n# layerwright ignore= why\nUSER b\n'), ['FROM 1', 'USER 3']);
  });

  it('hold for a whole instruction from above it, and for the next line inside it', () => {
    checkRule(
      badWords,
      `
FROM a
# layerwright ignore=pin-apt-version
RUN bad && \\
    bad
RUN bad && \\
#   ^^^ A bad word
    # layerwright ignore=pin-apt-version
    # because

    bad && \\
    bad
#   ^^^ A bad word
`,
    );
  });

  it('hold for a stage from above its FROM or from inside it', () => {
    const text = `
FROM a
USER b
# layerwright stage ignore=absolute-workdir
FROM c
USER d
FROM e
USER f
# layerwright stage ignore=absolute-workdir
USER g
`;
    assert.deepEqual(reported(text), ['FROM 1', 'USER 2']);
    assert.deepEqual(reported('FROM a\nUSER b\n# layerwright stage ignore=absolute-workdir\n'), []);
  });

  it('hold for the file from anywhere', () => {
    assert.deepEqual(reported('FROM a\nUSER b\n# layerwright global ignore=absolute-workdir\n'), []);
    assert.deepEqual(reported('# layerwright global ignore=absolute-workdir\nFROM a\n'), []);
  });

  it('do nothing when the configuration says so', () => {
    assert.deepEqual(reported('# layerwright global ignore=absolute-workdir\nFROM a\n', probe, true), ['FROM 2']);
  });

  it('work with CRLF and tabs', () => {
    assert.deepEqual(reported('FROM a\r\n\t#\tlayerwright\tignore=absolute-workdir\r\n\tUSER b\r\n'), ['FROM 1']);
  });
});

describe('comments for hadolint', () => {
  it('hold for exactly the next line', () => {
    assert.deepEqual(reported('FROM a\n# hadolint ignore=DL3000\nUSER b\nUSER c\n'), ['FROM 1', 'USER 4']);
    assert.deepEqual(reported('FROM a\n# hadolint ignore=DL3000\n\nUSER b\n'), ['FROM 1', 'USER 4']);
    assert.deepEqual(reported('FROM a\n# hadolint ignore=DL3000\n# why\nUSER b\n'), ['FROM 1', 'USER 4']);
    assert.deepEqual(reported('FROM a\n# hadolint ignore=DL3000\n# hadolint ignore=DL3001\nUSER b\n'), [
      'FROM 1',
      'USER 4',
    ]);
  });

  it('hold wherever in the instruction the finding is', () => {
    checkRule(badWords, 'FROM a\n# hadolint ignore=DL3018\nRUN bad && \\\n  bad\n');
  });

  it('are nothing inside an instruction', () => {
    checkRule(
      badWords,
      `
FROM a
RUN a && \\
  # hadolint ignore=DL3008
  bad
# ^^^ A bad word
`,
    );
  });

  for (const [pragma, holds] of [
    ['#hadolint ignore=DL3000', true],
    ['#  hadolint   ignore =  DL3008 , DL3000  ', true],
    ['# hadolint ignore=DL3000 # a reason', true],
    ['# hadolint ignore=DL3000,SC2086', true],
    ['# hadolint ignore=DL3000 a reason', false],
    ['# hadolint ignore=DL3000,crazy', false],
    ['# hadolint ignore=', false],
    ['# Hadolint ignore=DL3000', false],
    ['# hadolint ignore=dl3000', false],
    ['# hadolint ignore=absolute-workdir', false],
  ] as const) {
    it(`${pragma} ${holds ? 'holds' : 'is prose'}`, () => {
      assert.deepEqual(reported(`FROM a\n${pragma}\nUSER b\n`), holds ? ['FROM 1'] : ['FROM 1', 'USER 3']);
    });
  }

  it('for a stage: behind the line below, up to and with the next FROM or the line below such a comment', () => {
    const text = `
# hadolint stage ignore=DL3000
FROM a
USER b
FROM c
USER d
# hadolint stage ignore=DL3000
USER e
USER f
# hadolint stage ignore=DL3001
USER g
USER h
`;
    assert.deepEqual(reported(text), ['FROM 2', 'USER 5', 'USER 7', 'USER 11']);
  });

  it('for the file, adding up', () => {
    assert.deepEqual(reported('FROM a\n# hadolint global ignore=DL3001\n# hadolint global ignore=DL3000\n'), []);
  });
});

describe('switches for BuildKit', () => {
  for (const [directive, holds] of [
    ['# check=skip=WorkdirRelativePath', true],
    ['# CHECK = skip=JSONArgsRecommended,WorkdirRelativePath;error=true', true],
    ['# check=error=true;skip=all', true],
    ['# check=skip=A, WorkdirRelativePath', false],
    ['# check=skip=workdirrelativepath', false],
    ['# check=foo=bar;skip=all', false],
    ['# check=experimental=all', false],
  ] as const) {
    it(`${directive} as a directive ${holds ? 'holds' : 'does nothing'}`, () => {
      assert.deepEqual(reported(`${directive}\nFROM a\n`), holds ? [] : ['FROM 2']);
    });
    if (/^# check=s/.test(directive)) {
      it(`${directive} above an instruction ${holds ? 'holds' : 'does nothing'}`, () => {
        assert.deepEqual(reported(`FROM a\n${directive} why\n\nUSER b\n`), holds ? ['FROM 1'] : ['FROM 1', 'USER 4']);
      });
    }
  }

  it('count only the first check above an instruction', () => {
    const first = '# check=skip=WorkdirRelativePath\n# check=skip=Other\n';
    assert.deepEqual(reported(`FROM a\n${first}USER b\n`), ['FROM 1']);
    const second = '# check=skip=Other\n# check=skip=WorkdirRelativePath\n';
    assert.deepEqual(reported(`FROM a\n${second}USER b\n`), ['FROM 1', 'USER 4']);
  });

  it('are cut off by an empty comment', () => {
    assert.deepEqual(reported('FROM a\n# check=skip=all\n#\nUSER b\n'), ['FROM 1', 'USER 4']);
    assert.deepEqual(reported('FROM a\n#\n# check=skip=all\nUSER b\n'), ['FROM 1']);
  });

  it('are a directive behind a byte order mark and a #! line, not behind a comment or a blank line', () => {
    const directive = '# check=skip=WorkdirRelativePath\n';
    for (const head of ['\ufeff', '#!/usr/bin/env docker build\n', '# syntax=docker/dockerfile:1\n']) {
      assert.deepEqual(reported(`${head}${directive}FROM a\nUSER b\n`), [], head);
    }
    for (const head of ['# a comment\n', '\n\n']) {
      assert.deepEqual(reported(`${head}${directive}FROM a\nUSER b\n`).at(-1), 'USER 4', head);
    }
  });

  it('take a comment that only says error= for the first one', () => {
    const comments = '# check=error=true\n# check=skip=WorkdirRelativePath\n';
    assert.deepEqual(reported(`FROM a\n${comments}USER b\n`), ['FROM 1', 'USER 4']);
  });

  it('are nothing inside an instruction', () => {
    assert.deepEqual(reported('FROM a\nRUN b \\\n# check=skip=all\n c\nUSER d\n'), ['FROM 1', 'RUN 2', 'USER 5']);
  });

  it('never reach experimental checks as a directive, but do inline', () => {
    const rule = { ...probe, related: { buildkit: 'InvalidDefinitionDescription' } };
    assert.deepEqual(reported('# check=skip=all\nFROM b\n', rule), ['FROM 2']);
    assert.deepEqual(reported('FROM b\n# check=skip=InvalidDefinitionDescription\nUSER a\n', rule), ['FROM 1']);
  });

  for (const check of [
    'ConsistentInstructionCasing',
    'DuplicateStageName',
    'ReservedStageName',
    'NoEmptyContinuation',
    'InvalidDefaultArgInFrom',
  ]) {
    it(`${check} is switched off by a directive only`, () => {
      const rule = { ...probe, related: { buildkit: check } };
      assert.deepEqual(reported(`FROM a\n# check=skip=${check}\nUSER b\n`, rule), ['FROM 1', 'USER 3']);
      assert.deepEqual(reported(`# check=skip=${check}\nFROM a\nUSER b\n`, rule), []);
    });
  }

  it('do not hold inline for checks of the whole file', () => {
    const rule = { ...probe, related: { buildkit: 'DuplicateStageName' } };
    assert.deepEqual(reported('FROM a\n# check=skip=all\nFROM b\n', rule), ['FROM 1', 'FROM 3']);
    assert.deepEqual(reported('# check=skip=DuplicateStageName\nFROM b\n', rule), []);
  });
});
