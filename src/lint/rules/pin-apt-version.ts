import { runsCalling } from '../facts/runs-calling';
import { calls } from '../hadolint/clean-up';
import { packagesOf } from '../hadolint/command-place';
import { commandsOf } from '../hadolint/commands';
import { unpinned } from '../hadolint/unpinned';
import type { Rule } from '../rule';

/** An apt package without a version is whatever the index has on the day of the build. */
export const pinAptVersion: Rule = {
  id: 'pin-apt-version',
  summary: 'Pin the versions of packages installed with apt-get',
  category: 'reproducibility',
  severity: 'warning',
  since: '0.1.0',
  related: { hadolint: 'DL3008' },
  docs: {
    why: 'Without a version the layer holds whatever the index had on the day it was built: two machines build different images from one Dockerfile, and a cached layer hides an update for as long as it lives.',
    notes:
      'There is no fix, because the version depends on the release of the base image. `apt-cache madison NAME` in the base image lists them; `NAME=1.2.*` allows security fixes. Pinning the base image by digest and rebuilding it regularly is the other way to know what is installed: then switch the rule off.',
    bad: ['FROM debian:12\nRUN apt-get update && apt-get install -y curl\n'],
    good: [
      'FROM debian:12\nRUN apt-get update && apt-get install -y curl=7.88.*\n',
      'FROM debian:12\nCOPY tool.deb /tmp/\nRUN apt-get install -y /tmp/tool.deb\n',
    ],
  },
  when: { calls: ['apt-get'] },
  *check(file) {
    for (const run of runsCalling(file, 'apt-get')) {
      const words = commandsOf(file, run)
        .filter((command) => calls(command, 'apt-get', 'install'))
        .flatMap((command) => packagesOf(command, ['install'], ['t', 'target-release']))
        .filter((word) => !/[=/]|\.deb$/.test(word.value));
      yield* unpinned(run, words, { advice: 'Write name=version.' });
    }
  },
};
