import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';

/** Characters a terminal takes at once, and in a second; what comes faster waits where it comes from. */
const atOnce = 256 * 1024;
const perSecond = 4 * 1024 * 1024;
/** The editor gets a turn after so many. */
const perTurn = 64 * 1024;

/**
 * To be awaited after each piece that is handed to a terminal: the editor has no way to say that it is full, and would
 * keep everything it is given in memory.
 */
export function createPace(now: () => number = Date.now): (characters: number) => Promise<void> {
  let allowed = atOnce;
  let last = now();
  let sinceTurn = 0;
  return async (characters) => {
    const time = now();
    allowed = Math.min(atOnce, allowed + ((time - last) / 1000) * perSecond) - characters;
    last = time;
    sinceTurn += characters;
    if (allowed < 0) {
      sinceTurn = 0;
      await sleep(Math.ceil((-allowed / perSecond) * 1000));
    } else if (sinceTurn >= perTurn) {
      sinceTurn = 0;
      await turn();
    }
  };
}
