import type { Dockerfile, Instruction, RunInstruction } from '../../dockerfile/model';
import { looksLikeWindows, scopeBefore } from '../../dockerfile/scope';
import type { MappedText } from '../../shared/mapped-text';
import { baseName } from '../../shell/dialect';
import { shellPragmas } from './shell-pragmas';

/** A RUN's script as ShellCheck gets it: a `#!` line for the dialect, the variables that are set, then the script. */
export interface CheckedScript {
  readonly run: RunInstruction;
  readonly script: MappedText;
  readonly head: string;
}

/** The environment every RUN has. */
const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY'].flatMap((name) => [name, name.toLowerCase()]);

const notPosix = /^(?:powershell|pwsh|cmd)$/i;
const checkedShells = new Set(['sh', 'bash', 'dash', 'ash', 'ksh', 'busybox']);

/** The scripts of a Dockerfile that ShellCheck can read: shell form and here-documents, those of ONBUILD too. */
export function checkedScripts(dockerfile: Dockerfile): readonly CheckedScript[] {
  const shellOf = shellPragmas(dockerfile);
  return dockerfile.instructions.flatMap((instruction) => {
    const run = instruction.kind === 'ONBUILD' ? instruction.trigger : instruction;
    if (run?.kind !== 'RUN' || run.command.form === 'exec' || run.command.script.text.trim() === '') return [];
    return checked(dockerfile, run, instruction, shellOf(instruction));
  });
}

function checked(
  dockerfile: Dockerfile,
  run: RunInstruction,
  instruction: Instruction,
  pragma: string | undefined,
): readonly CheckedScript[] {
  if (run.command.form === 'exec') return [];
  const scope = scopeBefore(dockerfile, instruction);
  const { script } = run.command;
  const own = run.command.form === 'heredoc' ? /^#![^\n]*/.exec(script.text)?.[0] : undefined;
  const words = own ? shebangWords(own) : pragma ? [pragma] : scope.shell;
  if (!words && looksLikeWindows(dockerfile, run.stage)) return [];
  const shell = words?.find((word) => checkedShells.has(baseName(word)));
  if (words && (!shell || words.some((word) => notPosix.test(baseName(word))))) return [];
  const names = [...proxies, ...scope.variables.keys()].filter((name) => /^[A-Za-z_]\w*$/.test(name));
  const exports = names.map((name) => `export ${name}=1\n`).join('');
  return [{ run, script, head: `#!${dialectPath(shell)}\n${exports}` }];
}

function shebangWords(line: string): readonly string[] {
  return line.slice(2).trim().split(/\s+/).slice(0, 2);
}

/** ShellCheck knows no `busybox` by name, and reads `ash` as it. */
function dialectPath(shell: string | undefined): string {
  const name = shell === undefined ? 'sh' : baseName(shell);
  return `/bin/${name === 'busybox' ? 'ash' : name}`;
}
