import assert from 'node:assert/strict';
import { parseDockerfile } from '../../../../src/dockerfile/parse';
import { type ConfigLayer, mergeConfig } from '../../../../src/lint/config/config';
import { definitionDescription } from '../../../../src/lint/rules/definition-description';
import { runRules } from '../../../../src/lint/run-rules';
import { checkFix, checkRule } from '../../support/check-rule';
import { shell } from '../../support/shell';

describe('definition-description', () => {
  it('points at definitions whose comment does not begin with their name', () =>
    checkRule(
      definitionDescription,
      `
# bar is this
ARG foo=1
^^^ does not begin with "foo"
# foo is that

ARG bar=1
^^^ does not begin with "bar"
# bar is that
ARG bar=2
#
ARG baz=1
# about all
#
FROM a:1 AS base
# about the stage
FROM a:1 AS Next
^^^^ does not begin with "Next"
# unnamed
FROM a:1
# next
ENV x=1
RUN a \\
  # inside
  b
ARG last
# barrel
ARG bar
^^^ does not begin with "bar"
# one
# bar two
ARG bar
`,
    ));

  it('sets the comment apart or begins it with the name', () => {
    checkFix(definitionDescription, '# what\nARG foo\n', '# what\n#\nARG foo\n', { safe: true });
    checkFix(definitionDescription, '# what\nARG foo\n', '# foo what\nARG foo\n', {
      title: 'Begin the comment with foo',
    });
    checkFix(definitionDescription, '## what\nARG foo\n', '# foo # what\nARG foo\n', {
      title: 'Begin the comment with foo',
    });
  });

  const found = (text: string, config: ConfigLayer = {}) =>
    runRules(parseDockerfile(text), [definitionDescription], { shell: shell(), config: mergeConfig(config) }).length;
  const wrong = '# what\nARG foo\nFROM a:1\n';

  it('is on only where the file or the configuration names it', () => {
    assert.equal(found(wrong), 0);
    assert.equal(found(`# check=experimental=InvalidDefinitionDescription\n${wrong}`), 1);
    assert.equal(found(`# check=skip=all;experimental=all\n${wrong}`), 1);
    assert.equal(found(`# check=experimental=Other\n${wrong}`), 0);
    assert.equal(found(`# check=experimental=all\n${wrong}`, { severities: { 'definition-description': 'off' } }), 0);
    assert.equal(found(wrong, { severities: { 'definition-description': 'info' } }), 1);
  });
});
