import { runsCalling } from '../facts/runs-calling';
import { commandsNamed } from '../hadolint/commands';
import type { Rule } from '../rule';

const reasons: Readonly<Record<string, string>> = {
  free: 'tells about the machine that builds, not about the image',
  kill: 'ends processes, and they end with the RUN anyway',
  mount: 'needs privileges that a build does not have, and lasts as long as the RUN',
  ps: 'lists the processes of this RUN, not of the container',
  service: 'starts something that ends with the RUN: processes are not part of an image',
  shutdown: 'has no machine to shut down',
  ssh: 'needs keys and a network at build time, and what it does elsewhere is not part of the image',
  top: 'waits for somebody at a terminal',
  vim: 'waits for somebody at a terminal',
};

const programs = Object.keys(reasons);

/** A build has no terminal, no services and no machine of its own. */
export const noInteractiveCommand: Rule = {
  id: 'no-interactive-command',
  summary: 'Leave out commands that do nothing for an image',
  category: 'correctness',
  severity: 'info',
  since: '0.1.0',
  related: { hadolint: 'DL3001' },
  docs: {
    why: 'A build has no terminal, no init system and no machine of its own. `free`, `kill`, `mount`, `ps`, `service`, `shutdown`, `ssh`, `top` and `vim` look at or change something that is gone when the `RUN` ends.',
    notes:
      'What has to be started belongs into `CMD` or `ENTRYPOINT`. There is no fix, because nobody but the author knows what the command was for.',
    bad: ['FROM debian:12\nRUN service postgresql start\n'],
    good: ['FROM debian:12\nCMD ["postgres"]\n', 'FROM debian:12\nRUN install -d /run/service\n'],
  },
  when: { calls: programs },
  *check(file) {
    for (const run of runsCalling(file, ...programs)) {
      const [first, ...others] = commandsNamed(file, run, ...programs);
      if (!first) continue;
      yield {
        span: first.nameWord.span,
        instruction: run,
        message: `${first.name} ${reasons[first.name]}.`,
        related: others.map(({ name, nameWord }) => ({ span: nameWord.span, message: `${name} ${reasons[name]}.` })),
      };
    }
  },
};
