import { hasArgument, operands } from '../../shell/args';
import type { ShellWord } from '../../shell/script';
import { runsCalling } from '../facts/runs-calling';
import { commandsNamed, type NamedCommand } from '../hadolint/commands';
import { unpinned } from '../hadolint/unpinned';
import { isMovingRef } from '../moving/refs';
import type { Rule } from '../rule';

/** An npm package without a version is whatever the registry has on the day of the build. */
export const pinNpmVersion: Rule = {
  id: 'pin-npm-version',
  summary: 'Pin the versions of packages installed with npm',
  category: 'reproducibility',
  severity: 'warning',
  since: '0.1.0',
  related: { hadolint: 'DL3016', cache: 'CACHE017' },
  docs: {
    why: 'Without a version the layer holds whatever the registry had on the day it was built: two machines build different images from one Dockerfile, and a cached layer hides an update for as long as it lives. A repository without a revision is no better.',
    notes:
      'There is no fix, because only you know the version you tested with. `npm ci` installs what the lock file says and needs no version.',
    bad: [
      'FROM node:22\nRUN npm install -g serve\n',
      'FROM node:22\nRUN npm install git+https://git.example.com/team/tool.git\n',
    ],
    good: [
      'FROM node:22\nRUN npm install -g serve@14.2.3 @scope/tool@2\n',
      'FROM node:22\nRUN npm install\n',
      'FROM node:22\nRUN npm install git+https://git.example.com/team/tool.git#v1.2\n',
    ],
  },
  when: { calls: ['npm'] },
  *check(file) {
    for (const run of runsCalling(file, 'npm')) {
      const words = commandsNamed(file, run, 'npm').flatMap(unpinnedPackages);
      const moving = words.some(({ value }) => isRepository(value));
      yield* unpinned(run, words, {
        advice: moving ? 'Write name@version, or #revision behind the address.' : 'Write name@version.',
        codes: moving ? { hadolint: 'DL3016', cache: 'CACHE017' } : { hadolint: 'DL3016' },
      });
    }
  },
};

function unpinnedPackages(command: NamedCommand): readonly ShellWord[] {
  if (!hasArgument(command, 'install')) return [];
  const words = operands(command, { valueFlags: ['loglevel', 'registry'] });
  const from = words.findIndex(({ value }) => value !== 'install');
  return from <= 0 ? [] : words.slice(from).filter(({ value }) => !isPinned(value));
}

const git = /^git(?:\+(?:ssh|http|https))?:\/\//;

function isPinned(value: string): boolean {
  if (git.test(value)) return value.includes('#');
  if (/\.(?:tar|tar\.gz|tgz)$/.test(value) || /^(?:\/|\.\/|\.\.\/|~\/)/.test(value)) return true;
  return value.replace(/^@/, '').includes('@');
}

/** A git address, or `user/repository`; not at a tag or a commit. */
function isRepository(value: string): boolean {
  const [, ref] = /#(.*)$/.exec(value) ?? [];
  if (ref !== undefined && !isMovingRef(ref)) return false;
  return git.test(value) || /^(?:\w+:)?[\w-]+\/[\w.-]+(?:#|$)/.test(value);
}
