/** Decodes a byte stream piece by piece; characters may be cut between pieces. */
export interface TerminalText {
  /** What the terminal is to be given for this piece. */
  next(piece: string | Uint8Array): string;
}

/** `newlines`: a bare line feed also returns to the first column, which a program without a terminal does not ask for. */
export function createTerminalText(options: { readonly newlines: boolean }): TerminalText {
  const decoder = new TextDecoder();
  let last = '';
  return {
    next(piece) {
      const text = typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true });
      if (!options.newlines || text === '') return text;
      const translated = (last + text).replace(/\r?\n/g, '\r\n').slice(last.length);
      last = text.endsWith('\r') ? '\r' : '';
      return translated;
    },
  };
}

/** Our own words in a terminal, apart from the program's. */
export function terminalNotice(text: string): string {
  return `\r\n\x1b[2m${text.replace(/\r?\n/g, '\r\n')}\x1b[0m\r\n`;
}
