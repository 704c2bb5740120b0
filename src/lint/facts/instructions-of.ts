import type { Dockerfile, Instruction } from '../../dockerfile/model';
import { remembered } from '../../shared/remembered';

type OfKind<Kind, All = Instruction> = All extends { readonly kind: infer Kinds }
  ? Kind extends Kinds
    ? All
    : never
  : never;

const byKind = remembered(({ instructions }: Dockerfile): ReadonlyMap<string, readonly Instruction[]> => {
  const index = new Map<string, Instruction[]>();
  for (const instruction of instructions) {
    const alike = index.get(instruction.kind);
    if (alike) alike.push(instruction);
    else index.set(instruction.kind, [instruction]);
  }
  return index;
});

const none: readonly never[] = [];

/** Kinds of the instructions of a file, what ONBUILD keeps not among them. */
export function kindsIn(dockerfile: Dockerfile): Iterable<string> {
  return byKind(dockerfile).keys();
}

/** The instructions of one kind in document order, what ONBUILD keeps not among them. */
export function instructionsOf<Kind extends Instruction['kind']>(
  dockerfile: Dockerfile,
  kind: Kind,
): readonly OfKind<Kind>[] {
  return (byKind(dockerfile).get(kind) as readonly OfKind<Kind>[] | undefined) ?? none;
}
