import { createCleaner, plainText } from '../shared/clean-text';

/** A line of a step's output, with its colours and without anything else a terminal would obey. */
export interface LogLine {
  /** Undefined: of no step. */
  readonly step: string | undefined;
  readonly text: string;
}

/** What the steps of a build print, line by line in the order in which lines ended. */
export interface BuildLog {
  /** Number of the first line that is kept: how many were forgotten before it. */
  readonly first: number;
  readonly lines: readonly LogLine[];
  write(step: string | undefined, text: string): void;
  /** Ends the lines that are still open. */
  end(): void;
  /** What a step printed last, also in a line that is still open, without colours; empty when it printed nothing. */
  lastOf(step: string): string;
  /** The last lines of a step, without colours and empty ones. */
  tailOf(step: string, count: number): readonly string[];
}

/** Lines and characters; beyond that the older half is forgotten. */
const mostLines = 300_000;
const mostCharacters = 32 * 1024 * 1024;

interface Writer {
  readonly clean: (text: string) => string;
  open: string;
  last: string;
  /** Codes of colours that were on at the end of the last line: they stay on in the next one. */
  colours: string;
}

export function createBuildLog(limit = mostLines): BuildLog {
  let lines: LogLine[] = [];
  let first = 0;
  let characters = 0;
  const writers = new Map<string | undefined, Writer>();

  function writerOf(step: string | undefined): Writer {
    let writer = writers.get(step);
    if (!writer) {
      writer = { clean: createCleaner(), open: '', last: '', colours: '' };
      writers.set(step, writer);
    }
    return writer;
  }

  function push(step: string | undefined, writer: Writer, line: string): void {
    const drawn = lastDrawn(line);
    const text = drawn === '' ? '' : writer.colours + drawn;
    lines.push({ step, text: text.length > longestLine ? `${text.slice(0, longestLine)}…` : text });
    if (line.includes('\x1b')) writer.colours = coloursAfter(writer.colours + line);
    const plain = plainText(text).trim();
    if (plain !== '') writer.last = plain;
    characters += text.length;
    if (lines.length <= limit && characters <= mostCharacters) return;
    const forgotten = lines.length >> 1;
    lines = lines.slice(forgotten);
    first += forgotten;
    characters = lines.reduce((sum, kept) => sum + kept.text.length, 0);
  }

  return {
    get first() {
      return first;
    },
    get lines() {
      return lines;
    },
    write(step, text) {
      const writer = writerOf(step);
      const parts = (writer.open + writer.clean(text)).split('\n');
      writer.open = shortened(parts.pop() ?? '');
      for (const part of parts) push(step, writer, part);
    },
    end() {
      for (const [step, writer] of writers) {
        if (writer.open !== '') push(step, writer, writer.open);
        writer.open = '';
      }
    },
    lastOf(step) {
      const writer = writers.get(step);
      return plainText(lastDrawn(writer?.open ?? '')).trim() || (writer?.last ?? '');
    },
    tailOf(step, count) {
      const found: string[] = [];
      for (let at = lines.length - 1; at >= 0 && found.length < count; at--) {
        const line = lines[at];
        const text = line?.step === step ? plainText(line.text).trimEnd() : '';
        if (text !== '') found.unshift(text);
      }
      return found;
    },
  };
}

/** Characters; nobody reads more of one line. */
const longestLine = 10_000;

/** A line that is drawn again and again shows what was drawn last. */
function lastDrawn(line: string): string {
  const drawn = line.replace(/\r+$/, '');
  return drawn.slice(drawn.lastIndexOf('\r') + 1);
}

/** The codes since colours were last reset. */
function coloursAfter(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the codes of terminals begin with one.
  const codes = text.match(/\x1b\[[\d;:]*m/g) ?? [];
  const reset = codes.findLastIndex((code) => /\[0*(?:;0*)*m$/.test(code));
  return codes
    .slice(reset + 1)
    .slice(-8)
    .join('');
}

/** Of a line without an end, its last drawing is all that will be needed. */
function shortened(open: string): string {
  if (open.length <= longestLine) return open;
  const drawn = lastDrawn(open);
  return drawn.length > 2 * longestLine ? drawn.slice(0, 2 * longestLine) : drawn;
}
