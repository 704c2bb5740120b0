/** The twelve digits people know an id by. */
export function shortId(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, 12);
}

const day = 24 * 60 * 60 * 1000;

/**
 * How old something is, in words that stay true for the rest of the day at least: a row is not painted again because time
 * passes. `created` is in seconds; undefined for images that carry no date (0, as reproducible builds write it).
 */
export function formatAge(created: number, now = Date.now()): string | undefined {
  if (created <= 0) return undefined;
  const days = Math.round((startOfDay(now) - startOfDay(created * 1000)) / day);
  if (days <= 0) return `today ${timeOfDay(created)}`;
  if (days === 1) return 'yesterday';
  if (days < 60) return `${days} days ago`;
  if (days < 730) return `${Math.floor(days / 30.4)} months ago`;
  return `${Math.floor(days / 365.25)} years ago`;
}

/** `2026-08-14 09:05`, in the person's time zone. */
export function formatTime(created: number): string {
  const date = new Date(created * 1000);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${timeOfDay(created)}`;
}

/** For sorting names as people do, digits by value: deterministic on every machine. */
export const compareNames = new Intl.Collator('en', { numeric: true }).compare;

function timeOfDay(seconds: number): string {
  const date = new Date(seconds * 1000);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

function startOfDay(milliseconds: number): number {
  return new Date(milliseconds).setHours(0, 0, 0, 0);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
