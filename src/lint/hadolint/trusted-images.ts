/** An image as far as its origin goes. */
export interface NamedImage {
  readonly registry: string | undefined;
  /** Without the registry; the tag may be part of it. */
  readonly name: string;
}

/** `--from` and `from=` are split in another way than FROM: the first part is a registry if it holds a dot. */
export function imageOfText(text: string): NamedImage {
  const slash = text.indexOf('/');
  const first = slash < 0 ? '' : text.slice(0, slash);
  return first.includes('.') ? { registry: first, name: text.slice(slash + 1) } : { registry: undefined, name: text };
}

/** `scratch`, or an image whose registry matches one of the patterns; Docker Hub has two names. */
export function isTrusted({ registry, name }: NamedImage, patterns: readonly string[]): boolean {
  if (registry === undefined && name === 'scratch') return true;
  const names = registry === undefined ? ['docker.io', 'hub.docker.com'] : [registry];
  return patterns.some((pattern) => names.some((one) => matches(pattern, one)));
}

function matches(pattern: string, registry: string): boolean {
  if (pattern === '*') return true;
  if (pattern.startsWith('*')) return registry.endsWith(pattern.slice(1));
  if (pattern.endsWith('*')) return registry.startsWith(pattern.slice(0, -1));
  return registry === pattern;
}
