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
  const today = startOfToday(now);
  const about = (today - created * 1000) / day;
  // Dates cost something among thousands of rows; for months it does not matter at which hour a day began.
  const days = about > 90 ? Math.ceil(about) : Math.round((today - startOfDay(created * 1000)) / day);
  if (days <= 0) return `today ${timeOfDay(created)}`;
  if (days === 1) return 'yesterday';
  if (days < 60) return `${days} days ago`;
  if (days < 730) return `${Math.max(2, Math.floor(days / 30.4))} months ago`;
  return `${Math.floor(days / 365.25)} years ago`;
}

/** `2026-08-14 09:05`, in the person's time zone. */
export function formatTime(created: number): string {
  const date = new Date(created * 1000);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${timeOfDay(created)}`;
}

let collator: Intl.Collator | undefined;

/** For sorting names as people do, digits by value: deterministic on every machine. */
export function compareNames(a: string, b: string): number {
  if (a === b) return 0;
  const order = comparePlainly(a, b);
  if (order !== undefined) return order;
  // Making one takes longer than reading all that activation reads.
  collator ??= new Intl.Collator('en', { numeric: true });
  return collator.compare(a, b);
}

/**
 * What the collator says where names first differ in a lower-case letter or in a number, as most do: asking it takes most
 * of the time that sorting thousands of names takes. Undefined where it has to be asked.
 */
function comparePlainly(a: string, b: string): number | undefined {
  let at = 0;
  while (a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  let start = at;
  while (isDigit(a.charCodeAt(start - 1))) start -= 1;
  const first = numberEnd(a, start) - start;
  const second = numberEnd(b, start) - start;
  if (first > 0 && second > 0) {
    // Zeros in front count for nothing, and equal numbers are told apart by what follows.
    if (a.charCodeAt(start) === zero || b.charCodeAt(start) === zero) return undefined;
    if (first !== second) return first - second;
    return at < start + first ? a.charCodeAt(at) - b.charCodeAt(at) : undefined;
  }
  const left = a.charCodeAt(at);
  const right = b.charCodeAt(at);
  return isLetter(left) && isLetter(right) ? left - right : undefined;
}

const zero = 48;

function numberEnd(text: string, start: number): number {
  let end = start;
  while (isDigit(text.charCodeAt(end))) end += 1;
  return end;
}

function isDigit(code: number): boolean {
  return code >= zero && code <= 57;
}

function isLetter(code: number): boolean {
  return code >= 97 && code <= 122;
}

function timeOfDay(seconds: number): string {
  const date = new Date(seconds * 1000);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

let lastToday = { start: 0, end: 0 };

function startOfToday(now: number): number {
  if (now < lastToday.start || now >= lastToday.end) {
    const start = startOfDay(now);
    lastToday = { start, end: new Date(start).setHours(24, 0, 0, 0) };
  }
  return lastToday.start;
}

function startOfDay(milliseconds: number): number {
  return new Date(milliseconds).setHours(0, 0, 0, 0);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
