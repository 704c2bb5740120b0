/** Readers of the engine's JSON, which is null, absent or of another type where engines differ. */
export type Raw = Readonly<Record<string, unknown>>;

export function rawObject(value: unknown): Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {};
}

export function rawList(value: unknown): readonly Raw[] {
  return Array.isArray(value) ? value.map(rawObject) : [];
}

export function rawText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function rawNumber(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

/** A list of strings; a lone string counts as a list of one, as old images write their entrypoint. */
export function rawTexts(value: unknown): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** The string values of an object. */
export function rawRecord(value: unknown): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const [name, text] of Object.entries(rawObject(value))) if (typeof text === 'string') texts[name] = text;
  return texts;
}

/** Seconds since the epoch of an RFC 3339 time; 0 for none. */
export function rawTime(value: unknown): number {
  const milliseconds = Date.parse(rawText(value));
  return Number.isNaN(milliseconds) ? 0 : Math.floor(milliseconds / 1000);
}
