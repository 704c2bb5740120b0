import { setImmediate } from 'node:timers/promises';

/** Milliseconds that may be worked before others have to get a chance. */
const longest = 6;

/** Work that is done without waiting, a little at a time. */
export interface Turns {
  /** Whether enough was done for now. */
  over(): boolean;
  /** Lets everything else run first. */
  next(): Promise<void>;
}

export function takeTurns(): Turns {
  let end = performance.now() + longest;
  return {
    over: () => performance.now() > end,
    async next() {
      await setImmediate();
      end = performance.now() + longest;
    },
  };
}
