import type { LogEntry } from '../../engine/container-watch';

/** Tells whether output is taken too slowly, from the time it takes to hand it over. */
export interface Backlog {
  hand(entries: readonly LogEntry[]): void;
  /** They were taken. True when so much waits that it is better left out. */
  taken(): boolean;
  readonly tooLong: boolean;
}

const windowMs = 3000;
/** Share of the time that is spent waiting. */
const mostWaiting = 0.8;
const fewBytes = 1024 * 1024;

export function createBacklog(now: () => number = Date.now): Backlog {
  let begun = now();
  let handed = begun;
  let waited = 0;
  let bytes = 0;
  let tooLong = false;
  return {
    hand(entries) {
      handed = now();
      for (const { data } of entries) bytes += data.length;
    },
    taken() {
      const time = now();
      waited += time - handed;
      if (time - begun < windowMs) return false;
      tooLong = waited > (time - begun) * mostWaiting && bytes > fewBytes;
      begun = time;
      waited = 0;
      bytes = 0;
      return tooLong;
    },
    get tooLong() {
      return tooLong;
    },
  };
}
