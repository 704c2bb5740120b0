import { checkValue } from './check-value';
import { type Flag, type FlagKey, flagKeys, flagOf, unusedFlags } from './flags';
import type { Shell } from './quote';
import { optionOf, type RunOptions, withOption } from './run-options';
import { type Surroundings, splitLine } from './split-line';

export interface ParsedLine {
  readonly options: RunOptions;
  /** Sentences about what was left out or makes no sense. Empty: the line was taken as it is. */
  readonly problems: readonly string[];
}

export const noSurroundings: Surroundings = { variables: {}, commands: {} };

/** Reads a line as it is pasted: with a prompt, `sudo`, continuation lines, quotes. Never throws. */
export function parseRunLine(text: string, usual: Shell = 'sh', surroundings = noSurroundings): ParsedLine {
  const line = text.replace(/^\s*(?:PS [^\n>]*>|[A-Za-z]:\\[^\n>]*>|[$#>](?=\s))\s*/, '');
  const { words, problems } = splitLine(line, usual, surroundings);
  const head = skipHead(words);
  const reader = new WordReader(words.slice(head.length), [...problems, ...head.problems]);
  if (head.refused !== undefined) reader.problems.push(head.refused);
  else if (words.length > 0) reader.read();
  return { options: reader.options, problems: reader.problems };
}

interface Head {
  /** Words before the first flag of `run`. */
  readonly length: number;
  readonly problems: readonly string[];
  readonly refused?: string;
}

const programs = /(?:^|[\\/])(?:docker|podman|nerdctl)(?:\.exe)?$/i;
const globalsWithValue =
  /^(?:-[cHl]|--(?:config|context|host|log-level|tlscacert|tlscert|tlskey|url|connection|namespace))$/;

/** `sudo docker --context x container run` and the like. */
function skipHead(words: readonly string[]): Head {
  const problems: string[] = [];
  let at = 0;
  while (at < words.length && /^(?:sudo|time|exec|command|[A-Za-z_]\w*=.*)$/.test(words[at] ?? '')) {
    if (/=/.test(words[at] ?? ''))
      problems.push(`"${words[at]?.split('=')[0]}" is set for the docker command only, and left out.`);
    at += 1;
  }
  const first = words[at] ?? '';
  // Without the program: what stands behind `docker run`.
  if (first.startsWith('-')) return { length: at, problems };
  if (programs.test(first)) at += 1;
  while (programs.test(first) && words[at]?.startsWith('-')) {
    const flag = words[at] ?? '';
    problems.push(`"${flag}" is left out: the container runs on the engine that Layerwright is connected to.`);
    at += globalsWithValue.test(flag) ? 2 : 1;
  }
  if (words[at] === 'container') at += 1;
  if (words[at] === 'run' || words[at] === 'create') return { length: at + 1, problems };
  if (words.length === 0) return { length: 0, problems };
  const refused = `This is no docker run: it begins with "${words.slice(0, at + 1).join(' ')}".`;
  return { length: words.length, problems: [], refused };
}

interface Known {
  readonly flag: Flag;
  /** Undefined: docker has it, a run from here has not. */
  readonly key: FlagKey | undefined;
}

const byLong = new Map<string, Known>();
const byShort = new Map<string, Known>();
for (const key of flagKeys) add(flagOf(key), key);
for (const flag of unusedFlags) add(flag, undefined);

function add(flag: Flag, key: FlagKey | undefined): void {
  for (const name of [flag.name, ...(flag.also ?? [])]) byLong.set(name, { flag, key });
  if (flag.short !== undefined) byShort.set(flag.short, { flag, key });
}

class WordReader {
  options: RunOptions = { image: '', command: [] };
  private at = 0;

  constructor(
    private readonly words: readonly string[],
    readonly problems: string[],
  ) {}

  read(): void {
    while (this.at < this.words.length) {
      const word = this.words[this.at] ?? '';
      if (!word.startsWith('-') || word === '-') break;
      this.at += 1;
      if (word === '--') break;
      if (word.startsWith('--')) this.long(word);
      else this.shorts(word);
    }
    const [image = '', ...command] = this.words.slice(this.at);
    this.options = { ...this.options, image, command };
    if (image === '') this.problems.push('The image is missing: it stands behind the options.');
  }

  private long(word: string): void {
    const equals = word.indexOf('=');
    const name = equals < 0 ? word.slice(2) : word.slice(2, equals);
    const value = equals < 0 ? undefined : word.slice(equals + 1);
    const known = byLong.get(name);
    if (!known) this.problems.push(`"--${name}" is no option of docker run, and left out.`);
    else if (known.flag.takes === 'nothing') this.turn(known, value);
    else this.give(known, value ?? this.next(`--${name}`));
  }

  /** `-it`, `-p80:80`, `-itp 80:80`, `-d=false`. */
  private shorts(word: string): void {
    for (let at = 1; at < word.length; at += 1) {
      const known = byShort.get(word.charAt(at));
      const rest = word.slice(at + 1);
      if (!known) {
        this.problems.push(`"-${word.charAt(at)}" is no option of docker run, and left out.`);
        continue;
      }
      if (known.flag.takes === 'nothing') {
        const off = rest.startsWith('=') ? rest.slice(1) : undefined;
        this.turn(known, off);
        if (off !== undefined) return;
        continue;
      }
      this.give(known, rest === '' ? this.next(`-${word.charAt(at)}`) : rest.replace(/^=/, ''));
      return;
    }
  }

  private next(flag: string): string | undefined {
    const value = this.words[this.at];
    if (value === undefined) this.problems.push(`${flag} has no value.`);
    this.at += 1;
    return value;
  }

  private turn({ flag, key }: Known, value: string | undefined): void {
    const on = value === undefined || /^(?:1|t|true)$/i.test(value);
    if (!on && !/^(?:0|f|false)$/i.test(value ?? ''))
      this.problems.push(`--${flag.name} is on or off: "${value}" is neither.`);
    else if (key === undefined) this.tellUnused(flag, on);
    else this.options = withOption(this.options, key, on || undefined);
  }

  private give({ flag, key }: Known, value: string | undefined): void {
    if (key === undefined) this.tellUnused(flag, true);
    if (key === undefined || value === undefined) return;
    const wrong = checkValue(key, value);
    if (wrong !== undefined) this.problems.push(`--${flag.name}: ${wrong}`);
    const former = optionOf(this.options, key);
    const many = flag.takes === 'many';
    this.options = withOption(this.options, key, many ? [...(Array.isArray(former) ? former : []), value] : value);
  }

  private tellUnused({ name }: Flag, on: boolean): void {
    const why = unusedFlags.find((flag) => flag.name === name)?.why;
    if (why !== undefined && on) this.problems.push(`--${name} ${why}.`);
  }
}
