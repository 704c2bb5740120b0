/**
 * Takes out of what a program printed whatever could do more to a terminal than colour a line: moving the cursor, clearing
 * the screen, titles, the clipboard. Pieces may be cut anywhere, also within a sequence.
 */
export function createCleaner(): (text: string) => string {
  let held = '';
  return (text) => {
    const all = held + text;
    held = '';
    if (!suspicious.test(all)) return all;
    const open = unfinished.exec(all);
    const cut = open && all.length - open.index < longestSequence ? open.index : all.length;
    held = all.slice(cut);
    return all
      .slice(0, cut)
      .replace(sequences, (sequence) => (harmless.test(sequence) ? sequence : ''))
      .replace(controls, '');
  };
}

/** The same for a whole line, without any colour. */
export function plainText(text: string): string {
  return text.replace(sequences, '').replace(controls, '').replaceAll('\x1b', '');
}

/** A sequence that is longer than that is none. */
const longestSequence = 4096;

/* biome-ignore-start lint/suspicious/noControlCharactersInRegex: the codes of terminals are what this is about. */
const suspicious = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/;
/** CSI; OSC; DCS, SOS, PM and APC with their end; other escapes. */
const sequences =
  /\x1b\[[\x20-\x3f]*[\x40-\x7e]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[PX^_][^\x1b]*\x1b\\|\x1b[\x20-\x2f]+[\x30-\x7e]|\x1b[\x30-\x4f\x51-\x57\x59\x5a\x5c\x60-\x7e]/g;
const unfinished = /\x1b(?:\[[\x20-\x3f]*|\][^\x07\x1b]*\x1b?|[PX^_][^\x1b]*\x1b?|[\x20-\x2f]*)$/;
/** Colours and faces, and clearing of the line one is in. */
const harmless = /^\x1b\[[\d;:]*m$|^\x1b\[[012]?K$/;
/** All but tab, line feed, carriage return and the escape of what is left. */
const controls = /[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]|\x1b(?!\[[\d;:]*[mK])/g;
/* biome-ignore-end lint/suspicious/noControlCharactersInRegex: the codes of terminals are what this is about. */
