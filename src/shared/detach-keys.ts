/** What leaves a process running when it is typed in its terminal, as in the docker command: `ctrl-p,ctrl-q`. */
export interface DetachKeys {
  /** As the engine takes them. */
  readonly notation: string;
  /** The characters the keys send. */
  readonly sequence: string;
  /** `Ctrl+P Ctrl+Q` */
  readonly words: string;
}

export const defaultDetachKeys: DetachKeys = {
  notation: 'ctrl-p,ctrl-q',
  sequence: '\x10\x11',
  words: 'Ctrl+P Ctrl+Q',
};

/** Undefined when the text names no keys: each is a character or `ctrl-` and one of `a` to `z`, `@`, `[`, `\`, `]`, `^`, `_`. */
export function parseDetachKeys(notation: string): DetachKeys | undefined {
  const keys = notation.split(',').map(key);
  const known = keys.filter((one) => one !== undefined);
  if (known.length !== keys.length) return undefined;
  return {
    notation,
    sequence: known.map(({ code }) => code).join(''),
    words: known.map(({ name }) => name).join(' '),
  };
}

function key(text: string): { readonly code: string; readonly name: string } | undefined {
  if (text.length === 1) return { code: text, name: text };
  const letter = /^ctrl-([a-z@[\\\]^_])$/.exec(text)?.[1]?.toUpperCase();
  if (letter === undefined) return undefined;
  return { code: String.fromCharCode(letter.charCodeAt(0) - 64), name: `Ctrl+${letter}` };
}

/** Finds a sequence of keys in what is typed, piece by piece. */
export interface KeySequence {
  /** `send`: what was typed before it and is no part of it. A beginning of the sequence waits for what comes next. */
  next(typed: string): { readonly send: string; readonly found: boolean };
}

export function createKeySequence(sequence: string): KeySequence {
  let held = '';
  return {
    next(typed) {
      let send = '';
      for (const character of typed) {
        held += character;
        if (held === sequence) {
          held = '';
          return { send, found: true };
        }
        while (held !== '' && !sequence.startsWith(held)) {
          send += held.charAt(0);
          held = held.slice(1);
        }
      }
      return { send, found: false };
    },
  };
}
