import { parse } from 'smol-toml';

/** Throws when the text is malformed. The linter's only importer of the library. */
export function parseToml(text: string): unknown {
  return parse(text);
}
