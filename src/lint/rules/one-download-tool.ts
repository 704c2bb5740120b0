import type { RunInstruction } from '../../dockerfile/model';
import { withOtherTool } from '../edits/download-tool';
import { commandsNamed, isEditable, type NamedCommand } from '../hadolint/commands';
import type { Fix, LintFile, Rule, RuleFinding } from '../rule';

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
      'It is reported once for a stage. The fix writes every use of the second tool for the first one, where each fetches one address into a file or a pipe: `curl -fsSLO URL` is `wget -q URL`; `curl -fsSL URL` is `wget -qO- URL`. Other options differ too much. Take the tool that is left out of the packages that the image installs, too.',
    bad: ['FROM debian:12\nRUN curl -fsSLO https://example.com/a\nRUN wget -q https://example.com/b\n'],
    good: ['FROM debian:12\nRUN curl -fsSLO https://example.com/a\nRUN curl -fsSLO https://example.com/b\n'],
  },
  when: { calls: ['curl', 'wget'] },
  *check(file) {
    // hadolint says it again for every RUN.
    const each = file.settings.asked('DL4001') || file.settings.thorough;
    for (const uses of usesByStage(file)) {
      const found = findingsFor(file, uses);
      yield* each ? found : found.slice(0, 1);
    }
  },
};

/** The calls of a RUN that has any. */
interface Use {
  readonly run: RunInstruction;
  readonly commands: readonly NamedCommand[];
}

/** Of each stage, and of all triggers together. */
function usesByStage(file: LintFile): readonly (readonly Use[])[] {
  const inOnbuild: Use[] = [];
  const all: Use[][] = [[]];
  for (const instruction of file.dockerfile.instructions) {
    if (instruction.kind === 'FROM') all.push([]);
    const run = instruction.kind === 'ONBUILD' ? instruction.trigger : instruction;
    if (run?.kind !== 'RUN') continue;
    const commands = commandsNamed(file, run, 'curl', 'wget');
    if (commands.length > 0) (run.onbuild ? inOnbuild : all.at(-1))?.push({ run, commands });
  }
  return [...all, inOnbuild];
}

/** One for each RUN from the one on that brings the second tool. */
function findingsFor(file: LintFile, uses: readonly Use[]): readonly RuleFinding[] {
  const calls = uses.flatMap(({ commands }) => commands);
  const [first] = calls;
  const second = calls.find(({ name }) => name !== first?.name);
  if (!first || !second) return [];
  const places = calls.filter(({ name }) => name === second.name);
  const from = uses.findIndex(({ commands }) => commands.includes(second));
  return uses.slice(from).map(({ run, commands }) => {
    const odd = commands.find(({ name }) => name === second.name) ?? commands[0] ?? second;
    const other = odd.name === first.name ? second : first;
    return {
      span: odd.nameWord.span,
      instruction: run,
      message: `This stage uses ${other.name} as well as ${odd.name}. One of them is enough: use it everywhere, and leave the other out of the image.`,
      related: [
        { span: other.nameWord.span, message: `${other.name} is used here.` },
        ...places
          .filter((call) => call !== odd && call !== other)
          .map(({ nameWord, name }) => ({ span: nameWord.span, message: `${name} is used here, too.` })),
      ],
      fixes: () => useFirst(file, first.name, uses, places),
    };
  });
}

/** The tool that came first is there wherever the second is used. */
function useFirst(file: LintFile, name: string, uses: readonly Use[], places: readonly NamedCommand[]): readonly Fix[] {
  const editable = uses.every(
    ({ run, commands }) => !commands.some((one) => places.includes(one)) || isEditable(file, run),
  );
  const edits = editable ? places.map((call) => withOtherTool(file.dockerfile, call)) : [undefined];
  if (!edits.every((one) => one !== undefined)) return [];
  const title = places.length > 1 ? `Use ${name} everywhere in this stage` : `Use ${name} here, too`;
  return [{ title, safe: false, edits: edits.flat() }];
}
