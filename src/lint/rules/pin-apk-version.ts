import { runsCalling } from '../facts/runs-calling';
import { calls } from '../hadolint/clean-up';
import { packagesOf } from '../hadolint/command-place';
import { commandsOf } from '../hadolint/commands';
import { unpinned } from '../hadolint/unpinned';
import type { Rule } from '../rule';

/** An Alpine package without a version is whatever the repository has on the day of the build. */
export const pinApkVersion: Rule = {
  id: 'pin-apk-version',
  summary: 'Pin the versions of packages installed with apk',
  category: 'reproducibility',
  severity: 'warning',
  since: '0.1.0',
  related: { hadolint: 'DL3018' },
  docs: {
    why: 'Without a version the layer holds whatever the repository had on the day it was built: two machines build different images from one Dockerfile, and a cached layer hides an update for as long as it lives.',
    notes:
      'There is no fix, because the version depends on the release of the base image. `apk policy NAME` in the base image shows it. Alpine keeps only the newest build of a package, so an exact version stops building one day; `NAME=~1.2` takes every build of 1.2, `NAME>1.2` anything newer. Pinning the base image by digest and rebuilding it regularly is the other way to know what is installed: then switch the rule off.',
    bad: ['FROM alpine:3.20\nRUN apk add --no-cache openssl\n'],
    good: [
      'FROM alpine:3.20\nRUN apk add --no-cache openssl=~3.3\n',
      'FROM alpine:3.20\nCOPY tool.apk /tmp/\nRUN apk add --no-cache --allow-untrusted /tmp/tool.apk\n',
    ],
  },
  when: { calls: ['apk'] },
  *check(file) {
    for (const run of runsCalling(file, 'apk')) {
      const words = commandsOf(file, run)
        .filter((command) => calls(command, 'apk', 'add'))
        .flatMap((command) => packagesOf(command, ['add'], ['t', 'virtual', 'repository', 'X']))
        .filter((word) => !/[=~<>]|\.apk$/.test(word.value));
      yield* unpinned(run, words, { advice: 'Write name=version, or name=~version for every build of it.' });
    }
  },
};
