import { baseName } from './dialect';
import type { ShellCommand, ShellWord } from './script';

/**
 * What a command really starts, seen through `sudo`, `env X=1`, `exec`, `time`, `nice`, `command`, `python -m tool` and a
 * path in front of the name. `sh -c '…'` is not opened here.
 */
export interface Invocation<C = ShellCommand> {
  readonly command: C;
  /** Base name of the program: `apt-get` for `/usr/bin/apt-get`; `pip` for `python3 -m pip`. Undefined if dynamic. */
  readonly program: string | undefined;
  readonly programWord: ShellWord;
  readonly args: readonly ShellWord[];
}

/** Sees through wrappers; a wrapper without a command to run is the program itself. */
export function invocation<C extends Pick<ShellCommand, 'name' | 'args'>>(command: C): Invocation<C> {
  const own = programName(command.name);
  if (own === undefined || !mayWrap(own))
    return { command, program: own && (crossTools.get(own) ?? own), programWord: command.name, args: command.args };
  const words = [command.name, ...command.args];
  let at = 0;
  for (let program: string | undefined = own; program !== undefined; program = programName(words[at])) {
    const next = wrapped(program, words, at);
    if (next === undefined) break;
    at = next;
  }
  const programWord = words[at] as ShellWord;
  const program = programName(programWord);
  return { command, program: program && (crossTools.get(program) ?? program), programWord, args: words.slice(at + 1) };
}

/** Cheap; false for most programs. */
function mayWrap(program: string): boolean {
  return wrappers.has(program) || runners.has(program) || program === 'corepack' || python.test(program);
}

const python = /^(?:python|pypy)[\d.]*$/;

/** Wrappers of cross-compilation (tonistiigi/xx) that take the arguments of the tool they stand for. */
const crossTools: ReadonlyMap<string, string> = new Map([
  ['xx-apt', 'apt'],
  ['xx-apt-get', 'apt-get'],
  ['xx-apk', 'apk'],
  ['xx-go', 'go'],
  ['xx-cargo', 'cargo'],
]);

interface Wrapper {
  /** Options that take the next word: letters of short ones, names of long ones. */
  readonly short?: string;
  readonly long?: readonly string[];
  /** `A=1` words in front of the command. */
  readonly assignments?: true;
  /** Operands in front of the command. */
  readonly operands?: number;
  /** With one of these options it runs nothing. */
  readonly unless?: RegExp;
}

const wrappers: ReadonlyMap<string, Wrapper> = new Map<string, Wrapper>([
  [
    'sudo',
    {
      short: 'ughpCrtTUDR',
      long: ['user', 'group', 'host', 'prompt', 'chdir', 'chroot'],
      assignments: true,
      unless: /^-[lveKkV]$/,
    },
  ],
  ['doas', { short: 'uC' }],
  ['env', { short: 'uC', long: ['unset', 'chdir'], assignments: true, unless: /^(?:-\w*S|--split-string)/ }],
  ['exec', { short: 'a' }],
  ['command', { unless: /^-[vV]/ }],
  ['builtin', {}],
  ['nohup', {}],
  ['time', { short: 'fo', long: ['format', 'output'] }],
  ['nice', { short: 'n', long: ['adjustment'] }],
  ['ionice', { short: 'cnpPu', long: ['class', 'classdata'] }],
  ['timeout', { short: 'ks', long: ['kill-after', 'signal'], operands: 1 }],
  ['stdbuf', { short: 'ioe' }],
  ['setarch', { operands: 1 }],
  ['linux32', {}],
  ['linux64', {}],
  ['busybox', { unless: /^--/ }],
  ['eatmydata', {}],
  ['fakeroot', {}],
  ['catchsegv', {}],
  ['tini', { short: 'pe' }],
  ['dumb-init', { short: 'r' }],
  ['gosu', { operands: 1 }],
  ['su-exec', { operands: 1 }],
]);

/** Tools that run another as `conda run -n name pip …`. */
const runners: ReadonlyMap<string, Wrapper> = new Map<string, Wrapper>([
  ['conda', { short: 'np', long: ['name', 'prefix', 'cwd'] }],
  ['mamba', { short: 'np', long: ['name', 'prefix', 'cwd'] }],
  ['micromamba', { short: 'nrp', long: ['name', 'prefix', 'root-prefix', 'cwd'] }],
]);

const corepackTools = /^(?:npm|npx|pnpm|pnpx|yarn|yarnpkg)(?:@.*)?$/;

/** Index of the word that names what `program` at `at` runs; undefined if it is no wrapper here. */
function wrapped(program: string, words: readonly ShellWord[], at: number): number | undefined {
  const wrapper = wrappers.get(program);
  if (wrapper) return behindOptions(wrapper, words, at + 1);
  const runner = runners.get(program);
  if (runner) return words[at + 1]?.value === 'run' ? behindOptions(runner, words, at + 2) : undefined;
  if (program === 'corepack') return corepackTools.test(words[at + 1]?.value ?? '') ? at + 1 : undefined;
  return python.test(program) ? pythonModule(words, at + 1) : undefined;
}

function behindOptions(wrapper: Wrapper, words: readonly ShellWord[], from: number): number | undefined {
  let operands = wrapper.operands ?? 0;
  for (let at = from; at < words.length; at++) {
    const value = words[at]?.value ?? '';
    if (wrapper.unless?.test(value)) return undefined;
    if (value === '--') continue;
    if (/^--./.test(value)) {
      if (wrapper.long?.includes(value.slice(2))) at++;
    } else if (/^-./.test(value)) {
      if (wrapper.short?.includes(value.at(-1) ?? '') && /^-[A-Za-z]+$/.test(value)) at++;
    } else if (wrapper.assignments && /^\w+=/.test(value)) {
    } else if (operands > 0) {
      operands--;
    } else {
      return at;
    }
  }
  return undefined;
}

/** The module of `python -m module`, behind the interpreter's options. */
function pythonModule(words: readonly ShellWord[], from: number): number | undefined {
  for (let at = from; at < words.length; at++) {
    const value = words[at]?.value ?? '';
    if (/^-[A-Za-z]*m$/.test(value)) return at + 1 < words.length ? at + 1 : undefined;
    if (value === '-W' || value === '-X') at++;
    else if (!value.startsWith('-') || /^-[A-Za-z]*c/.test(value)) return undefined;
  }
  return undefined;
}

/** `pip` for `"$VENV/bin/pip"`: what follows the last slash counts, if that much is certain. */
function programName(word: ShellWord | undefined): string | undefined {
  if (!word) return undefined;
  const name = baseName(word.value);
  return word.literal || (name !== word.value && /^[\w.@+-]+$/.test(name)) ? name : undefined;
}
