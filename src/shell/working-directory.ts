import { cleanPath, isRooted, joinPath } from '../shared/posix-path';
import { invocation } from './invocation';
import type { ShellCommand, ShellScope, ShellScript, ShellWord } from './script';

export interface WorkingDirectoryOptions {
  /** Where the script starts, as `shared/posix-path` cleans it; default '', which every result is then relative to. */
  readonly start?: string | undefined;
  /** What a word that is not literal means, where the caller knows. */
  readonly expand?: (word: ShellWord) => string | undefined;
}

/**
 * The directory in which a command of the script runs: the start, changed by each `cd`, `pushd` and `popd` in front of it
 * that it can see. Undefined when that is not certain: the start is given as undefined, a `cd` to something computed, or one
 * in a branch that may not have run.
 */
export function cdBefore(
  script: ShellScript,
  command: ShellCommand,
  options: WorkingDirectoryOptions = {},
): string | undefined {
  let state: Directories = { current: 'start' in options ? options.start : '', stack: [] };
  for (const other of script.commands) {
    if (other === command) break;
    if (!changes.has(other.name.value)) continue;
    const reach = reachOf(other.scopes, command.scopes);
    if (reach === 'none') continue;
    const next = changed(state, other, options.expand);
    state =
      reach === 'certain' ? next : { ...next, current: next.current === state.current ? state.current : undefined };
  }
  return state.current;
}

interface Directories {
  readonly current: string | undefined;
  readonly previous?: string | undefined;
  readonly stack: readonly (string | undefined)[];
}

const changes = new Set(['cd', 'pushd', 'popd', 'builtin', 'command']);

/** Whether what a command does to its shell holds for another behind it. */
function reachOf(from: readonly ShellScope[], to: readonly ShellScope[]): 'certain' | 'possible' | 'none' {
  const own = from.filter((scope, index) => to[index] !== scope);
  if (own.some((scope) => scope.kind === 'subshell')) return 'none';
  return own.length > 0 ? 'possible' : 'certain';
}

function changed(state: Directories, command: ShellCommand, expand: WorkingDirectoryOptions['expand']): Directories {
  const { program, args } = invocation(command);
  const operand = args.find((word) => word.value === '-' || !word.value.startsWith('-'));
  if (program === 'popd')
    return { current: state.stack.at(-1), previous: state.current, stack: state.stack.slice(0, -1) };
  if (program !== 'cd' && program !== 'pushd') return state;
  const stack = program === 'pushd' ? [...state.stack, state.current] : state.stack;
  if (operand?.value === '-') return { current: state.previous, previous: state.current, stack };
  const target = operand && (operand.literal ? operand.value : expand?.(operand));
  return { current: entered(state.current, target), previous: state.current, stack };
}

function entered(base: string | undefined, directory: string | undefined): string | undefined {
  if (directory === undefined || directory.startsWith('~')) return undefined;
  if (isRooted(directory)) return cleanPath(directory);
  return base === undefined ? undefined : joinPath(base, directory);
}
