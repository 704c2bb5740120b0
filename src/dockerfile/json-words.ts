import type { MappedText } from '../shared/mapped-text';
import { MappedTextBuilder } from '../shared/mapped-text';
import type { Word } from './model';
import { type Extent, makeDecodedWord } from './words';

const plainEscapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/**
 * The words of a JSON array of strings that fills `[start, end)`; undefined for anything else, which the builder takes
 * as plain text. `escape` is given where the builder expands variables in the elements.
 */
export function readJsonWords(line: MappedText, { start, end }: Extent, escaper?: string): Word[] | undefined {
  const { text } = line;
  if (text[start] !== '[' || text[end - 1] !== ']') return undefined;
  const words: Word[] = [];
  let at = skip(text, start + 1, end);
  if (at === end - 1) return words;
  for (;;) {
    const close = stringEnd(text, at, end);
    if (close === undefined) return undefined;
    const decoded = decode(line, at + 1, close - 1);
    if (decoded === undefined) return undefined;
    words.push(makeDecodedWord(text.slice(at, close), decoded, line.span(at, close), escaper));
    at = skip(text, close, end);
    if (text[at] === ']') return at === end - 1 ? words : undefined;
    if (text[at] !== ',') return undefined;
    at = skip(text, at + 1, end);
  }
}

function skip(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && ' \t\r\n'.includes(text[at] ?? '')) at++;
  return at;
}

/** Offset behind the string that starts at `start`. */
function stringEnd(text: string, start: number, end: number): number | undefined {
  if (text[start] !== '"') return undefined;
  for (let at = start + 1; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 92) at++;
    else if (code === 34) return at + 1;
    else if (code < 32) return undefined;
  }
  return undefined;
}

function decode(line: MappedText, start: number, end: number): MappedText | undefined {
  const { text } = line;
  const plain = text.slice(start, end);
  if (!plain.includes('\\')) return line.slice(start, end);
  const builder = new MappedTextBuilder();
  let at = start;
  while (at < end) {
    const backslash = text.indexOf('\\', at);
    const stop = backslash < 0 || backslash > end ? end : backslash;
    builder.add(text.slice(at, stop), line.toDocument(at));
    if (stop === end) break;
    const escaped = text[stop + 1] ?? '';
    const hex = escaped === 'u' ? text.slice(stop + 2, Math.min(stop + 6, end)) : '';
    const character = /^[0-9a-fA-F]{4}$/.test(hex)
      ? String.fromCharCode(Number.parseInt(hex, 16))
      : plainEscapes[escaped];
    if (character === undefined) return undefined;
    builder.add(character, line.toDocument(stop + 1));
    at = stop + 2 + hex.length;
  }
  return builder.build(line.toDocument(start));
}
