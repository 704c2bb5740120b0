import type { Shell } from './quote';

/** What a shell would put into a line; `commands` by their text, as `pwd` or `id -u`. */
export interface Surroundings {
  readonly variables: Readonly<Record<string, string>>;
  readonly commands: Readonly<Record<string, string>>;
}

export interface SplitLine {
  readonly words: readonly string[];
  /** Sentences about what was not read, or stands for something only a shell knows. */
  readonly problems: readonly string[];
}

/**
 * The words of one command, as the shell would hand them over: quotes, escapes and continuation lines are resolved. Nothing
 * is run, and no variable is read but those of `surroundings`; what else a shell would replace stays as it is and is named.
 */
export function splitLine(text: string, usual: Shell, surroundings: Surroundings): SplitLine {
  const first = splitAs(text, usual, surroundings);
  if (first.problems.length === 0) return first;
  // It may have been written for another shell: its continuation lines tell.
  const others = continuations.filter(([shell, pattern]) => shell !== usual && pattern.test(text));
  const splits = others.map(([shell]) => splitAs(text, shell, surroundings));
  return splits.find(({ problems }) => problems.length < first.problems.length) ?? first;
}

const continuations: readonly (readonly [Shell, RegExp])[] = [
  ['sh', /\\[ \t]*\r?\n/],
  ['powershell', /`[ \t]*\r?\n/],
  ['cmd', /\^[ \t]*\r?\n/],
];

function splitAs(text: string, shell: Shell, surroundings: Surroundings): SplitLine {
  const reader = new LineReader(text.replace(/\r\n?/g, '\n').trim(), shell, surroundings);
  reader.read();
  return { words: reader.words, problems: reader.problems };
}

const escapeMarks: Readonly<Record<Shell, string>> = { sh: '\\', powershell: '`', cmd: '^' };
const ends: Readonly<Record<Shell, RegExp>> = { sh: /[;|&<>()]/, powershell: /[;|&<>()]/, cmd: /[|&<>]/ };

class LineReader {
  readonly words: string[] = [];
  readonly problems: string[] = [];
  private word: string | undefined;
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly shell: Shell,
    private readonly surroundings: Surroundings,
  ) {}

  read(): void {
    const mark = escapeMarks[this.shell];
    while (this.at < this.text.length) {
      const character = this.text.charAt(this.at);
      const continued = character === mark && /^[ \t]*\n/.exec(this.text.slice(this.at + 1))?.[0];
      if (continued) this.at += 1 + continued.length;
      else if (character === '\n' || ends[this.shell].test(character)) {
        this.stop();
        break;
      } else if (/\s/.test(character)) {
        this.finish();
        this.at += 1;
      } else if (character === '#' && this.word === undefined && this.shell !== 'cmd') this.skipComment();
      else if (character === mark && this.at + 1 < this.text.length) {
        this.append(this.text.charAt(this.at + 1));
        this.at += 2;
      } else if (this.isSingleQuote(character)) this.single();
      else if (character === '"') this.double();
      else if (this.isExpansion()) this.expand();
      else if (character === '~' && this.word === undefined && /^~(?:[/\\\s]|$)/.test(this.text.slice(this.at)))
        this.replace('~', this.surroundings.variables.HOME);
      else {
        this.append(character);
        this.at += 1;
      }
    }
    this.finish();
  }

  private append(text: string): void {
    this.word = (this.word ?? '') + text;
  }

  private finish(): void {
    if (this.word !== undefined) this.words.push(this.word);
    this.word = undefined;
  }

  /** Another command, a pipe or a redirection begins. */
  private stop(): void {
    const rest = this.text.slice(this.at).trim();
    if (rest === '') return;
    const [first = ''] = rest.split('\n', 1);
    this.problems.push(`Only one command is read; what follows is left out: ${first}`);
  }

  private skipComment(): void {
    const end = this.text.indexOf('\n', this.at);
    this.at = end < 0 ? this.text.length : end;
  }

  private single(): void {
    this.append('');
    for (this.at += 1; this.at < this.text.length; this.at += 1) {
      const character = this.text.charAt(this.at);
      const isQuote = this.isSingleQuote(character);
      if (isQuote && !(this.shell === 'powershell' && this.isSingleQuote(this.text.charAt(this.at + 1)))) {
        this.at += 1;
        return;
      }
      if (isQuote) this.at += 1;
      this.append(character);
    }
    this.unclosed("'");
  }

  /** To PowerShell, those of a word processor are quotes, too. */
  private isSingleQuote(character: string): boolean {
    return character === "'" ? this.shell !== 'cmd' : this.shell === 'powershell' && /[\u2018-\u201b]/.test(character);
  }

  private double(): void {
    this.append('');
    for (this.at += 1; this.at < this.text.length; ) {
      const character = this.text.charAt(this.at);
      const next = this.text.charAt(this.at + 1);
      if (character === '"' && next === '"' && this.shell === 'powershell') {
        this.append('"');
        this.at += 2;
      } else if (character === '"') {
        this.at += 1;
        return;
      } else if (this.isEscapeInQuotes(character, next)) {
        if (next !== '\n') this.append(next);
        this.at += 2;
      } else if (this.isExpansion()) this.expand();
      else {
        this.append(character);
        this.at += 1;
      }
    }
    this.unclosed('"');
  }

  private isEscapeInQuotes(character: string, next: string): boolean {
    if (next === '') return false;
    if (this.shell === 'sh') return character === '\\' && '\\"$`\n'.includes(next);
    // Programs on Windows take a quote out of quotes by a backslash.
    if (this.shell === 'cmd') return character === '\\' && next === '"';
    return character === '`';
  }

  private unclosed(mark: string): void {
    this.problems.push(`A quote (${mark}) is not closed.`);
  }

  private isExpansion(): boolean {
    const rest = this.text.slice(this.at);
    if (this.shell === 'cmd') return /^%\w+%/.test(rest);
    return /^\$(?:[({A-Za-z_]|env:)/.test(rest) || (this.shell === 'sh' && /^`[^`]*`/.test(rest));
  }

  private expand(): void {
    const { variables, commands } = this.surroundings;
    const rest = this.text.slice(this.at);
    const command = /^\$\(([^()]*)\)/.exec(rest) ?? (this.shell === 'sh' ? /^`([^`]*)`/.exec(rest) : null);
    const pattern = this.shell === 'cmd' ? /^%(\w+)%/ : /^\$(?:\{(?:env:)?(\w+)\}|(?:env:)?(\w+))/i;
    const variable = pattern.exec(rest);
    if (command) this.replace(command[0], commands[(command[1] ?? '').trim()]);
    else if (variable) {
      const name = variable[1] ?? variable[2] ?? '';
      const usual = name
        .toUpperCase()
        .replace(/^CD$/, 'PWD')
        .replace(/^USERPROFILE$/, 'HOME');
      const known = this.shell === 'sh' ? name : usual;
      this.replace(variable[0], Object.hasOwn(variables, known) ? variables[known] : undefined);
    } else {
      // `${A:-b}` and the like.
      this.replace(/^\$\{[^}]*\}?|^\$\(?/.exec(rest)?.[0] ?? rest.charAt(0), undefined);
    }
  }

  private replace(written: string, value: string | undefined): void {
    if (value === undefined)
      this.problems.push(`${written} stays as it is written: Layerwright asks no shell what it stands for.`);
    this.append(value ?? written);
    this.at += written.length;
  }
}
