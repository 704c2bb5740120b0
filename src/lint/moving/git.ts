import type { Invocation } from '../../shell/invocation';
import type { ShellWord } from '../../shell/script';

/** `git [options] subcommand …`. */
export interface GitCall {
  readonly call: Invocation;
  readonly subcommand: ShellWord;
  readonly args: readonly ShellWord[];
  /** Value of `-C`. */
  readonly directory: ShellWord | undefined;
}

export function gitCall(call: Invocation): GitCall | undefined {
  if (call.program !== 'git') return undefined;
  let directory: ShellWord | undefined;
  for (let at = 0; at < call.args.length; at++) {
    const word = call.args[at] as ShellWord;
    if (word.value === '-C') directory = call.args[++at];
    else if (/^(?:-c|--git-dir|--work-tree|--namespace)$/.test(word.value)) at++;
    else if (!word.value.startsWith('-')) return { call, subcommand: word, args: call.args.slice(at + 1), directory };
  }
  return undefined;
}

export interface GitClone {
  readonly git: GitCall;
  readonly repository: ShellWord;
  readonly directory: ShellWord | undefined;
  /** What `--branch` or `--revision` names, and the word it stands in. */
  readonly ref: { readonly word: ShellWord; readonly value: string } | undefined;
  /** Flags as written, without values. */
  readonly flags: readonly string[];
}

const cloneValueFlags =
  /^(?:-[a-zA-Z]*[boujc]|--(?:branch|revision|depth|origin|upload-pack|reference|reference-if-able|separate-git-dir|config|template|filter|jobs|shallow-since|shallow-exclude|server-option|bundle-uri))$/;

/** Undefined for clones of local paths, and where a variable may hold options. */
export function gitClone(git: GitCall): GitClone | undefined {
  if (git.subcommand.value !== 'clone') return undefined;
  const operands: ShellWord[] = [];
  const flags: string[] = [];
  let ref: GitClone['ref'];
  for (let at = 0; at < git.args.length; at++) {
    const word = git.args[at] as ShellWord;
    const { value } = word;
    if (!/^-./.test(value)) {
      operands.push(word);
      continue;
    }
    const [, long, attached] = /^(--[\w-]+)=(.*)$/s.exec(value) ?? [];
    flags.push(long ?? value);
    if (long === '--branch' || long === '--revision') ref = { word, value: attached ?? '' };
    if (long || !cloneValueFlags.test(value)) continue;
    const next = git.args[++at];
    if (next && (/^-[a-zA-Z]*b$/.test(value) || value === '--branch' || value === '--revision'))
      ref = { word: next, value: next.value };
  }
  const [repository, directory, more] = operands;
  if (!repository || more || /^(?:[./~]|file:)/.test(repository.value)) return undefined;
  return { git, repository, directory, ref, flags };
}

/** Directory a clone makes, as a word of its command line would name it. */
export function cloneDirectory({ repository, directory }: GitClone): string {
  if (directory) return directory.value;
  const name = repository.value.replace(/[?#].*$/, '').replace(/\/+$/, '');
  return name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf(':')) + 1).replace(/\.git$/, '');
}

/** The word that names the revision of `git checkout X`, `git switch X` or `git reset --hard X`. */
export function checkedOutRef({ subcommand, args }: GitCall): ShellWord | undefined {
  const name = subcommand.value;
  if (!/^(?:checkout|switch|reset)$/.test(name) || args.some(({ value }) => value === '--')) return undefined;
  if (name === 'reset' && !args.some(({ value }) => value === '--hard')) return undefined;
  const operands = args.filter(({ value }) => !/^-./.test(value));
  const creates =
    name !== 'reset' && args.some(({ value }) => /^-[bBcC]$|^--(?:orphan|create|force-create)$/.test(value));
  const found = operands[creates ? 1 : 0];
  if (!found || operands.length > (creates ? 2 : 1) || /^(?:HEAD|\.|-)$/.test(found.value)) return undefined;
  return found;
}
