import assert from 'node:assert/strict';
import { parseDockerfile } from '../../../../src/dockerfile/parse';
import { buildkitCheckNames, codes } from '../../../../src/lint/codes';
import { mergeConfig } from '../../../../src/lint/config/config';
import { lint } from '../../../../src/lint/lint';
import { memoryContext } from '../../support/memory-context';
import { shell } from '../../support/shell';
import { type BuildkitCase, buildkitCases, switchCases } from './buildkit-cases';

const config = mergeConfig({ profile: 'buildkit' });

describe('parity with the checks of BuildKit', () => {
  for (const one of buildkitCases) it(one.name, () => assert.deepEqual(findings(one), [...one.found].sort()));

  it('knows a case for every check that the text decides', () => {
    const found = new Set([...buildkitCases].flatMap((one) => one.found.map((text) => text.replace(/:.*/, ''))));
    assert.deepEqual(
      [...buildkitCheckNames()].filter((name) => !found.has(name)),
      ['InvalidBaseImagePlatform'],
    );
  });
});

describe('switches of BuildKit', () => {
  for (const one of switchCases) it(one.name, () => assert.deepEqual(findings(one), [...one.found].sort()));
});

/** `Check:line`, the line being the first one that is underlined. */
function findings({ dockerfile, ignore }: BuildkitCase): readonly string[] {
  const context = ignore === undefined ? undefined : memoryContext({ '.dockerignore': ignore });
  return lint(parseDockerfile(dockerfile), { shell: shell(), config, context })
    .flatMap(({ related, range }) => codes(related, 'buildkit').map((check) => `${check}:${range.start.line + 1}`))
    .sort();
}
