import { scopeBefore } from '../../dockerfile/scope';
import { relativeTo, resolvePath } from '../../shared/posix-path';
import type { ShellWord } from '../../shell/script';
import type { FlowCommand, RunStep } from '../flow/flow';
import type { LintFile } from '../rule';
import { expandText } from './mount-places';

/** The path a word of a command means; undefined when the shell or a variable decides. */
export function pathOf(file: LintFile, step: RunStep, entry: FlowCommand, word: ShellWord): string | undefined {
  if (entry.directory === undefined || word.value === '' || word.value.startsWith('-') || /[~`]|\$\(/.test(word.value))
    return undefined;
  const text = expandText(word.value, scopeBefore(file.dockerfile, step.instruction));
  return text === undefined || text.includes('$') ? undefined : resolvePath(entry.directory, text);
}

/** Words of a command that name something in the directory, the directory itself not. */
export function wordsBelow(
  file: LintFile,
  step: RunStep,
  entry: FlowCommand,
  directory: string,
): readonly { readonly word: ShellWord; readonly path: string }[] {
  return [entry.command.name, ...entry.command.args].flatMap((word) => {
    if (!word.value.includes('/')) return [];
    const path = pathOf(file, step, entry, word);
    return path !== undefined && path !== directory && relativeTo(directory, path) !== undefined
      ? [{ word, path }]
      : [];
  });
}

/** Commands that make nothing but copies and directories. */
export function onlyCopies({ call, recognised }: FlowCommand): boolean {
  if (recognised) return recognised.role === 'system-clean';
  return /^(?:cp|mv|install|mkdir|chmod|chown|ls|set|echo|cd|ln|strip|test|\[|du|find|rm|cat|true|:|printf|sha256sum|file|stat)$/.test(
    call.program ?? '',
  );
}
