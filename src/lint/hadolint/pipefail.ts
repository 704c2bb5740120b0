import type { ShellInstruction, Word } from '../../dockerfile/model';
import { hasArgument, hasFlag } from '../../shell/args';
import { baseName } from '../../shell/dialect';
import { joinedWords } from '../../shell/exec-form';
import type { LintFile } from '../rule';
import { namedCommands } from './commands';

const capable = /^(?:bash|zsh|ash)$/;

/** What a SHELL runs stops at a command that fails in a pipe, or knows other pipes than POSIX shells do. */
export function setsPipefail(file: LintFile, { words, argument }: ShellInstruction): boolean {
  const text = words ? joinedWords(words) : argument;
  if (/^(?:pwsh|powershell|cmd)/.test(text.text)) return true;
  if (!file.settings.asked('DL4006') && throughAnother(words ?? [])) return true;
  return namedCommands(file, file.parseShell(text)).some(
    (command) => capable.test(baseName(command.name)) && hasFlag(command, 'o') && hasArgument(command, 'pipefail'),
  );
}

/** `env bash -o pipefail -c`, `conda run -n env bash -o pipefail -c`: hadolint looks at the first word only. */
function throughAnother(words: readonly Word[]): boolean {
  const at = words.findIndex(({ value }) => capable.test(baseName(value)));
  return words.some(
    ({ value }, index) =>
      at >= 0 && index > at && value === 'pipefail' && /^-\w*o$/.test(words[index - 1]?.value ?? ''),
  );
}
