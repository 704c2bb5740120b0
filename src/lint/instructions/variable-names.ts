import type { Dockerfile, Pair, Stage, Variable } from '../../dockerfile/model';
import { remembered } from '../../shared/remembered';
import type { Span } from '../../shared/span';

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

export interface Declaration {
  readonly kind: 'ARG' | 'ENV';
  readonly stage: Stage | undefined;
  readonly pair: Pair;
}

/** Where the file declares a variable, without what only adds to itself (`ENV X=/a:$X`). */
export function declarationsOf(dockerfile: Dockerfile, name: string): readonly Declaration[] {
  return allDeclarations(dockerfile).get(name) ?? [];
}

/** All of them by name. */
export const allDeclarations: (dockerfile: Dockerfile) => ReadonlyMap<string, readonly Declaration[]> =
  remembered(findDeclarations);

function findDeclarations(dockerfile: Dockerfile): ReadonlyMap<string, readonly Declaration[]> {
  const byName = new Map<string, Declaration[]>();
  for (const instruction of dockerfile.instructions) {
    if (instruction.kind !== 'ENV' && instruction.kind !== 'ARG') continue;
    const { kind, stage } = instruction;
    for (const pair of instruction.pairs) {
      const name = pair.key.value;
      if (pair.value?.variables.some((variable) => variable.name === name)) continue;
      const declarations = byName.get(name);
      if (declarations) declarations.push({ kind, stage, pair });
      else byName.set(name, [{ kind, stage, pair }]);
    }
  }
  return byName;
}
