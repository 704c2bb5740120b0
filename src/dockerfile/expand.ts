import { lex } from './lexer';
import type { Variable } from './model';

/** Says that a variable is declared or looked for where only this file counts, and has no value. */
export const unset = Symbol('unset');

/** Says the same where it is known that nobody else sets it: by itself it is empty then. */
export const empty = Symbol('empty');

/** A variable's value; undefined when this file cannot tell. */
export type Lookup = (name: string) => string | typeof unset | typeof empty | undefined;

type Part = string | Pick<Variable, 'name' | 'modifier' | 'operand'>;

/** Operands may hold variables with operands; nobody nests them deeper than this. */
const deepest = 30;

/** Characters: a value that grows by its own double is a mistake or an attack, and nothing is to be learnt from it. */
const longest = 32_768;

/** The parts with their variables replaced (`escaper` is the file's escape character); undefined when one is not known or needs a modifier that is not read here. */
export function expandParts(parts: readonly Part[], lookup: Lookup, escaper: string, depth = 0): string | undefined {
  let result = '';
  for (const part of parts) {
    const text = typeof part === 'string' ? part : expandVariable(part, lookup, escaper, depth);
    if (text === undefined || result.length + text.length > longest) return undefined;
    result += text;
  }
  return result;
}

function expandVariable(
  variable: Exclude<Part, string>,
  lookup: Lookup,
  escaper: string,
  depth: number,
): string | undefined {
  const found = lookup(variable.name);
  if (found === undefined) return undefined;
  const value = found === empty ? unset : found;
  const operand = () =>
    depth < deepest ? expandParts(lex(variable.operand ?? '', escaper).parts, lookup, escaper, depth + 1) : undefined;
  switch (variable.modifier) {
    case undefined:
      if (found === empty) return '';
      return value === unset ? undefined : value;
    case '?':
    case ':?':
      return value === unset ? undefined : value;
    case '-':
      return value === unset ? operand() : value;
    case ':-':
      return value === unset || value === '' ? operand() : value;
    case '+':
      return value === unset ? '' : operand();
    case ':+':
      return value === unset || value === '' ? '' : operand();
    default:
      return undefined;
  }
}
