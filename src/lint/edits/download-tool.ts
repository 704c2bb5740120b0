import type { Dockerfile } from '../../dockerfile/model';
import type { ShellWord } from '../../shell/script';
import type { NamedCommand } from '../hadolint/commands';
import type { SpanEdit } from '../rule';
import { removeWord } from './remove-parts';

/** A word of a call in the other tool's terms: what is written instead, nothing where it is left out. */
type Translated = string | undefined;

/** The words of a call, less its name. */
interface Call {
  readonly words: ReadonlyMap<ShellWord, Translated>;
  /** Flags that the other tool needs behind its name. */
  readonly flags: string;
}

/**
 * A call of curl written for wget or the other way round, word by word, so that its layout stays. Undefined where it does
 * more than fetch one address into a file or to standard output: what a header, a retry or a form is called in the other
 * tool, and whether it has it, differs.
 */
export function withOtherTool(file: Dockerfile, own: NamedCommand): readonly SpanEdit[] | undefined {
  const isCurl = own.name === 'curl';
  const { command } = own;
  const [url, more] = command.args.filter((word, at) => isOperand(word, command.args[at - 1], isCurl ? 'o' : 'O'));
  if (!url || more || command.args.some(({ raw }) => raw.includes('\n') || raw.includes('`'))) return undefined;
  const call = isCurl ? fromCurl(command.args, url) : fromWget(command.args, url);
  if (!call) return undefined;
  const name = `${isCurl ? 'wget' : 'curl'} ${call.flags}`.trimEnd();
  const edits: (SpanEdit | undefined)[] = [{ span: own.nameWord.span, newText: name }];
  for (const [word, text] of call.words) {
    edits.push(text === undefined ? removeWord(file, command, word) : { span: word.span, newText: text });
  }
  return edits.every((edit) => edit !== undefined) ? edits : undefined;
}

/** No flag, and no name of a file behind one. `-` names standard output. */
function isOperand(word: ShellWord, before: ShellWord | undefined, output: string): boolean {
  return !word.value.startsWith('-') && !isOutputFlag(before?.value ?? '', output);
}

/** A flag, or several in one word, whose value is the next word: the file to write. */
function isOutputFlag(value: string, letter: string): boolean {
  return value === '--output' || value === '--output-document' || new RegExp(`^-[a-zA-Z]*${letter}$`).test(value);
}

/** curl stops at nothing it gets told, wget does at errors and follows redirects: so the flags are `-fsSL`. */
function fromWget(args: readonly ShellWord[], url: ShellWord): Call | undefined {
  const words = new Map<ShellWord, Translated>();
  let output = false;
  for (const [at, word] of args.entries()) {
    const { value } = word;
    const next = args[at + 1];
    if (!value.startsWith('-') || value === '-') continue;
    const [, document] = /^--output-document=(.+)$/s.exec(word.raw) ?? [];
    if (/^(?:-q|-nv|-nc|-4|--quiet|--no-verbose|--show-progress|--progress=.*)$/.test(value))
      words.set(word, undefined);
    else if (value === '--no-check-certificate') words.set(word, '-k');
    else if (/^-q?O-$/.test(value)) output = words.set(word, undefined).size > 0;
    else if (document !== undefined) output = words.set(word, `-o ${document}`).size > 0;
    else if (!/^(?:-n?[qv]?O|--output-document)$/.test(value) || !next) return undefined;
    else {
      output = true;
      words.set(word, next.value === '-' ? undefined : '-o');
      if (next.value === '-') words.set(next, undefined);
    }
  }
  if (!output && !namesFile(url)) return undefined;
  return { words, flags: output ? '-fsSL' : '-fsSLO' };
}

/** wget says much unless it is told not to. */
function fromCurl(args: readonly ShellWord[], url: ShellWord): Call | undefined {
  const words = new Map<ShellWord, Translated>();
  let output = false;
  for (const [at, word] of args.entries()) {
    const { value } = word;
    if (!value.startsWith('-') || value === '-') continue;
    const [, letters] = /^-([fsSLkOo#]+)(?<!o.+)$/.exec(value) ?? [];
    const [, file] = /^--output=(.+)$/s.exec(word.raw) ?? [];
    if (/^--(?:fail|silent|show-error|location|progress-bar|compressed)$/.test(value)) words.set(word, undefined);
    else if (value === '--insecure') words.set(word, '--no-check-certificate');
    else if (/^-[fsSL]*o-$/.test(value)) words.set(word, undefined);
    else if (value === '--remote-name' && namesFile(url)) output = words.set(word, undefined).size > 0;
    else if (file !== undefined) output = words.set(word, `-O ${file}`).size > 0;
    else if (letters === undefined && value !== '--output') return undefined;
    else {
      const next = letters === undefined || letters.endsWith('o') ? args[at + 1] : undefined;
      const named = letters?.includes('O') === true;
      if ((letters === undefined || letters.endsWith('o')) && !next) return undefined;
      if (named && (next || !namesFile(url))) return undefined;
      const toFile = next !== undefined && next.value !== '-';
      output ||= toFile || named;
      const flags = [letters?.includes('k') ? '--no-check-certificate' : '', toFile ? '-O' : ''].filter(Boolean);
      words.set(word, flags.length > 0 ? flags.join(' ') : undefined);
      if (next?.value === '-') words.set(next, undefined);
    }
  }
  return { words, flags: output ? '-q' : '-qO-' };
}

/** Both tools call the file as the address ends. */
function namesFile({ value }: ShellWord): boolean {
  return /\/[^/?#]+$/.test(value.replace(/^\w+:\/\//, ''));
}
