import type { MappedText } from '../shared/mapped-text';
import { isSpace, skipSpaces } from './characters';
import type { Flag } from './model';
import { type Extent, makeWord } from './words';

export interface ReadFlags {
  readonly flags: readonly Flag[];
  /** Where the value of each stands in the instruction's joined text. */
  readonly values: readonly (Extent | undefined)[];
  /** Offset of what follows them: the arguments, or the end. */
  readonly end: number;
}

const noFlags: readonly Flag[] = [];
const noValues: readonly undefined[] = [];

/** Reads the words in front of the arguments that start with `--`; a lone `--` ends them and belongs to nothing. */
export function readFlags(line: MappedText, start: number, escaper: string): ReadFlags {
  const { text } = line;
  let at = skipSpaces(text, start, text.length);
  if (!text.startsWith('--', at)) return { flags: noFlags, values: noValues, end: at };
  const flags: Flag[] = [];
  const values: (Extent | undefined)[] = [];
  while (text.startsWith('--', at)) {
    const end = flagEnd(text, at, escaper);
    const next = skipSpaces(text, end, text.length);
    if (end === at + 2) return { flags, values, end: next };
    const equals = text.slice(at, end).indexOf('=');
    const value = equals < 0 ? undefined : { start: at + equals + 1, end };
    const nameEnd = equals < 0 ? end : at + equals;
    flags.push({
      name: text.slice(at + 2, nameEnd),
      value: value && makeWord(line, value, escaper),
      span: line.span(at, end),
      nameSpan: line.span(at + 2, nameEnd),
    });
    values.push(value);
    at = next;
  }
  return { flags, values, end: at };
}

export function findFlag(flags: readonly Flag[], name: string): Flag | undefined {
  return flags.find((flag) => flag.name === name);
}

/** Quotes and escapes hold blanks; escapes count in both kinds of quotes. */
function flagEnd(text: string, start: number, escaper: string): number {
  let quote = '';
  let at = start;
  for (; at < text.length; at++) {
    const character = text[at] ?? '';
    if (quote === '' && isSpace(text.charCodeAt(at))) return at;
    if (character === escaper) at++;
    else if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
  }
  return Math.min(at, text.length);
}
