/** What separates the words of an instruction for the builder: blanks, tabs and other control blanks, no line breaks. */
export function isBlank(code: number): boolean {
  return code === 32 || code === 9 || (code >= 11 && code <= 13);
}

/** White space as the builder trims it in front of a line: Unicode's, but not the byte order mark. */
export function isSpace(code: number): boolean {
  if (code <= 32) return code === 32 || (code >= 9 && code <= 13);
  if (code < 128) return false;
  if (code === 0x85 || code === 0xa0) return true;
  return code >= 0x1680 && code !== 0xfeff && /\s/.test(String.fromCharCode(code));
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** A letter, a digit or an underscore: what a variable's name is made of. */
export function isNameCharacter(code: number): boolean {
  if (code < 128) return isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
  return /[\p{L}\p{Nd}]/u.test(String.fromCharCode(code));
}

/** First offset in `[start, end)` that is no white space, else `end`. */
export function skipSpaces(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** `end` moved back over white space, not before `start`. */
export function trimSpaces(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isSpace(text.charCodeAt(at - 1))) at--;
  return at;
}
