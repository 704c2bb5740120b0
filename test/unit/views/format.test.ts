import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import { compareNames, formatAge } from '../../../src/views/format';

describe('words and order of views', () => {
  it('compare names as people do, which is what the collator says', () => {
    deepEqual(['b', 'a10', 'a9', 'a', 'a-1', 'B', 'a1b'].sort(compareNames), [
      'a',
      'a-1',
      'a1b',
      'a9',
      'a10',
      'b',
      'B',
    ]);
    const collator = new Intl.Collator('en', { numeric: true });
    const name = fc.string({
      unit: fc.constantFrom('a', 'b', 'z', 'A', 'é', '0', '1', '2', '9', '-', '.', '/', ':', '_', '\u0301'),
      maxLength: 8,
    });
    fc.assert(
      fc.property(name, name, name, (before, a, b) => {
        const said = collator.compare(before + a, before + b);
        equal(Math.sign(compareNames(before + a, before + b)), before + a === before + b ? 0 : Math.sign(said));
      }),
      { numRuns: 20_000 },
    );
  });

  it('say ages in days, months and years, by the calendar', () => {
    const now = new Date(2026, 10, 20, 12).getTime();
    const at = (day: number, hour = 23) => new Date(2026, 10, 20 - day, hour, 59).getTime() / 1000;
    deepEqual(
      [at(0, 9), at(1), at(2, 0), at(59), at(60), at(91), at(400), at(800)].map((created) => formatAge(created, now)),
      [
        'today 09:59',
        'yesterday',
        '2 days ago',
        '59 days ago',
        '2 months ago',
        '2 months ago',
        '13 months ago',
        '2 years ago',
      ],
    );
    equal(formatAge(at(0), new Date(2026, 10, 21, 0, 1).getTime()), 'yesterday');
    equal(formatAge(0, now), undefined);
  });
});
