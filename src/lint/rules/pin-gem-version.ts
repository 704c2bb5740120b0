import { hasArgument } from '../../shell/args';
import type { ShellWord } from '../../shell/script';
import { runsCalling } from '../facts/runs-calling';
import { calls } from '../hadolint/clean-up';
import { commandsOf, type NamedCommand } from '../hadolint/commands';
import { unpinned } from '../hadolint/unpinned';
import type { Rule } from '../rule';

/** A gem without a version is whatever the index has on the day of the build. */
export const pinGemVersion: Rule = {
  id: 'pin-gem-version',
  summary: 'Pin the versions of gems',
  category: 'reproducibility',
  severity: 'warning',
  since: '0.1.0',
  related: { hadolint: 'DL3028' },
  docs: {
    why: 'Without a version the layer holds whatever the index had on the day it was built: two machines build different images from one Dockerfile, and a cached layer hides an update for as long as it lives.',
    notes:
      'There is no fix, because only you know the version you tested with: `gem list` in a working image lists them. The word behind an option is taken for its value, so a gem there is not seen.',
    bad: ['FROM ruby:3.3\nRUN gem install bundler\n'],
    good: ['FROM ruby:3.3\nRUN gem install bundler:2.5.11\n', 'FROM ruby:3.3\nRUN gem install bundler -v 2.5.11\n'],
  },
  when: { calls: ['gem'] },
  *check(file) {
    for (const run of runsCalling(file, 'gem')) {
      const words = commandsOf(file, run).flatMap(unpinnedGems);
      yield* unpinned(run, words, { advice: 'Write name:version.', codes: { hadolint: 'DL3028' } });
    }
  },
};

function unpinnedGems(command: NamedCommand): readonly ShellWord[] {
  const { args } = command;
  if (!calls(command, 'gem', 'install', 'i') || hasArgument(command, '-v', '--version')) return [];
  if (args.some(({ value }) => value.startsWith('--version='))) return [];
  const end = args.findIndex(({ value }) => value === '--');
  const gems: ShellWord[] = [];
  const own = end < 0 ? args : args.slice(0, end);
  for (let at = 0; at < own.length; at++) {
    const word = own[at] as ShellWord;
    if (word.value.startsWith('-')) at++;
    else if (word.value !== 'install' && word.value !== 'i' && !word.value.includes(':')) gems.push(word);
  }
  return gems;
}
