import type { Scope } from '../../dockerfile/scope';
import { resolvePath } from '../../shared/posix-path';
import type { Invocation } from '../../shell/invocation';
import type { ShellScript, ShellWord } from '../../shell/script';
import { cdBefore } from '../../shell/working-directory';
import { recognisedIn } from '../ecosystems/recognise';
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
  return script.commands.map((command, at) => {
    const recognised = found[at];
    const named = recognised?.directory?.value;
    let directory: string | undefined;
    let known = false;
    return {
      command,
      call: calls[at] as Invocation,
      recognised,
      // Followed through the script when a rule first asks: few commands are asked for theirs.
      get directory() {
        if (!known) {
          const current = !followed
            ? undefined
            : moves
              ? cdBefore(script, command, { start: workdir, expand: (word) => expandWord(word, scope) })
              : workdir;
          directory = current !== undefined && named !== undefined ? resolvePath(current, named) : current;
          known = true;
        }
        return directory;
      },
    };
  });
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
