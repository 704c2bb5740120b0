import { plainScript } from './plain-script';
import { shellParser, unread } from './read-script';
import type { ShellParser } from './shell-parser';

/** A parser that does without the grammar until a script needs it. */
export interface LazyShellParser extends ShellParser {
  /**
   * To be called when a file is done: true if one of its scripts was not read for want of the grammar, which is there now, so
   * that the file has to be done again. At most once.
   */
  caughtUp(): Promise<boolean>;
  /** Loads the grammar beforehand: for whoever cannot do a file again. */
  load(): Promise<void>;
}

/** Most files hold plain scripts only, and the grammar takes as long to load as ten files take to be linted. */
export function lazyShellParser(loadGrammar: () => Promise<ShellParser>): LazyShellParser {
  let grammar: ShellParser | undefined;
  let missing = false;
  const plain = shellParser((script) => {
    const read = plainScript(script);
    if (!read) missing = true;
    return read ?? unread;
  });
  const load = async () => {
    grammar ??= await loadGrammar();
    missing = false;
  };
  return {
    parse: (script, budget) => (grammar ?? plain).parse(script, budget),
    load,
    async caughtUp() {
      const again = missing;
      if (again) await load();
      return again;
    },
  };
}
