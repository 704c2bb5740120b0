export type Shell = 'sh' | 'powershell' | 'cmd';

/** A word as it has to be written to reach the program unchanged. `cmd` is read, but never written. */
export function quote(word: string, shell: 'sh' | 'powershell'): string {
  if (shell === 'sh') {
    if (/^[\w@%+=:,./-]+$/.test(word)) return word;
    return `'${word.replace(/'/g, `'\\''`)}'`;
  }
  // A comma makes a list, "@" and "%" begin other things there.
  if (/^[\w+=:./\\-]+$/.test(word) && !/^[-.]+$/.test(word)) return word;
  return `'${word.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`;
}

/** Several words as one line. */
export function quoteWords(words: readonly string[], shell: 'sh' | 'powershell'): string {
  return words.map((word) => quote(word, shell)).join(' ');
}
