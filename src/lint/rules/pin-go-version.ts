import { operands } from '../../shell/args';
import type { ShellWord } from '../../shell/script';
import { runsCalling } from '../facts/runs-calling';
import { calls } from '../hadolint/clean-up';
import { commandsNamed, type NamedCommand } from '../hadolint/commands';
import { unpinned } from '../hadolint/unpinned';
import type { Rule } from '../rule';

/** A Go tool at latest is whatever the proxy has on the day of the build. */
export const pinGoVersion: Rule = {
  id: 'pin-go-version',
  summary: 'Pin the versions of tools installed with go',
  category: 'reproducibility',
  severity: 'warning',
  since: '0.1.0',
  related: { hadolint: 'DL3062', cache: 'CACHE017' },
  docs: {
    why: '`@latest` is looked up once, when the layer is built, and then never again: two machines build different images from one Dockerfile, and a cached layer hides an update for as long as it lives.',
    notes:
      'There is no fix, because only you know the version you tested with: `go version -m BINARY` tells it. Write packages of your own module with `./` in front.',
    bad: ['FROM golang:1.23\nRUN go install example.com/cmd/tool@latest\n'],
    good: [
      'FROM golang:1.23\nRUN go install example.com/cmd/tool@v1.4.0\n',
      'FROM golang:1.23\nRUN go install ./cmd/...\n',
    ],
  },
  when: { calls: ['go'] },
  *check(file) {
    for (const run of runsCalling(file, 'go')) {
      const commands = commandsNamed(file, run, 'go');
      // hadolint looks at what is installed only where nothing is run.
      const programs = commands.flatMap(programOf);
      const items = programs.length > 0 ? programs : commands.flatMap(installed);
      const words = items.filter(({ value }) => !isPinned(value));
      const moving = words.some(({ value }) => value.endsWith('@latest'));
      yield* unpinned(run, words, {
        advice: 'Write path@version, and ./path for a package of your own.',
        codes: moving ? { hadolint: 'DL3062', cache: 'CACHE017' } : { hadolint: 'DL3062' },
      });
    }
  },
};

function programOf(command: NamedCommand): readonly ShellWord[] {
  if (!calls(command, 'go', 'run')) return [];
  return operands(command)
    .slice(0, 2)
    .filter(({ value }) => value !== 'run');
}

function installed(command: NamedCommand): readonly ShellWord[] {
  if (!calls(command, 'go', 'install', 'get')) return [];
  return operands(command).filter(({ value }) => value !== 'install' && value !== 'get' && value !== 'tool');
}

function isPinned(value: string): boolean {
  return /^[/.]/.test(value) || (value.includes('@') && !/@(?:latest|none)$/.test(value));
}
