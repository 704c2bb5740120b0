import { relativeTo } from '../../shared/posix-path';
import { blockOf, blockText, insertBelow } from '../flow/block';
import { imagePath } from '../flow/copy-lines';
import { hasDependencyWork } from '../flow/dependency-work';
import { obstacleToLower } from '../flow/early-copy';
import type { CopyStep, FlowStep } from '../flow/flow';
import { placesOf } from '../flow/misplaced';
import { partsOf } from '../flow/run-parts';
import { wordsOf } from '../flow/words';
import { type KnownInstall, knownInstalls } from '../inputs/project-installs';
import type { LintFile, Rule, RuleFinding } from '../rule';

/** What the install does not read has no business above it. */
export const unneededFileBeforeInstall: Rule = {
  id: 'unneeded-file-before-install',
  summary: 'Copy nothing but what the install reads in front of it',
  category: 'cache',
  severity: 'info',
  since: '0.1.0',
  related: { cache: 'CACHE021' },
  docs: {
    why: 'Each file copied above the install of the dependencies is part of the key of that layer. Configuration of the compiler, scripts or sources that the install does not look at run it again at every edit.',
    notes:
      'Reported only where the build context shows all that the install reads: manifests, lock files, configuration of the package manager, workspace members, patches, and the files its hooks name. Where a hook may read anything, nothing is said. The fix moves the copy below the install.',
    bad: [
      {
        dockerfile:
          'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nCOPY tsconfig.json webpack.config.js ./\nRUN npm ci\nCOPY src src\nRUN npm run build\n',
        context: {
          'package.json': '{"scripts":{"build":"webpack"}}',
          'package-lock.json': '{"packages":{}}',
          'tsconfig.json': '{}',
          'webpack.config.js': '',
          'src/index.ts': '',
        },
      },
    ],
    good: [
      {
        dockerfile:
          'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nCOPY prisma prisma\nRUN npm ci\n',
        context: {
          'package.json': '{"scripts":{"postinstall":"prisma generate --schema prisma/schema.prisma"}}',
          'package-lock.json': '{"packages":{}}',
          'prisma/schema.prisma': '',
        },
      },
      'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json tsconfig.json ./\nRUN npm ci\n',
    ],
  },
  *check(file) {
    const spoiled = new Set(placesOf(file).spoiled.map(({ run }) => run.instruction));
    const seen = new Set<FlowStep>();
    for (const install of knownInstalls(file)) {
      if (spoiled.has(install.step.instruction) || !isUnderstood(install)) continue;
      const { steps } = install.stage;
      const at = steps.indexOf(install.step);
      const earlier = steps.findLastIndex(
        (step, index) => index < at && step.kind === 'run' && hasDependencyWork(step),
      );
      for (const copy of steps.slice(earlier + 1, at)) {
        if (copy.kind !== 'copy' || copy.stage !== install.stage.stage || seen.has(copy)) continue;
        seen.add(copy);
        if (isUnneeded(file, copy, install)) yield finding(file, copy, install);
      }
    }
  },
};

/** All it reads is known, and the RUN does nothing but install. */
function isUnderstood({ inputs, recognised, step }: KnownInstall): boolean {
  if (!/^(?:install|prime)$/.test(recognised.role) || recognised.localFiles.length > 0) return false;
  // Installs that build the project itself read the whole of it.
  if (/^(?:uv|poetry|pdm|bundler|cargo|mix|gradle|sbt|cabal|stack|conan|vcpkg|renv)$/.test(recognised.ecosystem))
    return false;
  if (inputs.refusals.length > 0 || inputs.scripts.length > 0 || inputs.missingMembers.length > 0) return false;
  return (
    step.script.complete &&
    !partsOf(step).includes('other') &&
    step.instruction.mounts.every(({ type }) => type !== 'bind')
  );
}

/** A copy by name of files that are there, none of which the install reads. */
function isUnneeded({ context }: LintFile, copy: CopyStep, { inputs, directory }: KnownInstall): boolean {
  if (!context || copy.origin !== 'context' || copy.wide || copy.destination === undefined) return false;
  if (relativeTo(directory, copy.destination) === undefined) return false;
  if (copy.sources.some((source) => source === undefined || source === '' || /[*?[]/.test(source))) return false;
  const read = [
    ...inputs.manifests,
    ...inputs.locks,
    ...inputs.configs.map(({ path }) => path),
    ...inputs.members,
    ...inputs.pathDependencies.flatMap(({ path }) => path ?? []),
  ];
  return copy.sources.every((source) => {
    const path = source ?? '';
    const concerns = read.some(
      (input) => relativeTo(path, input) !== undefined || relativeTo(input, path) !== undefined,
    );
    return (
      context.kind(path) !== undefined && !concerns && !readByHabit.test(path) && imagePath(copy, path) !== undefined
    );
  });
}

/** Package managers and their plugins look for these by themselves. */
const readByHabit =
  /(?:^|\/)(?:\.[^/]+|patches|prisma|scripts?|bin|vendor|lib|libs|packages|plugins?|artisan|Makefile|.*\.(?:tgz|whl|gem|patch|props|targets|lock|in|txt|gyp|gypi)|setup\.(?:py|cfg)|pyproject\.toml|lerna\.json|nx\.json|turbo\.json|rush\.json|version.*)$/i;

function finding(file: LintFile, copy: CopyStep, install: KnownInstall): RuleFinding {
  const { instruction } = copy;
  const first = instruction.sources[0]?.span ?? instruction.argumentSpan;
  const span = { start: first.start, end: instruction.sources.at(-1)?.span.end ?? first.end };
  const obstacle = obstacleToLower(file, { copy, run: install.step, command: install.command });
  const { dockerfile } = file;
  const block = blockOf(dockerfile, instruction);
  return {
    span,
    instruction,
    message: `\`${wordsOf(file, install.recognised.span)}\` does not read ${wordsOf(file, span)}, and runs again at every edit of it. Copy it below the install.${obstacle ? ` There is no automatic fix, because ${obstacle}.` : ''}`,
    related: [{ span: install.recognised.span, message: 'The install.' }],
    fixes: obstacle
      ? []
      : [
          {
            title: 'Copy below the install',
            safe: true,
            edits: [
              { span: block, newText: '' },
              insertBelow(dockerfile, install.step.instruction, blockText(dockerfile, block)),
            ],
          },
        ],
  };
}
