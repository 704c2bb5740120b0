/** What a registry asks for: the value of `WWW-Authenticate`. */
export type Challenge =
  | { readonly scheme: 'basic' }
  | {
      readonly scheme: 'bearer';
      readonly realm: string;
      readonly service: string | undefined;
      readonly scope: string | undefined;
    };

/** The challenge to answer; tokens before passwords, undefined when there is none we know. Several may stand in one header. */
export function parseChallenge(header: string | undefined): Challenge | undefined {
  const found = [...challengesOf(header ?? '')];
  const bearer = found.find(({ scheme, parameters }) => scheme === 'bearer' && parameters.has('realm'));
  if (bearer) {
    const { parameters } = bearer;
    return {
      scheme: 'bearer',
      realm: parameters.get('realm') ?? '',
      service: parameters.get('service'),
      scope: parameters.get('scope'),
    };
  }
  return found.some(({ scheme }) => scheme === 'basic') ? { scheme: 'basic' } : undefined;
}

const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

/** `Bearer realm="…",scope="a,b", Basic realm="…"`: commas part parameters and challenges alike, and stand in values. */
function* challengesOf(header: string): Iterable<{ scheme: string; parameters: Map<string, string> }> {
  const pattern = new RegExp(
    `(${token})\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|(${token}))|(${token})(?=\\s+|\\s*,|\\s*$)`,
    'g',
  );
  let current: { scheme: string; parameters: Map<string, string> } | undefined;
  for (const [, name, quoted, bare, scheme] of header.matchAll(pattern)) {
    if (scheme !== undefined) {
      if (current) yield current;
      current = { scheme: scheme.toLowerCase(), parameters: new Map() };
    } else if (name !== undefined) {
      current?.parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '');
    }
  }
  if (current) yield current;
}
