import type { RunInstruction } from '../../dockerfile/model';
import { flagNames, hasArgument, hasFlag } from '../../shell/args';
import { runsCalling } from '../facts/runs-calling';
import { insertBehind, spanTo, subcommandOf } from '../hadolint/command-place';
import { commandsOf, type NamedCommand } from '../hadolint/commands';
import type { Fix, LintFile, Rule, RuleFinding, SpanEdit } from '../rule';

interface Prompter {
  readonly code: string;
  readonly programs: readonly string[];
  /** Subcommands that ask. */
  readonly verbs: readonly string[];
  answered(command: NamedCommand): boolean;
}

const rpmVerbs = ['install', 'groupinstall', 'localinstall'];
const rpmAnswered = (command: NamedCommand) => hasFlag(command, 'y', 'assumeyes');

const prompters: readonly Prompter[] = [
  { code: 'DL3014', programs: ['apt-get'], verbs: ['install'], answered: aptAnswered },
  { code: 'DL3030', programs: ['yum'], verbs: rpmVerbs, answered: rpmAnswered },
  {
    code: 'DL3034',
    programs: ['zypper'],
    verbs: ['install', 'in', 'remove', 'rm', 'source-install', 'si', 'patch'],
    answered: (command) => hasFlag(command, 'non-interactive', 'n', 'no-confirm', 'y'),
  },
  { code: 'DL3038', programs: ['dnf', 'microdnf'], verbs: rpmVerbs, answered: rpmAnswered },
];

/** There is nobody to answer during a build. */
export const nonInteractiveInstall: Rule = {
  id: 'non-interactive-install',
  summary: 'Answer the questions of the package manager in advance',
  category: 'correctness',
  severity: 'warning',
  since: '0.1.0',
  related: { hadolint: ['DL3014', 'DL3030', 'DL3034', 'DL3038'] },
  docs: {
    why: 'During a build nobody can answer `Do you want to continue?`. The package manager reads the end of its input, takes it for a no and aborts, as soon as an install brings in more than what was named.',
    notes: 'With `apt-get`, `-qq` (or `-q=2`) answers too.',
    bad: [
      'FROM debian:12\nRUN apt-get update && apt-get install curl\n',
      'FROM fedora:40\nRUN dnf install nginx && dnf clean all\n',
      'FROM opensuse/leap:15.6\nRUN zypper install nginx && zypper clean\n',
    ],
    good: [
      'FROM debian:12\nRUN apt-get update && apt-get -y install curl\n',
      'FROM amazonlinux:2\nRUN yum install --assumeyes git && yum clean all\n',
      'FROM opensuse/leap:15.6\nRUN zypper --non-interactive install nginx && zypper clean\n',
    ],
  },
  when: { calls: prompters.flatMap(({ programs }) => programs) },
  *check(file) {
    for (const prompter of prompters) {
      for (const run of runsCalling(file, ...prompter.programs)) yield* check(file, run, prompter);
    }
  },
};

function* check(
  file: LintFile,
  run: RunInstruction,
  { code, programs, verbs, answered }: Prompter,
): Iterable<RuleFinding> {
  const asking = commandsOf(file, run).filter(
    (command) => programs.includes(command.name) && hasArgument(command, ...verbs) && !answered(command),
  );
  const [first, ...others] = asking;
  if (!first) return;
  const place = (command: NamedCommand) => spanTo(file, command.nameWord, subcommandOf(command, verbs));
  const verb = subcommandOf(first, verbs)?.value ?? '';
  yield {
    span: place(first),
    instruction: run,
    message: `${first.name} ${verb} asks before it goes on, and nobody answers during a build: it aborts. Add -y.`,
    codes: { hadolint: code },
    related: others.map((command) => ({ span: place(command), message: 'This asks, too.' })),
    fixes: () => answers(file, run, asking, verbs),
  };
}

function answers(
  file: LintFile,
  run: RunInstruction,
  asking: readonly NamedCommand[],
  verbs: readonly string[],
): readonly Fix[] {
  const edits = asking.flatMap((command) => answer(file, run, command, verbs) ?? []);
  return edits.length === asking.length ? [{ title: 'Answer with yes', safe: true, edits }] : [];
}

function answer(
  file: LintFile,
  run: RunInstruction,
  command: NamedCommand,
  verbs: readonly string[],
): SpanEdit | undefined {
  const verb = subcommandOf(command, verbs);
  // Installing sources has no option of its own for it.
  const sources = command.name === 'zypper' && /^(?:source-install|si)$/.test(verb?.value ?? '');
  return sources ? insertBehind(file, run, command.nameWord, '--non-interactive') : insertBehind(file, run, verb, '-y');
}

/** `-y` in any cluster, its long names, or two degrees of quiet. */
function aptAnswered(command: NamedCommand): boolean {
  if (hasFlag(command, 'y', 'yes', 'qq', 'assume-yes') || hasArgument(command, '-q=2')) return true;
  const flags = command.args.flatMap(flagNames);
  return ['q', 'quiet'].some((name) => flags.filter((flag) => flag === name).length === 2);
}
