import { type BigIntStats, lstatSync, readlinkSync, statfsSync } from 'node:fs';
import { release } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { Endpoint } from '../../engine/endpoints';
import type { EngineStorage } from '../../engine/engine';

/**
 * Tells of files and directories whether they are what they were at a moment. No program can put back the time at which one was
 * changed (ctime), so one with an older time is the same as then.
 */
export interface UnchangedFiles {
  /** The entry itself: bytes, mode and place of a file, names in a directory, what a link leads to. */
  unchanged(path: string): boolean;
  /** That the path still leads to the same directory. */
  samePlace(path: string): boolean;
  /** What the file system says; undefined for nothing there. Read once. */
  statsOf(path: string): BigIntStats | undefined;
}

/** Nanoseconds. Times are those of the last tick of a clock, of which there are at least 100 in a second. */
const margin = 50_000_000n;
const second = 1_000_000_000n;
const mostLinks = 20;

/** `time`: milliseconds since the epoch, by the clock of this machine. */
export function unchangedSince(time: number): UnchangedFiles {
  const limit = BigInt(Math.floor(time * 1000)) * 1000n - margin;
  const known = new Map<string, BigIntStats | undefined>();
  const statsOf = (path: string) => {
    if (!known.has(path)) known.set(path, read(path));
    return known.get(path);
  };
  // Some file systems count whole seconds.
  const before = (time: bigint) => (time % second === 0n ? time + second : time) < limit;
  const isOld = ({ ctimeNs }: BigIntStats) => before(ctimeNs);
  const samePlace = (path: string, links = 0): boolean => {
    const stats = statsOf(path);
    if (!stats) return false;
    const above = dirname(path);
    if (above !== path && !samePlace(above, links)) return false;
    if (stats.isSymbolicLink()) {
      if (links > mostLinks || !isOld(stats)) return false;
      return samePlace(resolve(above, readlinkSync(path)), links + 1);
    }
    if (isOld(stats)) return true;
    // Moving a directory changes its ctime alone, what happens in it changes its mtime as well. Where both have happened, the
    // names above have changed.
    const names = statsOf(above);
    return stats.ctimeNs === stats.mtimeNs && (above === path || (names !== undefined && before(names.mtimeNs)));
  };
  return {
    unchanged(path) {
      const stats = statsOf(path);
      return stats !== undefined && isOld(stats);
    },
    samePlace: (path) => samePlace(path),
    statsOf,
  };
}

function read(path: string): BigIntStats | undefined {
  try {
    return lstatSync(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Of ext, XFS, Btrfs, tmpfs, overlayfs, F2FS, ZFS and bcachefs: their times are those of this machine's clock. */
const local = new Set([0xef53, 0x58465342, 0x9123683e, 0x01021994, 0x794c7630, 0xf2f52010, 0x2fc12fc1, 0xca451a4e]);

/** Whether times on that file system are told by this machine's own clock; only known on Linux. */
export function hasOwnClock(path: string): boolean {
  try {
    return process.platform === 'linux' && local.has(Number(statfsSync(path).type) >>> 0);
  } catch {
    return false;
  }
}

/** Whether the engine tells times by the clock of this machine's file systems: it runs on the same kernel. */
export function hasSameClock({ address }: Endpoint, { kernel }: EngineStorage): boolean {
  return process.platform === 'linux' && address.kind === 'unix' && kernel === release();
}
