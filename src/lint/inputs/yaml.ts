import { yaml } from '../yaml';

/** Far above any manifest; what is larger, or made to be slow, is not worth the wait while someone types. */
const maximumLength = 65_536;

/** A YAML text of one document; throws when it is malformed or too long. */
export function parseYaml(text: string): unknown {
  if (text.length > maximumLength) throw new RangeError('The text is too long');
  return yaml().parse(text, { logLevel: 'error', maxAliasCount: 100 });
}
