import type { ContextFiles } from '../context-files';
import type { CopyStep } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import type { LintFile, Rule } from '../rule';

/** What the builder gets and does not need changes the key of the copy, and slows every build. */
export const wideCopyWithoutDockerignore: Rule = {
  id: 'wide-copy-without-dockerignore',
  summary: 'Keep what the build does not need out of the build context',
  category: 'cache',
  severity: 'warning',
  since: '0.1.0',
  related: { cache: 'CACHE008' },
  docs: {
    why: 'Everything in the build context that is not ignored goes into `COPY .`: a commit, a local install or a log line changes its key, and the copy and all steps below run again although nothing they need has changed. It is also sent to the engine at every build, and it ends up in the image.',
    notes:
      'Reported only for what really stands in the context. `.git` is left alone when a step asks git for something. The fix adds lines to the ignore file; look at them, because the image no longer gets these files.',
    bad: [
      {
        dockerfile: 'FROM node:22\nWORKDIR /app\nCOPY . .\n',
        context: { 'server.js': '', 'node_modules/a/index.js': '', '.git/HEAD': '' },
      },
    ],
    good: [
      {
        dockerfile: 'FROM node:22\nWORKDIR /app\nCOPY . .\n',
        context: { 'server.js': '', 'node_modules/a/index.js': '', '.dockerignore': 'node_modules\n' },
      },
      { dockerfile: 'FROM node:22\nWORKDIR /app\nCOPY . .\n', context: { 'server.js': '' } },
      'FROM node:22\nCOPY . .\n',
    ],
  },
  *check(file) {
    const { context } = file;
    const copy = context && firstRootCopy(file);
    if (!copy) return;
    const found = unneeded(context).filter((entry) => entry.path !== '.git' || !asksGit(file));
    if (found.length === 0) return;
    const source = copy.instruction.sources[copy.sources.indexOf('')] ?? copy.instruction.sources[0];
    const path = context.ignoreFile?.path ?? '.dockerignore';
    const names = found.map((entry) => entry.path);
    yield {
      span: source?.span ?? copy.instruction.argumentSpan,
      instruction: copy.instruction,
      message: `${list(names)} ${names.length === 1 ? 'goes' : 'go'} into this copy: ${found[0]?.reason}. ${context.ignoreFile ? `Ignore ${names.length === 1 ? 'it' : 'them'} in ${path}.` : 'There is no .dockerignore.'}`,
      fixes: [
        {
          title: context.ignoreFile ? `Add to ${path}` : 'Create .dockerignore',
          safe: false,
          edits: [],
          files: [{ path, append: found.map((entry) => `${entry.pattern}\n`).join('') }],
        },
      ],
    };
  },
};

function firstRootCopy(file: LintFile): CopyStep | undefined {
  for (const { steps } of flowOf(file).stages) {
    const copy = steps.find(
      (step): step is CopyStep => step.kind === 'copy' && step.origin === 'context' && step.sources.includes(''),
    );
    if (copy) return copy;
  }
  return undefined;
}

interface Unneeded {
  readonly path: string;
  readonly pattern: string;
  readonly reason: string;
}

const everyCommit = 'every commit runs it and all below it again';
const everyInstall =
  'a local install runs it again, and what was made for this machine overwrites what the image installs';
const everyBuild = 'a local build runs it again';

/** By name: what to write into the ignore file and what it costs. `beside` must exist for the name to mean that. */
const known: readonly (readonly [name: string, reason: string, beside?: readonly string[]])[] = [
  ['.git', everyCommit],
  ['node_modules', everyInstall],
  ['.venv', everyInstall],
  ['venv', everyInstall, ['requirements.txt', 'pyproject.toml', 'setup.py']],
  ['__pycache__', everyBuild],
  ['.pytest_cache', everyBuild],
  ['.mypy_cache', everyBuild],
  ['.tox', everyBuild],
  ['.next', everyBuild],
  ['.nuxt', everyBuild],
  ['.turbo', everyBuild],
  ['.gradle', everyBuild],
  ['coverage', 'a test run on this machine runs it again', ['package.json']],
  ['dist', everyBuild, ['package.json']],
  ['target', everyBuild, ['Cargo.toml', 'pom.xml', 'build.sbt']],
  ['bin', everyBuild, ['Directory.Build.props', 'global.json']],
  ['_build', everyBuild, ['mix.exs']],
  ['npm-debug.log', 'it changes with every failed install'],
  ['.env', 'it may hold secrets, which everybody with the image can read'],
];

function unneeded(context: ContextFiles): readonly Unneeded[] {
  const names = new Set(context.list(''));
  return known.flatMap(([name, reason, beside]) => {
    const meant = !beside || beside.some((path) => names.has(path));
    return names.has(name) && meant && !context.ignored(name) ? [{ path: name, pattern: name, reason }] : [];
  });
}

/** A step reads the history: the version comes from it. */
function asksGit(file: LintFile): boolean {
  const fromHistory =
    /setuptools[-_]scm|hatch-vcs|versioningit|dynamic-versioning|vergen|sbt-(dynver|git)|git-commit-id/;
  const manifests = ['pyproject.toml', 'setup.py', 'Cargo.toml', 'build.rs', 'pom.xml', 'project/plugins.sbt'];
  if (manifests.some((path) => fromHistory.test(file.context?.read(path) ?? ''))) return true;
  return file.runs.some((run) =>
    file.shell(run).commands.some((command) => command.name.value === 'git' || command.name.value === 'make'),
  );
}

function list(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
