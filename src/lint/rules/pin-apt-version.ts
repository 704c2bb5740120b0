import { operands } from '../../shell/args';
import type { ShellWord } from '../../shell/script';
import { allRuns } from '../all-runs';
import { calls } from '../hadolint/clean-up';
import { commandsOf, type NamedCommand } from '../hadolint/commands';
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
  *check(file) {
    for (const run of allRuns(file)) {
      const unpinned = commandsOf(file, run)
        .filter((command) => calls(command, 'apt-get', 'install'))
        .flatMap(unpinnedPackages);
      const [first, ...others] = unpinned;
      if (!first) continue;
      const names = unpinned.map((word) => word.value);
      const more = names.length > 4 ? ` and ${names.length - 3} more` : '';
      yield {
        span: first.span,
        instruction: run,
        message: `${names.slice(0, more ? 3 : 4).join(', ')}${more}: no version, so every build may install another one. Write name=version.`,
        related: others.map((word) => ({ span: word.span, message: `"${word.value}" has no version.` })),
      };
    }
  },
};

function unpinnedPackages(command: NamedCommand): readonly ShellWord[] {
  return operands(command, { valueFlags: ['t', 'target-release'] }).filter(
    ({ value }) => value !== 'install' && !/[=/]|\.deb$/.test(value),
  );
}
