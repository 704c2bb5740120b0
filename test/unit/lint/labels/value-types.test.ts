import assert from 'node:assert/strict';
import { valueTypes } from '../../../../src/lint/labels/value-types';

const values: Readonly<Record<keyof typeof valueTypes, { readonly good: string[]; readonly bad: string[] }>> = {
  url: {
    good: [
      'https://example.com',
      'mailto:a@example.com',
      'urn:a:b',
      'http://u:p@[::1]:80/a;b?c=d/?#e',
      'file:///a',
      'a:',
    ],
    bad: [
      '',
      'example.com',
      '//example.com/a',
      '1a://b',
      'http://a b',
      'http://a/%zz',
      'http://a/é',
      'http://a#b#c',
      'http://a:b/',
      '$URL',
      'http://[::1',
    ],
  },
  rfc3339: {
    good: ['2025-01-31T12:00:00Z', '2024-02-29t23:59:60.123+01:00', '2025-01-31T12:00:00-00:00'],
    bad: [
      '',
      '2025-01-31',
      '2025-01-31 12:00:00Z',
      '2025-02-29T12:00:00Z',
      '2025-13-01T12:00:00Z',
      '2025-01-31T24:00:00Z',
      '2025-01-31T12:00:00',
      '2025-01-31T12:00:00+0100',
      '2025-01-31T12:00Z',
    ],
  },
  spdx: {
    good: ['MIT', 'Apache-2.0', 'GPL-2.0-only'],
    bad: ['', 'mit', 'MIT OR Apache-2.0', 'GPL', 'NONE', 'GPL-2.0'],
  },
  hash: {
    good: ['0123abc', '0123456789abcdef0123456789abcdef01234567'],
    bad: ['', '0123ABC', '0123ab', '0123abcd', '0123abg'],
  },
  semver: {
    good: ['1.2.3', '0.0.0', '1.2.3-rc.1+build.01', '1.2.3-0a', '2026.01.05'],
    bad: ['', '1.2', 'v1.2.3', '1.2.3-rc..1', '1.2.3-rc_1', '1.2.3 ', '1.2.3.4'],
  },
  email: {
    good: ['a@b', 'ada.l+x@example.com', '"a b"@example.com', 'a@[192.0.2.1]'],
    bad: ['', 'a', 'a@', '@b', 'a b@c', 'a..b@c', '.a@b', 'a@b..c', 'a@-b', 'Ada <a@b>', 'a@b, c@d'],
  },
};

describe('value types of labels', () => {
  for (const [name, { good, bad }] of Object.entries(values)) {
    const { fits, example } = valueTypes[name as keyof typeof valueTypes];
    it(`tells a ${name} from what is none`, () => {
      for (const value of [...good, example]) assert.ok(fits(value), value);
      for (const value of bad) assert.ok(!fits(value), `"${value}"`);
    });
  }

  it('reads long values in linear time', () => {
    for (const { fits } of Object.values(valueTypes)) fits(`a:${'a.'.repeat(20_000)} @`);
  });
});
