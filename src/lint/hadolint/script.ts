import type { RunInstruction } from '../../dockerfile/model';
import { looksLikeWindows } from '../../dockerfile/scope';
import { MappedText } from '../../shared/mapped-text';
import { rememberedFor } from '../../shared/remembered';
import { baseName } from '../../shell/dialect';
import { joinedWords } from '../../shell/exec-form';
import type { ShellScript } from '../../shell/script';
import type { LintFile } from '../rule';
import { readablePart } from './prefix';

/**
 * The script of a RUN as hadolint reads it, always as bash: an exec form is its words with blanks between them, of a command
 * with a here-document only what stands in front of it is seen, and `RUN <<EOF` is its body. Nothing is known where the
 * image's shell is none of the POSIX family, unless the team wants to hear what hadolint says: it knows no other shell.
 */
export const bashScript: (file: LintFile, run: RunInstruction) => ShellScript = rememberedFor((file, run) => {
  const own = file.shell(run);
  const foreignShell = own.dialect !== 'posix' || isForeign(file, run);
  const anyway = foreignShell && file.settings.asHadolint;
  const text = anyway ? textOf(run) : own.dialect === 'posix' ? otherText(run) : undefined;
  const script = foreignShell && !anyway ? foreign : text ? file.parseShell(text) : own;
  const read = text ?? (run.command.form === 'exec' ? undefined : run.command.script);
  return read ? readablePart(file, read, script) : script;
});

/** The same where no POSIX shell is in force, as hadolint does: for what is true of any shell. */
export function bashScriptAnyway(file: LintFile, run: RunInstruction): ShellScript {
  const script = bashScript(file, run);
  return script.dialect === 'posix' ? script : readAnyway(file, run);
}

const readAnyway = rememberedFor((file: LintFile, run: RunInstruction): ShellScript => {
  const text = textOf(run);
  return text ? readablePart(file, text, file.parseShell(text)) : bashScript(file, run);
});

function textOf(run: RunInstruction): MappedText | undefined {
  return otherText(run) ?? (run.command.form === 'exec' ? undefined : run.command.script);
}

const foreign: ShellScript = { dialect: 'other', complete: true, commands: [], steps: [], pipes: [] };

/** An exec form whose words no POSIX shell reads. */
function isForeign(file: LintFile, { command, stage }: RunInstruction): boolean {
  if (command.form !== 'exec') return false;
  const program = baseName(command.words[0]?.value ?? '').toLowerCase();
  return (
    program === 'powershell' || program === 'pwsh' || program === 'cmd' || looksLikeWindows(file.dockerfile, stage)
  );
}

/** The text that hadolint reads, where it is not the one the shell gets. */
function otherText(run: RunInstruction): MappedText | undefined {
  const { command, heredocs, argument } = run;
  if (command.form === 'exec') return joinedWords(command.words);
  const [heredoc] = heredocs;
  if (!heredoc || command.form === 'heredoc') return undefined;
  let at = argument.text.indexOf('<<');
  while (at >= 0 && argument.toDocument(at) < heredoc.opener.start) at = argument.text.indexOf('<<', at + 1);
  if (at < 0) return undefined;
  if (argument.text.slice(0, at).trim() !== '') return argument.slice(0, at);
  const rest = argument.slice(argument.text.length - behindOpener(argument, heredoc.opener.end));
  // Behind a quoted marker hadolint leaves nothing out.
  if ((heredoc.expand ? /^\s*(?:[>|]|$)/ : /^\s*(?:>|$)/).test(rest.text)) return heredoc.body;
  return MappedText.join([
    rest,
    new MappedText('\n', [{ at: 0, from: run.argumentSpan.end, length: 1 }]),
    heredoc.body,
  ]);
}

/** How many characters of a text stand behind an offset of the document. */
function behindOpener(text: MappedText, offset: number): number {
  let at = text.text.length;
  while (at > 0 && text.toDocument(at - 1) >= offset) at--;
  return text.text.length - at;
}
