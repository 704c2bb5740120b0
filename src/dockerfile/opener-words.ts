import { isSpace } from './characters';
import type { Extent } from './words';

/**
 * The words of an instruction in which BuildKit looks for heredocs: split at white space outside quotes, where `<<`
 * also holds the blanks behind it. None when a quote or a brace stays open: BuildKit then finds no heredoc either.
 * The escape character is a backslash here whatever the file says.
 */
export function openerWords(text: string): Extent[] {
  const words: Extent[] = [];
  const closers: string[] = [];
  let wordStart = -1;
  let at = 0;
  while (at < text.length) {
    const character = text[at] ?? '';
    const closer = closers.at(-1);
    if (closer === undefined && isSpace(text.charCodeAt(at))) {
      if (wordStart >= 0) words.push({ start: wordStart, end: at });
      wordStart = -1;
      at++;
      continue;
    }
    if (wordStart < 0) wordStart = at;
    if (character === closer) {
      closers.pop();
      at++;
    } else if (character === '\\') at += 2;
    else if (character === '$' && text[at + 1] === '{') {
      closers.push('}');
      at += 2;
    } else if (character === "'" && closer !== '"') {
      const close = text.indexOf("'", at + 1);
      if (close < 0) return [];
      at = close + 1;
    } else if (character === '"') {
      closers.push('"');
      at++;
    } else if (closer === undefined && text.startsWith('<<', at)) {
      at += 2;
      while (at < text.length && isSpace(text.charCodeAt(at))) at++;
    } else at++;
  }
  if (closers.length > 0) return [];
  if (wordStart >= 0) words.push({ start: wordStart, end: Math.min(at, text.length) });
  return words;
}
