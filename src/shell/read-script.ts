import type { MappedText } from '../shared/mapped-text';
import { scriptDialect } from './dialect';
import type { ShellScript } from './script';
import type { ShellParser } from './shell-parser';

/** Longer scripts are no scripts of people, and would take longer than a keystroke may. */
const maxLength = 256 * 1024;

/** The parser's contract around something that reads POSIX scripts and may fail. */
export function shellParser(read: (script: MappedText) => ShellScript): ShellParser {
  return {
    parse(script) {
      const dialect = scriptDialect(script.text);
      if (dialect === 'other') return { ...unread, dialect, complete: true };
      if (script.text.length > maxLength) return unread;
      try {
        return read(script);
      } catch {
        // The library ran out of memory or the text of stack: the contract is to know nothing then.
        return unread;
      }
    },
  };
}

/** A script nothing is known about. */
export const unread: ShellScript = { dialect: 'posix', complete: false, commands: [], steps: [], pipes: [] };
