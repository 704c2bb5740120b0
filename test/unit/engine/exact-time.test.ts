import { deepEqual, equal } from 'node:assert/strict';
import { exactTime, exactTimeSeconds } from '../../../src/engine/exact-time';

describe('engine/exact-time', () => {
  it('makes times of all engines comparable', () => {
    deepEqual(
      [
        '2026-08-14T09:05:07.000000001Z',
        '2026-08-14T11:05:07.5+02:00',
        '2026-08-14T09:05:07Z',
        '2026-08-14T09:05',
        'noise',
      ].map(exactTime),
      [
        '2026-08-14T09:05:07.000000001Z',
        '2026-08-14T09:05:07.500000000Z',
        '2026-08-14T09:05:07.000000000Z',
        undefined,
        undefined,
      ],
    );
  });

  it('never gives a later time', () => {
    equal(exactTimeSeconds('1970-01-01T00:00:02.123456789Z'), 2.123456);
  });
});
