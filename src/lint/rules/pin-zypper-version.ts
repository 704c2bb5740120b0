import { runsCalling } from '../facts/runs-calling';
import { calls } from '../hadolint/clean-up';
import { packagesOf } from '../hadolint/command-place';
import { commandsOf } from '../hadolint/commands';
import { unpinned } from '../hadolint/unpinned';
import type { Rule } from '../rule';

const installs = ['install', 'in'];

/** A package without a version is whatever the repositories have on the day of the build. */
export const pinZypperVersion: Rule = {
  id: 'pin-zypper-version',
  summary: 'Pin the versions of packages installed with zypper',
  category: 'reproducibility',
  severity: 'warning',
  since: '0.1.0',
  related: { hadolint: 'DL3037' },
  docs: {
    why: 'Without a version the layer holds whatever the repositories had on the day it was built: two machines build different images from one Dockerfile, and a cached layer hides an update for as long as it lives.',
    notes:
      'There is no fix, because the version depends on the release of the base image. `zypper search --details NAME` lists them. Quote a comparison (`"NAME>=1.2"`), or the shell takes it for a redirection.',
    bad: ['FROM opensuse/leap:15.6\nRUN zypper install -y nginx && zypper clean\n'],
    good: [
      'FROM opensuse/leap:15.6\nRUN zypper install -y nginx=1.21.5 "curl>=8" && zypper clean\n',
      'FROM opensuse/leap:15.6\nCOPY tool.rpm /tmp/\nRUN zypper install -y /tmp/tool.rpm && zypper clean\n',
    ],
  },
  when: { calls: ['zypper'] },
  *check(file) {
    for (const run of runsCalling(file, 'zypper')) {
      const words = commandsOf(file, run)
        .filter((command) => calls(command, 'zypper', ...installs))
        .flatMap((command) => packagesOf(command, installs))
        .filter((word) => !/[=<>]|\.rpm$/.test(word.value));
      yield* unpinned(run, words, { advice: 'Write name=version or "name>=version".' });
    }
  },
};
