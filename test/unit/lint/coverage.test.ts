import assert from 'node:assert/strict';
import { absentChecks } from '../../../src/lint/absent-checks';
import { allCodes, buildkitCheckNames, codes } from '../../../src/lint/codes';
import { rules } from '../../../src/lint/rules';

/** The last two digits of hadolint's codes by their first two; DL1000 is what it gives a file it cannot parse. */
const hadolintCodes: Readonly<Record<string, string>> = {
  DL10: '00 01',
  DL30:
    '00 01 02 03 04 06 07 08 09 10 11 12 13 14 15 16 18 19 20 21 22 23 24 25 26 27 28 29 30 32 33 34 35 36 37 38 ' +
    '40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65 66 67',
  DL40: '00 01 03 04 05 06',
};

const sources = {
  hadolint: Object.entries(hadolintCodes).flatMap(([start, ends]) => ends.split(' ').map((end) => start + end)),
  buildkit: [...buildkitCheckNames()],
  cache: Array.from({ length: 62 }, (_, index) => `CACHE${String(index + 1).padStart(3, '0')}`),
};

describe('checks of others', () => {
  const absent = absentChecks.map(({ code }) => code.replace(/^\w+ /, ''));

  it('are as many as there are', () => {
    assert.equal(sources.hadolint.length, 72);
    assert.equal(sources.buildkit.length, 22);
  });

  for (const [source, all] of Object.entries(sources)) {
    it(`of ${source} are each carried by a rule, or left out for a reason`, () => {
      const carried = new Set(rules.flatMap(({ related }) => codes(related, source as keyof typeof sources)));
      assert.deepEqual(
        all.filter((code) => !carried.has(code) && !absent.includes(code)),
        [],
        'no rule carries them',
      );
      assert.deepEqual(
        [...carried].filter((code) => !all.includes(code)),
        [],
        'nobody knows them',
      );
    });
  }

  it('are not left out where a rule carries them', () => {
    const carried = new Set(rules.flatMap(({ related }) => allCodes(related)));
    assert.deepEqual(
      absent.filter((code) => carried.has(code)),
      [],
    );
  });
});
