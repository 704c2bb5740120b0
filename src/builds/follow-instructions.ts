import type { Dockerfile, Instruction } from '../dockerfile/model';

/** Where an instruction of a former text stands in the text of now. */
export interface Followed {
  readonly instruction: Instruction;
  /** It has been edited since. */
  readonly edited: boolean;
}

/**
 * By the former `Instruction.index`. An instruction keeps its place while others are added, removed or moved around it; one
 * that was edited is known by its neighbours and its kind. What cannot be told is left out.
 */
export function followInstructions(former: Dockerfile, now: Dockerfile): ReadonlyMap<number, Followed> {
  const found = new Map<number, Followed>();
  const old = former.instructions;
  const current = now.instructions;
  const same = (a: Instruction | undefined, b: Instruction | undefined) =>
    a !== undefined && b !== undefined && textOf(former, a) === textOf(now, b);
  let start = 0;
  while (start < old.length && same(old[start], current[start])) start++;
  let oldEnd = old.length;
  let currentEnd = current.length;
  while (oldEnd > start && currentEnd > start && same(old[oldEnd - 1], current[currentEnd - 1])) {
    oldEnd--;
    currentEnd--;
  }
  const pairs: (readonly [Instruction, Instruction])[] = [];
  for (let at = 0; at < start; at++) pair(pairs, old[at], current[at]);
  for (let at = oldEnd; at < old.length; at++) pair(pairs, old[at], current[at - oldEnd + currentEnd]);
  for (const [a, b] of pairs) found.set(a.index, { instruction: b, edited: false });
  middle(old.slice(start, oldEnd), current.slice(start, currentEnd), { former, now }, found);
  return found;
}

/** What changed: equal texts in order, then what is left between them by kind. */
function middle(
  old: readonly Instruction[],
  current: readonly Instruction[],
  { former, now }: { readonly former: Dockerfile; readonly now: Dockerfile },
  found: Map<number, Followed>,
): void {
  const places = new Map<string, Instruction[]>();
  for (const instruction of current) {
    const text = textOf(now, instruction);
    places.set(text, [...(places.get(text) ?? []), instruction]);
  }
  const taken = new Set<Instruction>();
  const left: Instruction[] = [];
  for (const instruction of old) {
    const next = places.get(textOf(former, instruction))?.shift();
    if (next) {
      taken.add(next);
      found.set(instruction.index, { instruction: next, edited: false });
    } else left.push(instruction);
  }
  const free = current.filter((instruction) => !taken.has(instruction));
  const kinds = (list: readonly Instruction[]) => list.map(({ kind }) => kind).join(' ');
  if (left.length !== free.length || kinds(left) !== kinds(free)) return;
  for (const [at, instruction] of left.entries()) {
    const next = free[at];
    if (next) found.set(instruction.index, { instruction: next, edited: true });
  }
}

function pair(
  pairs: (readonly [Instruction, Instruction])[],
  a: Instruction | undefined,
  b: Instruction | undefined,
): void {
  if (a && b) pairs.push([a, b]);
}

/** As the builder reads it, so that comments and line breaks within it do not count. */
function textOf(file: Dockerfile, { kind, flags, argument, heredocs }: Instruction): string {
  const bodies = heredocs.map(({ bodySpan }) => file.text.slice(bodySpan.start, bodySpan.end));
  return [kind, ...flags.map(({ name, value }) => `--${name}=${value?.raw ?? ''}`), argument.text, ...bodies].join(
    '\0',
  );
}
