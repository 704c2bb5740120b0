import type { Invocation } from '../../shell/invocation';
import type { ShellWord } from '../../shell/script';
import type { ArgValue } from './ecosystem';

/** A command line taken apart. */
export interface Call {
  readonly invocation: Invocation;
  /** Arguments that are neither flags nor values of flags. */
  readonly operands: readonly ShellWord[];
  /** Flags as written without values: `--omit`, `-g`; `-yq` also as `-y` and `-q`. `--flag=false` is not among them. */
  readonly flags: ReadonlySet<string>;
  /** One of the flags is given. */
  has(...names: readonly string[]): boolean;
  /** Values of flags, as `--name=v`, `--name v`, `-nv`. */
  values(...names: readonly string[]): readonly ArgValue[];
  /** The last of them, which wins in most tools. */
  last(...names: readonly string[]): ArgValue | undefined;
}

export interface CallOptions {
  /** Flags that take the next word when they have no `=`. Two-character ones may also hold it (`-rdev.txt`). */
  readonly valueFlags?: readonly string[];
  /** `-mod=vendor` is one flag, not letters. */
  readonly longSingleDash?: true;
}

/** A word that is a variable with flags in it, by its name: `$NPM_FLAGS`. */
const flagVariable = /^\$\{?\w*(?:FLAGS?|ARGS?|OPTS?|OPTIONS?|PARAMS?)\w*\b/i;

export function readCall(invocation: Invocation, options: CallOptions = {}): Call {
  const reader = new Reader(options);
  const { args } = invocation;
  for (let at = 0; at < args.length; at++) {
    const word = args[at] as ShellWord;
    if (word.value === '--') {
      reader.operands.push(...args.slice(at + 1));
      break;
    }
    if (reader.take(word, args[at + 1])) at++;
  }
  const { operands, flags, found } = reader;
  const values = (...names: readonly string[]) => found.filter(({ name }) => names.includes(name));
  return {
    invocation,
    operands,
    flags,
    has: (...names) => names.some((name) => flags.has(name)),
    values,
    last: (...names) => values(...names).at(-1),
  };
}

class Reader {
  readonly operands: ShellWord[] = [];
  readonly flags = new Set<string>();
  readonly found: (ArgValue & { readonly name: string })[] = [];

  constructor(private readonly options: CallOptions) {}

  /** Returns whether the next word is taken, too. */
  take(word: ShellWord, next: ShellWord | undefined): boolean {
    const { value } = word;
    if (!/^-./s.test(value)) {
      if (!flagVariable.test(value)) this.operands.push(word);
      return false;
    }
    const valueFlags = this.options.valueFlags ?? [];
    const short = !value.startsWith('--') && !this.options.longSingleDash;
    const equals = value.indexOf('=');
    const attached = short && valueFlags.includes(value.slice(0, 2)) && value.length > 2;
    if (attached) {
      this.add(value.slice(0, 2), { word, value: value.slice(equals === 2 ? 3 : 2) });
    } else if (equals > 0) {
      this.add(value.slice(0, equals), { word, value: value.slice(equals + 1) });
    } else if (valueFlags.includes(value) && next) {
      this.add(value, { word: next, value: next.value });
      return true;
    } else {
      this.flags.add(value);
      if (short) for (const letter of value.slice(1)) this.flags.add(`-${letter}`);
    }
    return false;
  }

  private add(name: string, value: ArgValue): void {
    if (value.value !== 'false') this.flags.add(name);
    this.found.push({ name, ...value });
  }
}

/** A word as an `ArgValue`. */
export function asValue(word: ShellWord): ArgValue {
  return { word, value: word.value };
}

/** A path on this machine by its look, not a package's name: `.`, `./x`, `/x`, `../x`. */
export function isLocalPath(value: string): boolean {
  return /^(?:\.{1,2}$|\.{1,2}\/|\/|~\/|file:)/.test(value);
}

/** Only prints something. */
export function onlyAsks(call: Call): boolean {
  return call.has('--help', '-h', '--version', '--dry-run');
}
