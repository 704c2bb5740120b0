import type { Scope } from '../../dockerfile/scope';
import { resolvePath } from '../../shared/posix-path';
import type { Invocation } from '../../shell/invocation';
import type { ShellCommand, ShellScript, ShellWord } from '../../shell/script';
import { cdBefore } from '../../shell/working-directory';
import { type Recognised, recognisedIn } from '../ecosystems/recognise';
import { invocationsOf } from '../facts/invocations';
import type { LintFile } from '../rule';
import type { FlowCommand } from './flow';

/** The commands of a RUN with what they are to a package manager and the directory they run in. */
export function flowCommands(
  file: LintFile,
  script: ShellScript,
  { workdir, scope }: { readonly workdir: string; readonly scope: Scope },
): readonly FlowCommand[] {
  const moves = script.commands.some(({ name }) => changesDirectory.has(name.value));
  const followed = !moves || script.commands.length <= followedCommands;
  const calls = invocationsOf(file, script);
  const found = recognisedIn(file, script);
  const directoryAt = (command: ShellCommand, named: string | undefined): string | undefined => {
    if (!followed) return undefined;
    const current = moves
      ? cdBefore(script, command, { start: workdir, expand: (word) => expandWord(word, scope) })
      : workdir;
    return current !== undefined && named !== undefined ? resolvePath(current, named) : current;
  };
  return script.commands.map(
    (command, at) => new PlacedCommand(command, calls[at] as Invocation, found[at], directoryAt),
  );
}

/**
 * Its directory is followed through the script when a rule first asks: few commands are asked for theirs. A class, since a
 * getter in a literal gives each object a shape of its own.
 */
class PlacedCommand implements FlowCommand {
  private known = false;
  private place: string | undefined = undefined;

  constructor(
    readonly command: ShellCommand,
    readonly call: Invocation,
    readonly recognised: Recognised | undefined,
    private readonly directoryAt: (command: ShellCommand, named: string | undefined) => string | undefined,
  ) {}

  get directory(): string | undefined {
    if (!this.known) {
      this.place = this.directoryAt(this.command, this.recognised?.directory?.value);
      this.known = true;
    }
    return this.place;
  }
}

/** Commands of a script through which a `cd` is followed: far more than real ones have. */
const followedCommands = 500;

const changesDirectory = new Set(['cd', 'pushd', 'popd', 'builtin', 'command']);

/** Variables of the Dockerfile in a word of the shell, those without a known value as `<NAME>`. */
export function expandWord(word: ShellWord, scope: Scope): string | undefined {
  if (/\$\(|`|[*?[]/.test(word.value)) return undefined;
  let known = true;
  const value = word.value.replace(/\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g, (_, braced?: string, bare?: string) => {
    const variable = scope.variables.get(braced ?? bare ?? '');
    if (!variable) known = false;
    return variable?.value ?? `<${variable?.name ?? ''}>`;
  });
  return known && !value.includes('$') ? value : undefined;
}
