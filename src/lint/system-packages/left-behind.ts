import type { RunInstruction } from '../../dockerfile/model';
import type { Invocation } from '../../shell/invocation';
import { invocationsOf } from '../facts/invocations';
import { mountedOver } from '../layers/outside-layer';
import type { LintFile } from '../rule';
import { mayCleanUp, type Places, removes } from './clean-up';

/** What fills some places and what empties them. */
export interface Filler {
  readonly places: Places;
  fills(call: Invocation): boolean;
  /** `filled` is the last command that fills them. */
  cleans(call: Invocation, filled: Invocation): boolean;
}

/**
 * - `left`: what the last command that fills the places wrote stays in the layer.
 * - `cleaned`: the same RUN removes it behind that command.
 * - `outside`: a mount holds it.
 * - `unknown`: a script that is called behind it may remove it, or the RUN cannot be read in full.
 * - `none`: nothing fills them.
 */
export type LeftBehind =
  | { readonly kind: 'left'; readonly calls: readonly Invocation[] }
  | { readonly kind: 'cleaned' | 'outside' | 'unknown' | 'none' };

export function leftBehind(file: LintFile, run: RunInstruction, filler: Filler): LeftBehind {
  const script = file.shell(run);
  if (!script.complete) return { kind: 'unknown' };
  const all = invocationsOf(file, script);
  const last = all.findLastIndex((call) => filler.fills(call));
  if (last < 0) return { kind: 'none' };
  if (mountedOver(file, run, filler.places)) return { kind: 'outside' };
  const behind = all.slice(last + 1);
  const filled = all[last] as Invocation;
  if (behind.some((call) => filler.cleans(call, filled) || removes(call, filler.places))) return { kind: 'cleaned' };
  return behind.some(mayCleanUp)
    ? { kind: 'unknown' }
    : { kind: 'left', calls: all.filter((call) => filler.fills(call)) };
}
