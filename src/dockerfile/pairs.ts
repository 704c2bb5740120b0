import type { MappedText } from '../shared/mapped-text';
import { isBlank } from './characters';
import type { Pair } from './model';
import { type Extent, makeWord, splitOutsideQuotes } from './words';

/**
 * Pairs of ENV and LABEL. Without an `=` in the first word the rest of the line is its value, the legacy form. A later
 * word without `=` is an error for the builder and a key without a value here.
 */
export function readPairs(
  line: MappedText,
  argument: Extent,
  escaper: string,
): { pairs: readonly Pair[]; legacy: boolean } {
  const { text } = line;
  const words = splitOutsideQuotes(text, argument.start, argument.end, escaper);
  const [first] = words;
  if (!first || text.slice(first.start, first.end).includes('=')) {
    return { pairs: words.map((word) => makePair(line, word, escaper)), legacy: false };
  }
  let keyEnd = argument.start;
  while (keyEnd < argument.end && !isBlank(text.charCodeAt(keyEnd))) keyEnd++;
  let valueStart = keyEnd;
  while (valueStart < argument.end && isBlank(text.charCodeAt(valueStart))) valueStart++;
  const legacy = valueStart < argument.end;
  const pair: Pair = {
    key: makeWord(line, { start: argument.start, end: keyEnd }, escaper),
    value: legacy ? makeWord(line, { start: valueStart, end: argument.end }, escaper) : undefined,
    span: line.span(argument.start, argument.end),
  };
  return { pairs: [pair], legacy };
}

/** Names of ARG, each with or without a default. */
export function readArgPairs(line: MappedText, { start, end }: Extent, escaper: string): readonly Pair[] {
  return splitOutsideQuotes(line.text, start, end, escaper).map((word) => makePair(line, word, escaper));
}

function makePair(line: MappedText, word: Extent, escaper: string): Pair {
  const equals = line.text.slice(word.start, word.end).indexOf('=');
  const keyEnd = equals < 0 ? word.end : word.start + equals;
  return {
    key: makeWord(line, { start: word.start, end: keyEnd }, escaper),
    value: equals < 0 ? undefined : makeWord(line, { start: keyEnd + 1, end: word.end }, escaper),
    span: line.span(word.start, word.end),
  };
}
