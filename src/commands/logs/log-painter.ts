import { StringDecoder } from 'node:string_decoder';
import type { LogEntry } from '../../engine/container-watch';
import { createCleaner, plainText } from '../../shared/clean-text';

export interface PaintOptions {
  /** The time before each line, in the person's time zone. */
  readonly timestamps: boolean;
  /** As the engine gives it instead: in UTC and to the nanosecond. */
  readonly exactTimes?: boolean;
  /** Only lines with this; see `parseFilter`. */
  readonly filter?: RegExp | undefined;
}

/** One of several whose output is shown together. */
export interface LogLabel {
  /** Before each line; undefined for a container that is shown alone. */
  readonly prefix: string | undefined;
  /** Of `colourCodes`, counted on. */
  readonly colour: number;
}

/** Makes a terminal's text of entries. Characters, lines and colour codes may be cut between entries anywhere. */
export interface LogPainter {
  paint(source: string, label: LogLabel, entries: readonly LogEntry[]): string;
  /** What is left of a line that has no end, once its container has stopped. */
  flush(source: string): string;
  /** Our own words, on a line of their own. */
  notice(text: string): string;
}

/** Distinct in every theme of the editor, as it maps these colours itself; the container's own come after the prefix. */
const colourCodes = [36, 33, 32, 35, 34, 96, 93, 92, 95, 94];
const reset = '\x1b[0m';
/** A longer line is shown in parts. */
const longestLine = 64 * 1024;

export function createLogPainter({ timestamps, exactTimes = false, filter }: PaintOptions): LogPainter {
  const sources = new Map<string, SourceText>();
  let atStart = true;
  let width = 0;

  function line(label: LogLabel, time: string | undefined, text: string): string {
    const body = text.replace(/\r$/, '');
    if (filter && !filter.test(plainText(body))) return '';
    // What goes back to the first column would write over the name of the container.
    const shown = highlight(label.prefix === undefined ? body : body.replace(/^.*\r/, ''), filter);
    return `${before(label)}${stamp(time)}${shown}${colours.test(shown) ? reset : ''}\n`;
  }

  function stamp(time: string | undefined): string {
    if (!timestamps || time === undefined) return '';
    return `\x1b[2m${exactTimes ? time : localTime(time)}${reset} `;
  }

  function before({ prefix, colour }: LogLabel): string {
    if (prefix === undefined) return '';
    width = Math.max(width, Math.min(prefix.length, 24));
    return `\x1b[${colourCodes[colour % colourCodes.length]}m${prefix.padEnd(width)} |${reset} `;
  }

  /** A container by itself is shown as it prints, also the beginning of a line. */
  function direct(text: string, time: string | undefined): string {
    let shown = '';
    for (const piece of text.split(/(?<=\n)/)) {
      if (piece === '') continue;
      if (atStart) shown += stamp(time);
      shown += piece;
      atStart = piece.endsWith('\n');
    }
    return shown;
  }

  return {
    paint(source, label, entries) {
      const streams = sources.get(source) ?? { stdout: createStreamText(), stderr: createStreamText(), label };
      streams.label = label;
      sources.set(source, streams);
      let shown = '';
      for (const { stream, time, data } of entries) {
        const text = streams[stream].decode(data);
        if (label.prefix === undefined && !filter) shown += direct(text, time);
        else for (const [whole, at] of streams[stream].lines(text, time)) shown += line(label, at, whole);
      }
      return shown;
    },
    flush(source) {
      const streams = sources.get(source);
      if (!streams) return '';
      return [streams.stdout, streams.stderr]
        .flatMap((stream) => stream.rest())
        .map(([text, time]) => line(streams.label, time, text))
        .join('');
    },
    notice(text) {
      const first = atStart ? '' : '\n';
      atStart = true;
      return `${first}${reset}\x1b[2m── ${text}${reset}\n`;
    },
  };
}

interface SourceText {
  readonly stdout: StreamText;
  readonly stderr: StreamText;
  label: LogLabel;
}

type TimedLine = readonly [text: string, time: string | undefined];

/** The text of one stream of one container. */
interface StreamText {
  decode(data: Buffer): string;
  /** Lines that are complete with this text. */
  lines(text: string, time: string | undefined): readonly TimedLine[];
  /** The line that is not, if any. */
  rest(): readonly TimedLine[];
}

function createStreamText(): StreamText {
  const decoder = new StringDecoder('utf8');
  const clean = createCleaner();
  let held = '';
  let heldTime: string | undefined;
  return {
    decode: (data) => clean(decoder.write(data)),
    lines(text, time) {
      if (held === '') heldTime = time;
      const parts = (held + text).split('\n');
      held = parts.pop() ?? '';
      if (held.length > longestLine) {
        parts.push(held);
        held = '';
      }
      const first = heldTime;
      if (parts.length > 0) heldTime = time;
      return parts.map((part, at) => [part, at === 0 ? first : time] as const);
    },
    rest() {
      if (held === '') return [];
      const last = [[held, heldTime] as const];
      held = '';
      return last;
    },
  };
}

/** `2026-08-14 11:05:07.123`, in the person's time zone. */
export function localTime(time: string): string {
  const date = new Date(`${time.slice(0, 23)}Z`);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${time.slice(20, 23)}`;
}

/** Only where no colours of the container's own are in the way. */
function highlight(text: string, filter: RegExp | undefined): string {
  if (!filter || text.includes('\x1b')) return text;
  return text.replace(new RegExp(filter.source, `${filter.flags}g`), (found) =>
    found === '' ? '' : `\x1b[7m${found}\x1b[27m`,
  );
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape of a colour code.
const colours = /\x1b\[/;
