import type { MappedText } from '../shared/mapped-text';
import { scriptDialect } from './dialect';
import type { ShellScript } from './script';
import type { GrammarBudget, ShellParser } from './shell-parser';

/** Longer scripts are no scripts of people, and would take longer than a keystroke may. */
const maxLength = 256 * 1024;

/** The parser's contract around something that reads POSIX scripts and may fail. */
export function shellParser(read: (script: MappedText, budget: GrammarBudget | undefined) => ShellScript): ShellParser {
  return {
    parse(script, budget) {
      const dialect = scriptDialect(script.text);
      if (dialect === 'other') return { ...unread, dialect, complete: true };
      if (script.text.length > maxLength) return unread;
      try {
        return read(script, budget);
      } catch {
        // The library ran out of memory, the text of stack or the file of its budget: the contract is to know nothing then.
        return unread;
      }
    },
  };
}

/** A script nothing is known about. */
export const unread: ShellScript = { dialect: 'posix', complete: false, commands: [], steps: [], pipes: [] };
