import type { MappedText } from '../shared/mapped-text';
import type { ShellScript } from './script';

/** Parses scripts; synchronous once it is loaded (`loadShellParser` in parser.ts, the only importer of the parser library). */
export interface ShellParser {
  /** Without a budget every script is read, however many there are. */
  parse(script: MappedText, budget?: GrammarBudget): ShellScript;
}

/**
 * What the grammar may still read of one file. Simple scripts need none of it and cost next to nothing; a file made of
 * thousands of other ones would take a second. Behind the end of the budget a script is unread: nothing is known of it.
 */
export interface GrammarBudget {
  characters: number;
}
