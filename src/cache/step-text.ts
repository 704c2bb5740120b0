import type { Instruction } from '../dockerfile/model';

/**
 * Whether a builder may have printed `text` for the instruction: the same words, with anything in place of variables. Blanks,
 * quotes and escapes are not compared, since builders differ in which they keep, and heredocs only to their first line.
 */
export function mayPrint(instruction: Instruction, text: string): boolean {
  const space = text.search(/\s|$/);
  if (text.slice(0, space).toUpperCase() !== instruction.kind) return false;
  // BuildKit prints all up to the first blank in upper case, which a tab is not.
  const fold = /\s/.test(text.charAt(space)) && text.charAt(space) !== ' ' ? upper : same;
  const printed = fold(plain(text.slice(space)));
  const flags = instruction.flags.map(({ name, value }) => `--${name}${value === undefined ? '' : `=${value.raw}`}`);
  const written = [...flags, instruction.argument.text].join(' ');
  const opener = instruction.heredocs.length > 0 ? written.indexOf('<<') : -1;
  const pieces = literalPieces(opener < 0 ? written : written.slice(0, opener)).map((piece) => fold(plain(piece)));
  return inOrder(pieces, printed, opener < 0);
}

function upper(text: string): string {
  return text.toUpperCase();
}

function same(text: string): string {
  return text;
}

function plain(text: string): string {
  return text.replace(/[\s"'\\]+/g, '');
}

/** The text between its variables. */
export function literalPieces(text: string): readonly string[] {
  const pieces: string[] = [];
  let start = 0;
  for (let at = text.indexOf('$'); at >= 0; at = text.indexOf('$', at)) {
    const end = variableEnd(text, at);
    if (end > at) {
      pieces.push(text.slice(start, at));
      start = end;
    }
    at = Math.max(end, at + 1);
  }
  pieces.push(text.slice(start));
  return pieces;
}

function variableEnd(text: string, dollar: number): number {
  if (text[dollar + 1] !== '{') {
    const name = /^(?:[A-Za-z_]\w*|\d+|[@*#?$!-])/.exec(text.slice(dollar + 1, dollar + 200));
    return name ? dollar + 1 + name[0].length : dollar;
  }
  let depth = 0;
  for (let at = dollar + 1; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at + 1;
  }
  return dollar;
}

/** Whether the pieces stand in the text one behind the other, the first at its start and, if asked, the last at its end. */
function inOrder(pieces: readonly string[], text: string, toEnd: boolean): boolean {
  let at = 0;
  for (const [number, piece] of pieces.entries()) {
    const last = number === pieces.length - 1;
    if (last && toEnd && number > 0) return text.length - piece.length >= at && text.endsWith(piece);
    const found = number === 0 ? (text.startsWith(piece) ? 0 : -1) : text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return !toEnd || at === text.length;
}
