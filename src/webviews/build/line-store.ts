import type { LogLine } from '../../builds/build-log';
import { withoutCodes } from './ansi';

/** The lines of a build that the page has, those of one step or all, and where a text is found in them. */
export interface LineStore {
  /** Lines that are chosen. */
  readonly count: number;
  line(at: number): LogLine | undefined;
  /** Places of lines that hold what is searched for, ascending. */
  readonly found: readonly number[];
  clear(): void;
  /** `from` is the number of the first one; those before `first` are forgotten. */
  add(first: number, from: number, lines: readonly LogLine[]): void;
  /** Undefined: of all steps. */
  choose(step: string | undefined): void;
  /** Capitals do not matter; empty: nothing is searched for. */
  search(text: string): void;
}

export function createLineStore(): LineStore {
  let first = 0;
  let lines: LogLine[] = [];
  let step: string | undefined;
  /** Of the chosen lines, when not all are. */
  let chosen: number[] | undefined;
  let wanted = '';
  let found: number[] = [];

  const count = () => chosen?.length ?? lines.length;
  const lineAt = (at: number) => lines[chosen ? (chosen[at] ?? -1) : at];

  function choose(from: number): void {
    if (from === 0) chosen = step === undefined ? undefined : [];
    if (!chosen) return;
    for (let at = from; at < lines.length; at++) if (lines[at]?.step === step) chosen.push(at);
  }

  function look(from: number): void {
    if (from === 0) found = [];
    if (wanted === '') return;
    for (let at = from; at < count(); at++) {
      const line = lineAt(at);
      if (line && withoutCodes(line.text).toLowerCase().includes(wanted)) found.push(at);
    }
  }

  return {
    get count() {
      return count();
    },
    line: lineAt,
    get found() {
      return found;
    },
    clear() {
      first = 0;
      lines = [];
      step = undefined;
      chosen = undefined;
      found = [];
    },
    add(kept, from, more) {
      if (kept > first) {
        lines = lines.slice(kept - first);
        first = kept;
        choose(0);
        look(0);
      }
      const known = lines.length;
      const places = count();
      for (const line of more.slice(Math.max(0, first + known - from))) lines.push(line);
      choose(known);
      look(places);
    },
    choose(other) {
      step = other;
      choose(0);
      look(0);
    },
    search(text) {
      wanted = text.toLowerCase();
      look(0);
    },
  };
}
