import assert from 'node:assert/strict';
import { duplicateStageName } from '../../../../src/lint/rules/duplicate-stage-name';
import { checkRule, runRule } from '../../support/check-rule';

describe('duplicate-stage-name', () => {
  it('points at each later stage of the name', () =>
    checkRule(
      duplicateStageName,
      `
FROM a:1 AS build
FROM a:1 AS test
FROM a:1 AS build
#           ^^^^^ An earlier stage is called "build"
FROM a:1 AS Build
#           ^^^^^ An earlier stage is called "build"
FROM a:1
FROM a:1
`,
    ));

  it("is hadolint's only where the names are equal to the letter", () =>
    assert.deepEqual(
      runRule(duplicateStageName, 'FROM a:1 AS build\nFROM a:1 AS build\nFROM a:1 AS Build\n').map(
        ({ related }) => related,
      ),
      [{ hadolint: 'DL3024', buildkit: 'DuplicateStageName' }, { buildkit: 'DuplicateStageName' }],
    ));
});
