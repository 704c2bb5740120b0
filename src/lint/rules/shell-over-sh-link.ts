import type { RunInstruction } from '../../dockerfile/model';
import { keywordLike } from '../edits/block';
import { runsCalling } from '../facts/runs-calling';
import { calls } from '../hadolint/clean-up';
import { commandsOf, isEditable, type NamedCommand } from '../hadolint/commands';
import type { Fix, LintFile, Rule } from '../rule';

/** A link changes the shell of everything in the image; SHELL changes that of the Dockerfile. */
export const shellOverShLink: Rule = {
  id: 'shell-over-sh-link',
  summary: 'Choose the shell with SHELL instead of replacing /bin/sh',
  category: 'maintainability',
  severity: 'warning',
  since: '0.1.0',
  related: { hadolint: 'DL4005' },
  docs: {
    why: 'A link at `/bin/sh` changes the shell of every script in the image, those of packages too, which were written for the other one, and the next update of the shell may undo it. `SHELL` changes only what runs the instructions of the Dockerfile.',
    bad: ['FROM debian:12\nRUN ln -sf /bin/bash /bin/sh\n'],
    good: ['FROM debian:12\nSHELL ["/bin/bash", "-c"]\nRUN echo "$BASH_VERSION"\n'],
  },
  when: { calls: ['ln'] },
  *check(file) {
    for (const run of runsCalling(file, 'ln')) {
      const link = commandsOf(file, run).find((command) => calls(command, 'ln', '/bin/sh'));
      const word = link?.args.find(({ value }) => value === '/bin/sh');
      if (!link || !word) continue;
      yield {
        span: { start: link.nameWord.span.start, end: word.span.end },
        instruction: run,
        message:
          'This replaces the shell of everything in the image. SHELL chooses the one that runs these instructions.',
        fixes: () => fixesFor(file, run, link),
      };
    }
  },
};

/** Only a RUN that does nothing else, `rm /bin/sh` apart, becomes a SHELL. */
function fixesFor(file: LintFile, run: RunInstruction, link: NamedCommand): readonly Fix[] {
  if (run.onbuild || !isEditable(file, run) || run.heredocs.length > 0 || run.flags.length > 0) return [];
  const shell = link.args.find(({ value }) => !value.startsWith('-'));
  if (!shell || !/^\/[\w./-]*\/(?:ba|z|da|k|a)?sh$/.test(shell.value) || shell.value === '/bin/sh') return [];
  const others = commandsOf(file, run).filter((command) => command !== link);
  const removes = ({ name, args }: NamedCommand) =>
    (name === 'rm' || name === 'mv') && args.every(({ value }) => value.startsWith('-') || value.startsWith('/bin/sh'));
  const { steps } = file.shell(run);
  if (!others.every(removes) || steps.length !== others.length + 1) return [];
  const newText = `${keywordLike(run, 'SHELL')} ["${shell.value}", "-c"]`;
  // Scripts in the image get the old /bin/sh back.
  return [{ title: `Write SHELL ["${shell.value}", "-c"]`, safe: false, edits: [{ span: run.span, newText }] }];
}
