import type { LogEntry } from '../../engine/container-watch';
import { exactTimeSeconds } from '../../engine/exact-time';

/** How far a container's output has been read, so that asking the engine again loses and repeats nothing. */
export interface LogPosition {
  /** Those that were not read before; remembers them. */
  take(entries: readonly LogEntry[]): readonly LogEntry[];
  /** To be called before the engine is asked again. Gives where to begin; undefined when nothing has been read. */
  again(): number | undefined;
}

/** Of one stream: times of a stream never go back, while those of two may cross. */
interface Mark {
  readonly time: string;
  /** Of all entries of exactly that time: how an engine cuts them is not the same twice. */
  readonly bytes: number;
}

/** Seconds by which the times of two streams may cross. */
const crossing = 1;

export function createLogPosition(): LogPosition {
  const marks = new Map<LogEntry['stream'], Mark>();
  /** What the answer may repeat. */
  let repeats = new Map<LogEntry['stream'], Mark>();
  let first: string | undefined;

  function fresh(entry: LogEntry): LogEntry | undefined {
    const { stream, time, data } = entry;
    if (time === undefined) return entry;
    const repeat = repeats.get(stream);
    if (repeat === undefined || time > repeat.time) {
      if (repeat) repeats.delete(stream);
      return entry;
    }
    if (time < repeat.time) return undefined;
    const left = repeat.bytes - data.length;
    repeats.set(stream, { time, bytes: Math.max(0, left) });
    return left >= 0 ? undefined : { ...entry, data: data.subarray(data.length + left) };
  }

  function remember({ stream, time, data }: LogEntry): void {
    if (time === undefined) return;
    first ??= time;
    const mark = marks.get(stream);
    const bytes = data.length + (mark?.time === time ? mark.bytes : 0);
    if (!mark || time >= mark.time) marks.set(stream, { time, bytes });
  }

  return {
    take(entries) {
      const taken = repeats.size === 0 ? entries : entries.map(fresh).filter((entry) => entry !== undefined);
      for (const entry of taken) remember(entry);
      return taken;
    },
    again() {
      const last = [...marks.values()]
        .map(({ time }) => time)
        .sort()
        .at(-1);
      if (last === undefined || first === undefined) return undefined;
      // Of a stream that has said nothing, only what is older than everything read can be in the answer.
      const before: Mark = { time: first, bytes: 0 };
      repeats = new Map([
        ['stdout', marks.get('stdout') ?? before],
        ['stderr', marks.get('stderr') ?? before],
      ]);
      return Math.max(exactTimeSeconds(first), exactTimeSeconds(last) - crossing);
    },
  };
}
