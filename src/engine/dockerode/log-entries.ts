import type { LogEntry } from '../container-watch';
import { exactTime } from '../exact-time';

/** Takes output apart that was asked for with timestamps. Lines may be split anywhere. */
export type EntryReader = (data: Buffer) => readonly LogEntry[];

const newline = 0x0a;
/** Longer than any timestamp with its blank. */
const longestStamp = 40;
/** Engines write a longer line down in parts of this size, each with a timestamp of its own. */
const partBytes = 16 * 1024;
/** A frame is handed on in pieces beyond that. */
const longestFrame = 1024 * 1024;

/** Of a container without a terminal: a frame is an entry. What has no frames is read as a terminal's. */
export function createFrameReader(): EntryReader {
  let rest: Buffer = Buffer.alloc(0);
  let raw: EntryReader | undefined;
  return (data) => {
    if (raw) return raw(data);
    rest = rest.length === 0 ? data : Buffer.concat([rest, data]);
    const entries: LogEntry[] = [];
    for (;;) {
      if (rest.length >= 4 && !isHeader(rest)) {
        raw = createLineReader();
        return [...entries, ...raw(rest)];
      }
      if (rest.length < 8) break;
      const length = rest.readUInt32BE(4);
      if (length > longestFrame) {
        raw = createLineReader();
        return [...entries, ...raw(rest.subarray(8))];
      }
      if (rest.length < 8 + length) break;
      entries.push(entryOf(rest[0] === 2 ? 'stderr' : 'stdout', rest.subarray(8, 8 + length)));
      rest = rest.subarray(8 + length);
    }
    return entries;
  };
}

function isHeader(data: Buffer): boolean {
  return (data[0] ?? 0) <= 2 && data[1] === 0 && data[2] === 0 && data[3] === 0;
}

function entryOf(stream: LogEntry['stream'], data: Buffer): LogEntry {
  const blank = data.subarray(0, longestStamp).indexOf(' ');
  const time = blank < 0 ? undefined : exactTime(data.toString('latin1', 0, blank));
  return time === undefined ? { stream, time, data } : { stream, time, data: data.subarray(blank + 1) };
}

/** Of a container with a terminal: a timestamp stands before each line, and before each part of a very long one. */
export function createLineReader(): EntryReader {
  let rest: Buffer = Buffer.alloc(0);
  let time: string | undefined;
  /** Bytes of the line handed on so far; undefined: a line begins. */
  let begun: number | undefined;
  return (data) => {
    rest = rest.length === 0 ? data : Buffer.concat([rest, data]);
    const entries: LogEntry[] = [];
    while (rest.length > 0) {
      if (begun === undefined || (begun > 0 && begun % partBytes === 0)) {
        const entry = entryOf('stdout', rest);
        if (entry.time === undefined && rest.length < longestStamp && rest.indexOf(newline) < 0) break;
        if (entry.time !== undefined) {
          time = entry.time;
          rest = entry.data;
        } else if (begun === undefined) time = undefined;
        begun ??= 0;
      }
      const end = rest.indexOf(newline);
      const untilPart = partBytes - (begun % partBytes);
      const length = Math.min(end < 0 ? rest.length : end + 1, untilPart);
      if (length === 0) break;
      entries.push({ stream: 'stdout', time, data: rest.subarray(0, length) });
      begun = end >= 0 && length === end + 1 ? undefined : begun + length;
      rest = rest.subarray(length);
    }
    return entries;
  };
}
