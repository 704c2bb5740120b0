import type { MappedText } from '../shared/mapped-text';
import { isBlank, isSpace } from './characters';
import { type Lexed, type LexedVariable, lex } from './lexer';
import type { Variable, Word } from './model';

/** A half-open pair of offsets into an instruction's joined text. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

const noVariables: readonly Variable[] = [];

/** The word that stands in `[start, end)` of an instruction's text, with the variables the builder expands in it. */
export function makeWord(line: MappedText, { start, end }: Extent, escaper: string): Word {
  const raw = line.text.slice(start, end);
  return lexedWord(raw, line.span(start, end), lex(raw, escaper), (from, to) => line.span(start + from, start + to));
}

/** A word in which the builder expands nothing. */
export function makePlainWord(line: MappedText, extent: Extent, escaper: string): Word {
  const word = makeWord(line, extent, escaper);
  return word.variables.length === 0 ? word : { ...word, variables: noVariables, parts: [word.value] };
}

/** A word from text that was decoded before the builder expands it: an element of a JSON array. */
export function makeDecodedWord(raw: string, decoded: MappedText, place: Extent, escaper: string | undefined): Word {
  const { text } = decoded;
  const span = place;
  if (escaper === undefined || !text.includes('$')) {
    return { raw, value: text, span, quote: '"', variables: noVariables, parts: text === '' ? [] : [text] };
  }
  const word = lexedWord(text, span, lex(text, escaper), (from, to) => decoded.span(from, to));
  return { ...word, raw, value: text, quote: '"' };
}

function lexedWord(
  raw: string,
  span: Extent,
  { parts, variables, valid, quote }: Lexed,
  place: (start: number, end: number) => Extent,
): Word {
  if (variables.length === 0) {
    const value = valid ? parts.join('') : raw;
    return { raw, value, span, quote, variables: noVariables, parts: value === '' ? [] : [value] };
  }
  const made = new Map<LexedVariable, Variable>();
  for (const found of variables) {
    const { name, modifier, operand } = found;
    made.set(found, { name, modifier, operand, span: place(found.start, found.end) });
  }
  const value = parts.map((part) => (typeof part === 'string' ? part : raw.slice(part.start, part.end))).join('');
  return {
    raw,
    value: valid ? value : raw,
    span,
    quote,
    variables: [...made.values()],
    parts: parts.map((part) => (typeof part === 'string' ? part : (made.get(part) ?? ''))),
  };
}

/** Words between blanks, whatever they are made of: quotes do not hold a word together in COPY, FROM or EXPOSE. */
export function splitAtBlanks(text: string, start: number, end: number): Extent[] {
  const words: Extent[] = [];
  let at = start;
  while (at < end) {
    while (at < end && isBlank(text.charCodeAt(at))) at++;
    const wordStart = at;
    while (at < end && !isBlank(text.charCodeAt(at))) at++;
    if (at > wordStart) words.push({ start: wordStart, end: at });
  }
  return words;
}

/** Words of ENV, LABEL and ARG: quotes and escapes hold blanks. An open quote reaches to the end. */
export function splitOutsideQuotes(text: string, start: number, end: number, escaper: string): Extent[] {
  const words: Extent[] = [];
  let quote = '';
  let wordStart = -1;
  for (let at = start; at < end; at++) {
    const character = text[at] ?? '';
    if (quote === '' && isSpace(text.charCodeAt(at))) {
      if (wordStart >= 0) words.push({ start: wordStart, end: at });
      wordStart = -1;
      continue;
    }
    if (wordStart < 0) wordStart = at;
    if (character === escaper && quote !== "'") at++;
    else if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
  }
  if (wordStart >= 0) words.push({ start: wordStart, end });
  return words;
}
