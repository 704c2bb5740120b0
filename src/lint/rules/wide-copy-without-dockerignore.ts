import type { ContextFiles } from '../context-files';
import type { CopyStep } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import { isHeavyRun } from '../flow/heavy';
import { type UnneededFile, unneededIn } from '../order/unneeded-files';
import type { LintFile, Rule, RuleFinding } from '../rule';

/** What the builder gets and does not need changes the key of the copy, and slows every build. */
export const wideCopyWithoutDockerignore: Rule = {
  id: 'wide-copy-without-dockerignore',
  summary: 'Keep what the build does not need out of the build context',
  category: 'cache',
  severity: 'warning',
  since: '0.1.0',
  related: { cache: ['CACHE008', 'CACHE053', 'CACHE036'] },
  docs: {
    why: 'Everything in the build context that is not ignored goes into `COPY .`: a commit, a local install or a log line changes its key, and the copy and all steps below run again although nothing they need has changed. It is also sent to the engine at every build, and it ends up in the image.',
    notes:
      'Reported only for what really stands in the context; packages and build output only if a step of the file makes them itself, because otherwise the image may be meant to get those of this machine. `.git` is left alone when a step asks git for something. The fix adds lines to the ignore file; look at them, because the image no longer gets these files.',
    bad: [
      {
        dockerfile: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\n',
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
  applies: ({ context }) => context !== undefined,
  *check(file) {
    const { context } = file;
    if (!context) return;
    const reported = new Set<string>();
    for (const { copy, folder } of copiedFolders(file, context)) {
      const found = unneededIn(file, context, folder).filter(
        ({ path }) => !reported.has(path) && (path !== '.git' || !asksGit(file)),
      );
      if (found.length === 0) continue;
      for (const { path } of found) reported.add(path);
      yield finding(file, context, { copy, folder }, found);
    }
  },
};

interface CopiedFolder {
  readonly copy: CopyStep;
  /** In the context; '' is its root. */
  readonly folder: string;
}

/** The first copy of the whole context, then those of single folders, which may be in front of an install of their own. */
function copiedFolders(file: LintFile, context: ContextFiles): readonly CopiedFolder[] {
  const copies = flowOf(file).stages.flatMap(({ stage, steps }) =>
    steps.filter((step): step is CopyStep => step.kind === 'copy' && step.origin === 'context' && step.stage === stage),
  );
  const all = copies.flatMap((copy) =>
    copy.sources.flatMap((folder): CopiedFolder[] =>
      folder !== undefined && (folder === '' || context.kind(folder) === 'directory') ? [{ copy, folder }] : [],
    ),
  );
  const root = all.find(({ folder }) => folder === '');
  return [...(root ? [root] : []), ...all.filter(({ folder }) => folder !== '')];
}

function finding(
  file: LintFile,
  context: ContextFiles,
  { copy, folder }: CopiedFolder,
  found: readonly UnneededFile[],
): RuleFinding {
  const source = copy.instruction.sources[copy.sources.indexOf(folder)] ?? copy.instruction.sources[0];
  const path = context.ignoreFile?.path ?? '.dockerignore';
  const names = found.map((entry) => entry.path);
  const single = names.length === 1;
  return {
    span: source?.span ?? copy.instruction.argumentSpan,
    instruction: copy.instruction,
    codes: {
      cache: [
        'CACHE008',
        ...(found.some(({ artefact }) => artefact) ? ['CACHE053'] : []),
        ...(names.includes('.git') && workBelow(file, copy) ? ['CACHE036'] : []),
      ],
    },
    message: `${list(names)} ${single ? 'goes' : 'go'} into this copy: ${found[0]?.reason}. ${context.ignoreFile ? `Ignore ${single ? 'it' : 'them'} in ${path}.` : 'There is no .dockerignore.'}`,
    fixes: [
      {
        title: context.ignoreFile ? `Add to ${path}` : 'Create .dockerignore',
        safe: false,
        edits: [],
        files: [{ path, append: found.map((entry) => `${entry.pattern}\n`).join('') }],
      },
    ],
  };
}

/** Every commit repeats it. */
function workBelow(file: LintFile, { instruction, stage }: CopyStep): boolean {
  const steps = flowOf(file).stages[stage.index]?.steps ?? [];
  return steps.some((step) => step.kind === 'run' && step.instruction.index > instruction.index && isHeavyRun(step));
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
