import { flagNames, hasFlag } from '../../shell/args';
import { runsCalling } from '../facts/runs-calling';
import { commandsNamed, isEditable, type NamedCommand } from '../hadolint/commands';
import type { Rule } from '../rule';

/** The login log is an array by user id: a high id makes it gigabytes of zeros. */
export const useraddFillsLoginLog: Rule = {
  id: 'useradd-fills-login-log',
  summary: 'Keep useradd from writing the login log for high user ids',
  category: 'size',
  severity: 'warning',
  since: '0.1.0',
  related: { hadolint: 'DL3046' },
  docs: {
    why: '`/var/log/lastlog` and `/var/log/faillog` have a place for every user id up to the highest one. On disk they are sparse, in a layer they are not: a user id of ten digits makes the image larger by gigabytes. `useradd -l` leaves the new user out of them.',
    bad: ['FROM debian:12\nRUN useradd -m -u 1000660000 app\n'],
    good: ['FROM debian:12\nRUN useradd -l -m -u 1000660000 app\n', 'FROM debian:12\nRUN useradd -m -u 10001 app\n'],
  },
  when: { calls: ['useradd'] },
  *check(file) {
    for (const run of runsCalling(file, 'useradd')) {
      const commands = commandsNamed(file, run, 'useradd').filter(writesLog);
      const [first] = commands;
      if (!first) continue;
      const edits = commands.map(({ nameWord: { span } }) => ({
        span: { start: span.end, end: span.end },
        newText: ' -l',
      }));
      yield {
        span: (longId(first) ?? first.nameWord).span,
        instruction: run,
        message: 'A user id this high makes the login log in this layer as large as gigabytes. Add -l (--no-log-init).',
        fixes: () => (isEditable(file, run) ? [{ title: 'Add -l', safe: true, edits }] : []),
      };
    }
  },
};

function writesLog(command: NamedCommand): boolean {
  return !hasFlag(command, 'l', 'no-log-init') && longId(command) !== undefined;
}

/** The word behind a `-u` that is longer than an id of five digits. */
function longId({ args }: NamedCommand) {
  return args.find((word, at) => {
    const before = args[at - 1];
    return before !== undefined && word.value.length > 5 && flagNames(before).includes('u');
  });
}
