import licenses from 'spdx-license-ids/index.json';
import type { LabelType } from '../rule';

export interface ValueType {
  /** hadolint's code for a value that is none. */
  readonly code: string;
  /** What a value has to be, behind "is no …". */
  readonly name: string;
  readonly example: string;
  fits(value: string): boolean;
}

/** What the types of a label schema demand; `text` takes everything. */
export const valueTypes: Readonly<Record<Exclude<LabelType, 'text'>, ValueType>> = {
  url: { code: 'DL3052', name: 'absolute URL', example: 'https://example.com/shop', fits: isUri },
  rfc3339: { code: 'DL3053', name: 'RFC 3339 time', example: '2025-01-31T12:00:00Z', fits: isTime },
  spdx: { code: 'DL3054', name: 'SPDX license identifier', example: 'Apache-2.0', fits: isLicense },
  hash: { code: 'DL3055', name: 'commit hash of 7 or 40 lower-case digits', example: '1f9c2ab', fits: isHash },
  semver: { code: 'DL3056', name: 'semantic version', example: '1.4.2', fits: isVersion },
  email: { code: 'DL3058', name: 'e-mail address', example: 'shop@example.com', fits: isAddress },
};

let known: ReadonlySet<string> | undefined;

/** One identifier of the list, as it is written there; no expression, none that is deprecated. */
function isLicense(value: string): boolean {
  known ??= new Set(licenses);
  return known.has(value);
}

function isHash(value: string): boolean {
  return /^(?:[0-9a-f]{7}|[0-9a-f]{40})$/.test(value);
}

const identifiers = '(?:[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?';
const version = new RegExp(`^\\d+\\.\\d+\\.\\d+(?:-${identifiers})?(?:\\+${identifiers})?$`);

/** SemVer 2: three numbers, no `v`. Leading zeros, as calendar versions have them, pass as they do in hadolint. */
function isVersion(value: string): boolean {
  return version.test(value);
}

const time = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|[+-](\d\d):(\d\d))$/;

function isTime(value: string): boolean {
  const match = time.exec(value);
  if (!match) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, offset = 0, offsetMinute = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  // A leap second is the 61st.
  if (hour > 23 || minute > 59 || second > 60 || offset > 23 || offsetMinute > 59) return false;
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

const piece = "(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})";
const host =
  "(?:\\[[0-9A-Fa-f:.]+\\]|\\[v[0-9A-Fa-f]+\\.[A-Za-z0-9._~!$&'()*+,;=:-]+\\]|(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)";
const user = "(?:(?:[A-Za-z0-9._~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*@)?";
const path = `(?://${user}${host}(?::\\d*)?(?:/${piece}*)*|/?(?:${piece}+(?:/${piece}*)*)?)`;
const uri = new RegExp(`^[A-Za-z][A-Za-z0-9+.-]*:${path}(?:\\?(?:${piece}|[/?])*)?(?:#(?:${piece}|[/?])*)?$`);

/** RFC 3986 with a scheme. */
function isUri(value: string): boolean {
  return uri.test(value);
}

const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const label = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
const address = new RegExp(
  `^(?:${atom}(?:\\.${atom})*|"(?:[^"\\\\\\x00-\\x1f\\x7f-\\uffff]|\\\\[\\x20-\\x7e])*")@(?:${label}(?:\\.${label})*|\\[[\\x21-\\x5a\\x5e-\\x7e]*\\])$`,
);

/** RFC 5322's `local@domain` without comments, and a domain that hosts can have. */
function isAddress(value: string): boolean {
  return address.test(value);
}
