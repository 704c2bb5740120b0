/**
 * An RFC 3339 time with nine digits of fraction in UTC, so that two of them compare as texts:
 * `2026-08-14T09:05:07.000000001Z`. Undefined for what is no such time.
 */
export function exactTime(text: string): string | undefined {
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/.test(text)) return text;
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text);
  if (!parts) return undefined;
  const milliseconds = Date.parse(`${parts[1]}${parts[3]}`);
  if (Number.isNaN(milliseconds)) return undefined;
  return `${new Date(milliseconds).toISOString().slice(0, 19)}.${(parts[2] ?? '').padEnd(9, '0')}Z`;
}

/** Seconds since the epoch, to the microsecond and never later than the time itself. */
export function exactTimeSeconds(time: string): number {
  const microseconds = Number(time.slice(20, 26));
  return Date.parse(`${time.slice(0, 19)}Z`) / 1000 + microseconds / 1e6;
}
