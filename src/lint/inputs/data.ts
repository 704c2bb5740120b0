/** Access to parsed JSON, YAML and TOML, whose shape nobody guarantees. */
export type Table = Readonly<Record<string, unknown>>;

export function table(value: unknown): Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Table) : {};
}

/** The value behind a chain of keys; undefined when one is missing or no table. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  let current = value;
  for (const key of keys) {
    const entries = table(current);
    current = Object.hasOwn(entries, key) ? entries[key] : undefined;
  }
  return current;
}

export function tableAt(value: unknown, ...keys: readonly string[]): Table {
  return table(at(value, ...keys));
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The strings of a list; empty if it is none. */
export function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** JSON with comments and trailing commas, as deno and tsc read it. Throws when it is still malformed. */
export function parseJsonWithComments(source: string): unknown {
  const plain = source.replace(/"(?:\\.|[^"\\\n])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (part) =>
    part.startsWith('"') ? part : ' ',
  );
  return JSON.parse(plain.replace(/"(?:\\.|[^"\\\n])*"|,(?=\s*[}\]])/g, (part) => (part === ',' ? '' : part)));
}
