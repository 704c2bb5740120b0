import type { Dockerfile, Variable } from '../dockerfile/model';
import type { Span } from '../shared/span';

/** The first use of each variable in a word that is not known. */
export function unknownVariables(
  variables: readonly Variable[],
  isKnown: (name: string) => boolean,
): readonly Variable[] {
  const seen = new Set<string>();
  return variables.filter(({ name }) => {
    if (seen.has(name) || isKnown(name)) return false;
    seen.add(name);
    return true;
  });
}

/** Where a variable's name stands, without the dollar sign and braces. */
export function nameSpan({ text }: Dockerfile, { name, span }: Variable): Span {
  const start = text.indexOf(name, span.start + 1);
  return start < 0 || start + name.length > span.end ? span : { start, end: start + name.length };
}
