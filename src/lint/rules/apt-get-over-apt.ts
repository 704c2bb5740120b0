import type { RunInstruction } from '../../dockerfile/model';
import { runsCalling } from '../facts/runs-calling';
import { commandsNamed, isEditable, type NamedCommand } from '../hadolint/commands';
import type { Fix, LintFile, Rule, SpanEdit } from '../rule';

/** What a subcommand of apt is called elsewhere, with the tool that has it. */
const elsewhere: ReadonlyMap<string, string> = new Map([
  ...[
    'autoclean',
    'autoremove',
    'build-dep',
    'clean',
    'download',
    'install',
    'purge',
    'reinstall',
    'remove',
    'satisfy',
    'source',
    'update',
  ].map((name) => [name, 'apt-get'] as const),
  ...['depends', 'madison', 'policy', 'rdepends', 'search', 'show', 'showsrc'].map(
    (name) => [name, 'apt-cache'] as const,
  ),
  ['upgrade', 'apt-get'],
  ['full-upgrade', 'apt-get'],
  ['dist-upgrade', 'apt-get'],
]);

/** apt is for people; its options and output change between releases. */
export const aptGetOverApt: Rule = {
  id: 'apt-get-over-apt',
  summary: 'Use apt-get and apt-cache instead of apt',
  category: 'maintainability',
  severity: 'warning',
  since: '0.1.0',
  related: { hadolint: 'DL3027' },
  docs: {
    why: '`apt` is made for people at a terminal. It warns in scripts that its command line may change between releases; `apt-get` and `apt-cache` promise that theirs will not.',
    notes:
      '`apt list` has no counterpart: `dpkg-query -l` lists what is installed, `apt-cache pkgnames` what there is.',
    bad: ['FROM debian:12\nRUN apt update && apt install -y curl\n'],
    good: ['FROM debian:12\nRUN apt-get update && apt-get install -y curl\n'],
  },
  when: { calls: ['apt'] },
  *check(file) {
    for (const run of runsCalling(file, 'apt')) {
      const commands = commandsNamed(file, run, 'apt');
      const [first, ...others] = commands;
      if (!first) continue;
      yield {
        span: first.nameWord.span,
        instruction: run,
        message:
          'apt is for people at a terminal, and what it takes and prints may change with every release. Use apt-get or apt-cache.',
        related: others.map(({ nameWord }) => ({ span: nameWord.span, message: 'Here, too.' })),
        fixes: () => fixesFor(file, run, commands),
      };
    }
  },
};

function fixesFor(file: LintFile, run: RunInstruction, commands: readonly NamedCommand[]): readonly Fix[] {
  if (!isEditable(file, run)) return [];
  const edits = commands.map(editsFor);
  if (edits.some((some) => some.length === 0)) return [];
  return [{ title: 'Use apt-get and apt-cache', safe: true, edits: edits.flat() }];
}

function editsFor({ nameWord, args }: NamedCommand): readonly SpanEdit[] {
  const subcommand = args.find(({ value }) => !value.startsWith('-') && value !== 'apt');
  const tool = elsewhere.get(subcommand?.value ?? '');
  if (!tool || !subcommand) return [];
  const edit = { span: nameWord.span, newText: tool };
  // apt-get keeps packages back that need new ones, and knows full-upgrade by its older name.
  if (subcommand.value === 'upgrade') return [edit, { span: subcommand.span, newText: 'upgrade --with-new-pkgs' }];
  if (subcommand.value === 'full-upgrade') return [edit, { span: subcommand.span, newText: 'dist-upgrade' }];
  return [edit];
}
