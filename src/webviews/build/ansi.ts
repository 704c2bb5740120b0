/** Text in one colour and face. */
export interface Run {
  readonly text: string;
  /** Of the sixteen colours of a terminal, `#rrggbb` of the others; undefined: the usual one. */
  readonly colour: number | string | undefined;
  readonly background: number | string | undefined;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
}

type Face = Omit<Run, 'text'>;

const usual: Face = {
  colour: undefined,
  background: undefined,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: the codes of terminals begin with one.
const sequence = /\x1b\[([\d;:]*)([A-Za-z])/g;

/** A line with its colours taken apart; other codes are left out. */
export function colouredRuns(line: string): readonly Run[] {
  const runs: Run[] = [];
  let face = usual;
  let at = 0;
  for (const match of line.matchAll(sequence)) {
    if (match.index > at) runs.push({ ...face, text: line.slice(at, match.index) });
    at = match.index + match[0].length;
    if (match[2] === 'm') face = change(face, match[1] ?? '');
  }
  if (at < line.length) runs.push({ ...face, text: line.slice(at) });
  return runs;
}

export function withoutCodes(line: string): string {
  return line.includes('\x1b') ? line.replace(sequence, '') : line;
}

function change(before: Face, codes: string): Face {
  const numbers = codes.split(/[;:]/).map(Number);
  let face: Face = before;
  for (let at = 0; at < numbers.length; at++) {
    const code = numbers[at] ?? 0;
    if (code === 38 || code === 48) {
      const { colour, length } = wideColour(numbers, at + 1);
      face = code === 38 ? { ...face, colour } : { ...face, background: colour };
      at += length;
    } else face = simple(face, code);
  }
  return face;
}

function simple(face: Face, code: number): Face {
  if (code >= 30 && code <= 37) return { ...face, colour: code - 30 };
  if (code >= 90 && code <= 97) return { ...face, colour: code - 82 };
  if (code >= 40 && code <= 47) return { ...face, background: code - 40 };
  if (code >= 100 && code <= 107) return { ...face, background: code - 92 };
  switch (code) {
    case 0:
      return usual;
    case 1:
      return { ...face, bold: true };
    case 2:
      return { ...face, dim: true };
    case 3:
      return { ...face, italic: true };
    case 4:
      return { ...face, underline: true };
    case 22:
      return { ...face, bold: false, dim: false };
    case 23:
      return { ...face, italic: false };
    case 24:
      return { ...face, underline: false };
    case 39:
      return { ...face, colour: undefined };
    case 49:
      return { ...face, background: undefined };
    default:
      return face;
  }
}

/** `5;n` of 256 colours, or `2;r;g;b`. */
function wideColour(numbers: readonly number[], at: number): { colour: number | string | undefined; length: number } {
  if (numbers[at] === 5) return { colour: ofPalette(numbers[at + 1] ?? 0), length: 2 };
  if (numbers[at] !== 2) return { colour: undefined, length: 0 };
  return { colour: hex(numbers.slice(at + 1, at + 4)), length: 4 };
}

function ofPalette(index: number): number | string {
  if (index < 16) return index;
  if (index >= 232) return hex(Array(3).fill(8 + (index - 232) * 10));
  const level = (part: number) => (part === 0 ? 0 : 55 + part * 40);
  const cube = index - 16;
  return hex([Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map(level));
}

function hex(parts: readonly number[]): string {
  return `#${parts.map((part) => Math.max(0, Math.min(255, part)).toString(16).padStart(2, '0')).join('')}`;
}
