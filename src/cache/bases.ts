import { empty, expandParts } from '../dockerfile/expand';
import type { Dockerfile, Stage } from '../dockerfile/model';
import type { GlobalArgs } from './global-args';

/** What a stage starts from, once the build's arguments are known. */
export type Base =
  | { readonly kind: 'stage'; readonly stage: Stage }
  | { readonly kind: 'scratch' }
  | { readonly kind: 'image'; readonly reference: string }
  | { readonly kind: 'unknown' };

export function basesOf(file: Dockerfile, globals: GlobalArgs): ReadonlyMap<Stage, Base> {
  return new Map(file.stages.map((stage) => [stage, baseOf(file, stage, globals)]));
}

function baseOf({ stages, escape: escaper }: Dockerfile, stage: Stage, globals: GlobalArgs): Base {
  const name = expandGlobal(stage.from.imageWord?.parts ?? [], globals, escaper);
  if (name === undefined || name === '') return { kind: 'unknown' };
  const earlier = stages.findLast((other) => other.index < stage.index && other.name === name.toLowerCase());
  if (earlier) return { kind: 'stage', stage: earlier };
  return name === 'scratch' ? { kind: 'scratch' } : { kind: 'image', reference: name };
}

/** A word of a FROM: nothing but global ARGs counts there. */
export function expandGlobal(
  parts: Parameters<typeof expandParts>[0],
  globals: GlobalArgs,
  escaper: string,
): string | undefined {
  return expandParts(parts, (name) => globals.get(name) ?? empty, escaper);
}
