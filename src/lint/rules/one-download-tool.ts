import type { RunInstruction } from '../../dockerfile/model';
import { callsAny } from '../facts/runs-calling';
import { commandsNamed, type NamedCommand } from '../hadolint/commands';
import type { LintFile, Rule, RuleFinding } from '../rule';

/** curl does what wget does; one of them is enough for an image. */
export const oneDownloadTool: Rule = {
  id: 'one-download-tool',
  summary: 'Use either curl or wget in a stage',
  category: 'maintainability',
  severity: 'warning',
  since: '0.1.0',
  related: { hadolint: 'DL4001' },
  docs: {
    why: 'curl and wget do the same. Using both in one stage means to install both, to keep both up to date and to configure proxies and certificates twice.',
    notes:
      'There is no fix: their options differ. `curl -fsSLO URL` is `wget -q URL`; `curl -fsSL URL` is `wget -qO- URL`.',
    bad: ['FROM debian:12\nRUN curl -fsSLO https://example.com/a\nRUN wget -q https://example.com/b\n'],
    good: ['FROM debian:12\nRUN curl -fsSLO https://example.com/a\nRUN curl -fsSLO https://example.com/b\n'],
  },
  applies: (file) => callsAny(file, 'curl', 'wget'),
  *check(file) {
    let used = new Map<string, NamedCommand>();
    const inOnbuild = new Map<string, NamedCommand>();
    for (const instruction of file.dockerfile.instructions) {
      if (instruction.kind === 'FROM') used = new Map();
      const command = instruction.kind === 'ONBUILD' ? instruction.trigger : instruction;
      if (command?.kind === 'RUN') yield* both(file, command, command.onbuild ? inOnbuild : used);
    }
  },
};

function* both(file: LintFile, run: RunInstruction, used: Map<string, NamedCommand>): Iterable<RuleFinding> {
  const commands = commandsNamed(file, run, 'curl', 'wget');
  const [first] = commands;
  if (!first) return;
  const before = [...used.values()];
  for (const command of commands) if (!used.has(command.name)) used.set(command.name, command);
  if (used.size < 2) return;
  // The one that is new here is the one to point at.
  const odd = commands.find(({ name }) => before.length > 0 && !before.some((known) => known.name === name)) ?? first;
  const other = odd.name === 'curl' ? 'wget' : 'curl';
  const place = used.get(other);
  yield {
    span: odd.nameWord.span,
    instruction: run,
    message: `This stage uses ${other} as well as ${odd.name}. One of them is enough: use it everywhere, and leave the other out of the image.`,
    related: place ? [{ span: place.nameWord.span, message: `${other} is used here.` }] : [],
  };
}
