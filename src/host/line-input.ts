/** What typing does where the process has no terminal of its own, which would echo and edit the line. */
export interface LineInput {
  next(typed: string): TypedLine;
}

export interface TypedLine {
  /** For the terminal. */
  readonly echo: string;
  /** For the process; complete lines only. */
  readonly send: string;
  /** Ctrl+D on an empty line: the input ends. */
  readonly end: boolean;
  /** Ctrl+C. */
  readonly interrupt: boolean;
}

const controlC = '\x03';
const controlD = '\x04';

export function createLineInput(): LineInput {
  let line = '';
  return {
    next(typed) {
      let echo = '';
      let send = '';
      // Arrow and function keys mean nothing here.
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the keys' codes.
      for (const character of typed.replace(/\x1b(?:\[[0-9;]*[A-Za-z~]|O[A-Z])/g, '').replace(/\r\n/g, '\r')) {
        if (character === controlC) return { echo, send, end: false, interrupt: true };
        if (character === controlD) {
          if (line === '') return { echo, send, end: true, interrupt: false };
          send += line;
          line = '';
        } else if (character === '\r' || character === '\n') {
          send += `${line}\n`;
          echo += '\r\n';
          line = '';
        } else if (character === '\x7f' || character === '\b') {
          if (line !== '') echo += '\b \b';
          line = [...line].slice(0, -1).join('');
        } else if (character >= ' ') {
          line += character;
          echo += character;
        }
      }
      return { echo, send, end: false, interrupt: false };
    },
  };
}
