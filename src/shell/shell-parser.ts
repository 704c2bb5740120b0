import type { MappedText } from '../shared/mapped-text';
import type { ShellScript } from './script';

/** Parses scripts; synchronous once it is loaded (`loadShellParser` in parser.ts, the only importer of the parser library). */
export interface ShellParser {
  parse(script: MappedText): ShellScript;
}
