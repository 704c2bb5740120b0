import type { RunInstruction } from '../../dockerfile/model';
import { hasArgument } from '../../shell/args';
import type { ShellWord } from '../../shell/script';
import { runsCalling } from '../facts/runs-calling';
import { packagesOf } from '../hadolint/command-place';
import { commandsOf, type NamedCommand } from '../hadolint/commands';
import { knownVariables } from '../hadolint/known-variables';
import { unpinned } from '../hadolint/unpinned';
import type { LintFile, Rule } from '../rule';

/** A package without a version is whatever the repositories have on the day of the build. */
export const pinRpmVersion: Rule = {
  id: 'pin-rpm-version',
  summary: 'Pin the versions of packages installed with yum, dnf or microdnf',
  category: 'reproducibility',
  severity: 'warning',
  since: '0.1.0',
  related: { hadolint: ['DL3033', 'DL3041'] },
  docs: {
    why: 'Without a version the layer holds whatever the repositories had on the day it was built: two machines build different images from one Dockerfile, and a cached layer hides an update for as long as it lives.',
    notes:
      'There is no fix, because the version depends on the release of the base image. `dnf list --showduplicates NAME` lists them. A version may come from an `ARG` or `ENV` of this file (`nginx-${NGINX_VERSION}`). A module needs a stream: `dnf module install nodejs:20`.',
    bad: [
      'FROM fedora:40\nRUN dnf install -y nginx && dnf clean all\n',
      'FROM rockylinux:9\nRUN dnf module install -y nodejs && dnf clean all\n',
    ],
    good: [
      'FROM fedora:40\nRUN dnf install -y nginx-1.26.1 && dnf clean all\n',
      'FROM amazonlinux:2\nARG GIT_VERSION\nRUN yum install -y git-${GIT_VERSION} && yum clean all\n',
      'FROM rockylinux:9\nRUN dnf module install -y nodejs:20 && dnf clean all\n',
    ],
  },
  when: { calls: ['yum', 'dnf', 'microdnf'] },
  *check(file) {
    for (const run of runsCalling(file, 'yum', 'dnf', 'microdnf')) {
      yield* check(file, run, 'DL3033', ['yum']);
      yield* check(file, run, 'DL3041', ['dnf', 'microdnf']);
    }
  },
};

function check(file: LintFile, run: RunInstruction, code: string, programs: readonly string[]) {
  const commands = commandsOf(file, run).filter(
    (command) =>
      programs.includes(command.name) &&
      hasArgument(command, 'install') &&
      !(code === 'DL3041' && hasArgument(command, 'group')),
  );
  const words = commands.flatMap((command) => unpinnedWords(file, run, command));
  return unpinned(run, words, {
    advice: 'Write name-version, and name:stream for a module.',
    codes: { hadolint: code },
  });
}

function unpinnedWords(file: LintFile, run: RunInstruction, command: NamedCommand): readonly ShellWord[] {
  const module = hasArgument(command, 'module');
  return packagesOf(command, ['install', 'module']).filter(({ value }) =>
    module ? !value.includes(':') : !hasVersion(value, file, run),
  );
}

/** `name-version`, a file, or a variable of the Dockerfile somewhere behind the name. */
function hasVersion(text: string, file: LintFile, run: RunInstruction): boolean {
  if (!text.includes('-')) return false;
  if (text.endsWith('.rpm')) return true;
  if (text.includes('$')) return [...knownVariables(file, run)].some((name) => text.includes(`\${${name}}`));
  const parts = text.split('-').slice(1);
  return parts.every((part) => /^[\w.~^:+]*$/.test(part)) && parts.some((part) => /^\d/.test(part));
}
