import type { RunInstruction, Stage } from '../../dockerfile/model';
import { hasArgument, hasFlag } from '../../shell/args';
import { runsCalling } from '../facts/runs-calling';
import { commandsNamed, isEditable, type NamedCommand } from '../hadolint/commands';
import { isBusyBoxBase, knownShell } from '../hadolint/known-bases';
import type { Fix, LintFile, Rule } from '../rule';

/** A bar that redraws itself is a thousand lines in a build log. */
export const quietWgetProgress: Rule = {
  id: 'quiet-wget-progress',
  summary: 'Keep the progress of wget out of the build log',
  category: 'maintainability',
  severity: 'info',
  since: '0.1.0',
  related: { hadolint: 'DL3047' },
  docs: {
    why: 'Without a terminal wget prints a line for every 50 kilobytes. A large download fills the build log with thousands of lines, and what went wrong is somewhere among them.',
    notes:
      'The wget of BusyBox (Alpine) has no `--progress`; `-q` does there what it takes, errors are still printed. The fix is not offered as safe where what wget says is read by something (`2>&1`), nor on an image that may be either.',
    bad: ['FROM debian:12\nRUN wget https://example.com/model.bin\n'],
    good: [
      'FROM debian:12\nRUN wget --progress=dot:giga https://example.com/model.bin\n',
      'FROM alpine:3.20\nRUN wget -qO- https://example.com/list\n',
    ],
  },
  when: { calls: ['wget'] },
  *check(file) {
    for (const run of runsCalling(file, 'wget')) {
      const commands = commandsNamed(file, run, 'wget').filter(isLoud);
      const [first, ...others] = commands;
      if (!first) continue;
      yield {
        span: first.nameWord.span,
        instruction: run,
        message: 'wget prints its progress line by line into the build log. Add --progress=dot:giga or -q.',
        related: others.map(({ nameWord }) => ({ span: nameWord.span, message: 'So does this one.' })),
        fixes: () => fixesFor(file, run, commands),
      };
    }
  },
};

function isLoud(command: NamedCommand): boolean {
  if (hasFlag(command, 'progress', 'q', 'quiet', 'o', 'output-file', 'a', 'append-output', 'no-verbose')) return false;
  return !hasArgument(command, '-nv');
}

function fixesFor(file: LintFile, run: RunInstruction, commands: readonly NamedCommand[]): readonly Fix[] {
  if (!isEditable(file, run)) return [];
  const kind = commands.some(({ command }) => command.name.value === 'busybox') ? 'busybox' : wgetOf(file, run);
  const flag = kind === 'busybox' ? '-q' : '--progress=dot:giga';
  const edits = commands.map(({ nameWord: { span } }) => ({
    span: { start: span.end, end: span.end },
    newText: ` ${flag}`,
  }));
  // The wget of BusyBox gives up on a flag that it does not know; and who reads what wget says gets other text.
  const safe = kind !== undefined && !commands.some(({ command }) => isRead(file, run, command.step));
  return [{ title: `Add ${flag}`, safe, edits }];
}

/** What wget the stage has: that of BusyBox on Alpine, or the one of other distributions; undefined where nothing tells. */
function wgetOf(file: LintFile, run: RunInstruction): 'busybox' | 'gnu' | undefined {
  if (isBusyBoxBase(run.stage)) return 'busybox';
  if (knownShell(run.stage) === '/bin/bash') return 'gnu';
  const installs = (...programs: readonly string[]) =>
    runsCalling(file, ...programs).some(({ stage }) => descendsFrom(run.stage, stage));
  if (installs('apk')) return 'busybox';
  return installs('apt-get', 'apt', 'yum', 'dnf', 'microdnf', 'tdnf', 'zypper', 'pacman') ? 'gnu' : undefined;
}

function descendsFrom(stage: Stage | undefined, ancestor: Stage | undefined): boolean {
  for (let at = stage; at; at = at.base.kind === 'stage' ? at.base.stage : undefined) if (at === ancestor) return true;
  return false;
}

/** The messages of the step go into a file, a pipe or a variable. */
function isRead(file: LintFile, run: RunInstruction, step: number): boolean {
  const span = file.shell(run).steps[step]?.span;
  return span === undefined || /2>|&>|>&|\|&/.test(file.dockerfile.text.slice(span.start, span.end));
}
