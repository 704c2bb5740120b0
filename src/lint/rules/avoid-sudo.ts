import type { RunInstruction } from '../../dockerfile/model';
import { scopeBefore } from '../../dockerfile/scope';
import { runsCalling } from '../facts/runs-calling';
import { commandsNamed, isEditable, type NamedCommand } from '../hadolint/commands';
import { startsAsRoot } from '../hadolint/known-bases';
import type { Fix, LintFile, Rule, SpanEdit } from '../rule';

/** A RUN is root already, or USER decides. */
export const avoidSudo: Rule = {
  id: 'avoid-sudo',
  summary: 'Switch users with USER instead of sudo',
  category: 'security',
  severity: 'error',
  since: '0.1.0',
  related: { hadolint: 'DL3004' },
  docs: {
    why: 'A `RUN` is root unless `USER` says otherwise, so `sudo` does nothing there. Where it does something, the image holds a way to become root that an intruder can take, and sudo brings terminal and signal behaviour that containers cope badly with.',
    notes:
      'The fix drops the word where the file shows that the user is root. Elsewhere write `USER root` above the instruction and the other user below it. To become somebody else at run time, `gosu` and `su-exec` are made for containers.',
    bad: ['FROM debian:12\nRUN sudo apt-get update\n'],
    good: ['FROM debian:12\nRUN apt-get update\n', 'FROM debian:12\nRUN apt-get update && apt-get install -y sudo\n'],
  },
  when: { calls: ['sudo'] },
  *check(file) {
    for (const run of runsCalling(file, 'sudo')) {
      const commands = commandsNamed(file, run, 'sudo');
      const [first, ...others] = commands;
      if (!first) continue;
      yield {
        span: first.nameWord.span,
        instruction: run,
        message: 'sudo has no use in a build and leaves a way to become root in the image. Switch users with USER.',
        related: others.map(({ nameWord }) => ({ span: nameWord.span, message: 'Here, too.' })),
        fixes: () => fixesFor(file, run, commands),
      };
    }
  },
};

function fixesFor(file: LintFile, run: RunInstruction, commands: readonly NamedCommand[]): readonly Fix[] {
  if (!isEditable(file, run) || !isRoot(file, run)) return [];
  const edits = commands.map(dropped);
  if (edits.some((edit) => !edit)) return [];
  // sudo also resets the environment, which somebody may count on.
  return [{ title: 'Drop sudo', safe: false, edits: edits.filter((edit) => edit !== undefined) }];
}

function isRoot(file: LintFile, run: RunInstruction): boolean {
  if (run.onbuild) return false;
  const { user } = scopeBefore(file.dockerfile, run);
  return user === undefined ? !hasUser(run) && startsAsRoot(run.stage) : /^(?:root|0)(?::|$)/.test(user);
}

/** A USER whose value is not known. */
function hasUser(run: RunInstruction): boolean {
  for (let stage = run.stage; stage; stage = stage.base.kind === 'stage' ? stage.base.stage : undefined) {
    if (stage.instructions.some(({ kind }) => kind === 'USER')) return true;
  }
  return false;
}

/** Takes out the word and options that mean nothing to root. */
function dropped({ nameWord, command }: NamedCommand): SpanEdit | undefined {
  const next = command.args.find(
    ({ value }) => !/^-[EHnS]+$/.test(value) && !/^--(?:preserve-env|non-interactive)$/.test(value),
  );
  if (!next || next.value.startsWith('-') || /^\w+=/.test(next.value) || command.name !== nameWord) return undefined;
  return { span: { start: nameWord.span.start, end: next.span.start }, newText: '' };
}
