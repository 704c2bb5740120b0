import type { RunInstruction } from '../../dockerfile/model';
import { rememberedFor } from '../../shared/remembered';
import type { Invocation } from '../../shell/invocation';
import type { ShellWord } from '../../shell/script';
import { commandsOf, type NamedCommand } from '../hadolint/commands';
import type { LintFile } from '../rule';
import { isMovingRef } from './refs';
import { valuesOf } from './values';

/** An install straight from a repository, at a revision that moves. */
export interface VcsInstall {
  readonly word: ShellWord;
  /** The branch; undefined: whatever is the default one. */
  readonly ref: string | undefined;
  /** How its command line pins a commit. */
  readonly pin: string;
}

type Reading = { readonly ref: string | undefined } | undefined;

/**
 * Words of a command that make a package manager fetch a moving revision. Those that the rules about pinned versions report
 * (pip without a revision, npm without one, `go install x@latest`) are not among them: one mistake, one finding.
 */
export function vcsInstalls(file: LintFile, run: RunInstruction, call: Invocation): readonly VcsInstall[] {
  const { program = '' } = call;
  const read = readers.get(program) ?? (/^pip[\d.]+$/.test(program) ? python : undefined);
  if (!read) return none;
  const seen = byCommand(file, commandsOf(file, run)).get(call.command);
  const found = read(call, seen);
  if (found.length === 0) return found;
  const values = valuesOf(file, run);
  return found.flatMap(({ word, ref, pin }): readonly VcsInstall[] => {
    if (ref === undefined) return [{ word, ref, pin }];
    const value = values.resolve(ref);
    return value !== undefined && isMovingRef(value) ? [{ word, ref: value, pin }] : [];
  });
}

const byCommand = rememberedFor(
  (_: LintFile, commands: readonly NamedCommand[]) => new Map(commands.map((named) => [named.command, named])),
);

type Reader = (call: Invocation, seen: NamedCommand | undefined) => readonly VcsInstall[];

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ...['pip', 'pipx', 'uv', 'uvx', 'poetry', 'pdm'].map((name): [string, Reader] => [name, python]),
  ...['npm', 'pnpm', 'yarn', 'bun'].map((name): [string, Reader] => [name, node]),
  ['go', go],
  ['cargo', cargo],
]);

const none: readonly VcsInstall[] = [];

/** Programs that can install from a repository; pip is called by other names, too. */
export const repositoryReaders: readonly string[] = [...readers.keys()];

function python(call: Invocation, seen: NamedCommand | undefined): readonly VcsInstall[] {
  if (!call.args.some(({ value }) => /^(?:install|add|sync|run|wheel|download)$/.test(value))) return [];
  const watched = seen !== undefined && pinWatched(seen);
  return call.args.flatMap((word, at) => {
    const reading = pythonUrl(word.value);
    const editable = /^-e|^--editable/.test(word.value) || /^(?:-e|--editable)$/.test(call.args[at - 1]?.value ?? '');
    if (!reading || (watched && !editable && !word.value.includes('@'))) return [];
    return [{ word, ref: reading.ref, pin: 'git+https://…@<commit>' }];
  });
}

/** Hadolint looks at the packages of this command (DL3013). */
function pinWatched({ name, args }: NamedCommand): boolean {
  const words = args.map(({ value }) => value);
  const pip =
    (name.startsWith('pip') && !name.startsWith('pipenv') && words.includes('install')) ||
    (name.startsWith('python') && / -m pip install( |$)/.test(` ${words.join(' ')}`));
  const constrained = words.some(
    (word) => /^-[^-]*c/.test(word) || /^--constraint(=|$)/.test(word) || /^(?:--requirement|-r|\.)$/.test(word),
  );
  return pip && !constrained;
}

/** `git+https://user@host/path@ref#egg=x`, also behind `name @`. */
function pythonUrl(value: string): Reading {
  const match = /(?:^|[\s@=]|-e)git\+\w+:\/\/(?:[^@/]*@)?([^#]*)/.exec(value);
  if (!match) return undefined;
  const at = (match[1] ?? '').lastIndexOf('@');
  return { ref: at < 0 ? undefined : (match[1] ?? '').slice(at + 1) };
}

function node(call: Invocation, seen: NamedCommand | undefined): readonly VcsInstall[] {
  const verb = call.args.find(({ value }) => !value.startsWith('-') && value !== 'global');
  if (!verb || !/^(?:install|i|add|dlx)$/.test(verb.value)) return [];
  const watched = seen?.name === 'npm' && verb.value === 'install';
  return call.args.slice(call.args.indexOf(verb) + 1).flatMap((word) => {
    const { value } = word;
    if (!nodeRepository.test(value) || value.includes('#semver:')) return [];
    const hash = value.indexOf('#');
    const prefixed = /^git(?:\+(?:ssh|https?))?:\/\//.test(value);
    if (watched && (prefixed ? hash < 0 : !value.slice(1).includes('@'))) return [];
    return [{ word, ref: hash < 0 ? undefined : value.slice(hash + 1), pin: '#<commit>' }];
  });
}

const nodeRepository =
  /^(?:git(?:\+(?:ssh|https?))?:\/\/|(?:github|gitlab|bitbucket):[\w.-]+\/|https?:\/\/[^#]+\.git(?:#|$)|https:\/\/github\.com\/[\w.-]+\/[\w.-]+(?:#|$)|[\w-][\w.-]*\/[\w.-]+(?:#.*)?$)/;

function go(call: Invocation, seen: NamedCommand | undefined): readonly VcsInstall[] {
  const verb = call.args.find(({ value }) => !value.startsWith('-'));
  if (!verb || !/^(?:install|get|run)$/.test(verb.value)) return [];
  const words = call.args.slice(call.args.indexOf(verb) + 1).filter(({ value }) => !value.startsWith('-'));
  return (verb.value === 'run' ? words.slice(0, 1) : words).flatMap((word) => {
    const [, version] = /^[^@]+\.[^@]+@(.+)$/.exec(word.value) ?? [];
    if (
      version === undefined ||
      /^(?:upgrade|patch|none)$/.test(version) ||
      (version === 'latest' && seen?.name === 'go')
    )
      return [];
    return [{ word, ref: version, pin: '@v<version>' }];
  });
}

function cargo(call: Invocation): readonly VcsInstall[] {
  const words = call.args;
  if (!words.some(({ value }) => value === 'install')) return [];
  const flagValue = (flag: string) => {
    const at = words.findIndex(({ value }) => value === flag || value.startsWith(`${flag}=`));
    const word = words[at]?.value === flag ? words[at + 1] : words[at];
    return word && { word, value: word.value.startsWith(`${flag}=`) ? word.value.slice(flag.length + 1) : word.value };
  };
  const repository = flagValue('--git');
  if (!repository || flagValue('--rev') || flagValue('--tag')) return [];
  const branch = flagValue('--branch');
  return [{ word: branch?.word ?? repository.word, ref: branch?.value, pin: '--rev <commit>' }];
}
