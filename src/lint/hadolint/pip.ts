import type { RunInstruction } from '../../dockerfile/model';
import { remembered } from '../../shared/remembered';
import { hasArgument, hasFlag, operands } from '../../shell/args';
import type { ShellWord } from '../../shell/script';
import { calledPrograms, runsCalling } from '../facts/runs-calling';
import type { LintFile } from '../rule';
import type { NamedCommand } from './commands';

/** The RUNs that may hold one: by its own name or as a module of Python. */
export const pipRuns: (file: LintFile) => readonly RunInstruction[] = remembered((file) =>
  runsCalling(file, ...[...calledPrograms(file)].filter((name) => name.startsWith('pip') || name.startsWith('python'))),
);

/** A `pip install`, also as `python -m pip install`. What only starts like pip (`pipx`) counts. */
export function isPipInstall({ name, args }: NamedCommand): boolean {
  if (/^pip(?!env)/.test(name)) return args.some(({ value }) => value === 'install');
  return name.startsWith('python') && moduleAt(args, 'pip', 'install') >= 0;
}

/** It manages caches by itself. */
export function isPipWrapper({ name, args }: NamedCommand): boolean {
  if (/pipx|pipenv/.test(name)) return true;
  return name.startsWith('python') && (moduleAt(args, 'pipx') >= 0 || moduleAt(args, 'pipenv') >= 0);
}

/** The word `install`. */
export function installWord(command: NamedCommand): ShellWord | undefined {
  const at = command.name.startsWith('python') ? moduleAt(command.args, 'pip', 'install') + 2 : 0;
  return command.args.find(({ value }, index) => index >= at && value === 'install');
}

const valueFlags = [
  ...['abi', 'b', 'build', 'e', 'editable', 'extra-index-url', 'f', 'find-links', 'i', 'index-url', 'implementation'],
  ...['no-binary', 'only-binary', 'platform', 'prefix', 'progress-bar', 'proxy', 'python', 'python-version', 'root'],
  ...['root-user-action', 'src', 't', 'target', 'trusted-host', 'upgrade-strategy'],
];

/** Packages without a version. */
export function unpinnedPackages(command: NamedCommand): readonly ShellWord[] {
  if (hasFlag(command, 'constraint', 'c') || hasArgument(command, '--requirement', '-r', '.')) return [];
  const words = operands(command, { valueFlags });
  const install = words.findIndex(({ value }) => value === 'install');
  let from = install;
  while (words[from]?.value === 'install') from++;
  return install < 0 ? [] : words.slice(from).filter(({ value }) => !isPinned(value));
}

const version = /==|>=|<=|>|<|!=|~=/;
const versionControl = /^(?:git|svn|(?:git|hg|svn|bzr)\+[\w+]+:)/;

/** It is fetched from a repository without a revision: what is there on the day of the build. */
export function isMovingRepository(value: string): boolean {
  return /^(?:git|hg|svn|bzr)\+/.test(value) && !isPinned(value);
}

function isPinned(value: string): boolean {
  if (version.test(value) || /\.(?:whl|tar\.gz)$/.test(value)) return true;
  return versionControl.test(value) ? value.includes('@') : value.includes('/');
}

/** Where `-m name more` stands in a row. */
function moduleAt(args: readonly ShellWord[], ...names: readonly string[]): number {
  const wanted = ['-m', ...names];
  return args.findIndex((_, at) => wanted.every((word, index) => args[at + index]?.value === word));
}
