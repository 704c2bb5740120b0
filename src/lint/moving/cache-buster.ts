import type { Instruction, Pair } from '../../dockerfile/model';
import { scopeBefore } from '../../dockerfile/scope';
import type { FlowStep } from '../flow/flow';
import type { LintFile } from '../rule';

/** A variable that is there to spoil the cache, by its name: `CACHEBUST`, `CACHE_DATE`, `REFRESHED_AT`. */
export function isBusterName(name: string): boolean {
  return /(?:^|_)(?:CACHE_?(?:BUST|BUSTER|BUSTING|BREAK|BREAKER|DATE|KILL|KILLER|INVALIDATE|INVALIDATOR|BURST)|(?:BUST|BREAK|KILL|INVALIDATE)_?CACHE|REFRESHED_AT|LAST_REFRESH|(?:FORCE|TRIGGER)_?REBUILD|REBUILD_?TRIGGER|RETRIGGER)(?:_|\d|$)|^NO_?CACHE$/i.test(
    name,
  );
}

export function isBuster({ key }: Pair): boolean {
  return isBusterName(key.value);
}

/** A page that changes with every commit, downloaded only to see whether it did. */
export function isFreshnessProbe(url: string): boolean {
  return /^https?:\/\/(?:api\.github\.com\/repos\/[^/]+\/[^/]+\/(?:git\/(?:refs|ref|trees|commits)\b|commits\b|branches\b|compare\/)|github\.com\/[^/]+\/[^/]+\/commits\b|gitlab\.[^/]+\/api\/v\d\/projects\/.*\/(?:commits|branches)\b|www\.random\.org|worldtimeapi\.org)/i.test(
    url,
  );
}

/** Something above makes the step run again whenever someone wants it to. */
export function isBusted(file: LintFile, instruction: Instruction, steps: readonly FlowStep[]): boolean {
  for (const name of scopeBefore(file.dockerfile, instruction).variables.keys()) {
    if (isBusterName(name)) return true;
  }
  return steps.some(
    (step) =>
      step.kind === 'copy' &&
      step.instruction.index < instruction.index &&
      step.instruction.sources.some(({ value }) => isFreshnessProbe(value)),
  );
}
