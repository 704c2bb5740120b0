import assert from 'node:assert/strict';
import { reservedStageName } from '../../../../src/lint/rules/reserved-stage-name';
import { checkFix, checkRule, runRule } from '../../support/check-rule';

describe('reserved-stage-name', () => {
  it('points at the name', () =>
    checkRule(
      reservedStageName,
      `
FROM a:1 AS context
#           ^^^^^^^ stands for the build context
FROM a:1 AS Scratch
#           ^^^^^^^ stands for the empty image
FROM a:1 AS contexts
`,
    ));

  it('renames it and its uses', () =>
    checkFix(
      reservedStageName,
      'FROM a:1 AS context\nFROM a:1\nCOPY --from=context /a /b\n',
      'FROM a:1 AS sources\nFROM a:1\nCOPY --from=sources /a /b\n',
      { safe: false },
    ));

  it("offers nothing where FROM scratch may mean it, and is not hadolint's in another case", () => {
    const [finding] = runRule(reservedStageName, 'FROM a:1 AS SCRATCH\nFROM scratch\n');
    assert.deepEqual(finding?.fixes, []);
    assert.deepEqual(finding?.related, { buildkit: 'ReservedStageName' });
  });
});
