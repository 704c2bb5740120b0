import { relativeTo } from '../../shared/posix-path';
import { imagePath } from '../edits/copy-lines';
import type { KnownInstall } from '../inputs/project-installs';
import type { LintFile } from '../rule';
import type { CopyStep } from './flow';

/**
 * Which sources of a copy by name are there and not read by the install, by index. Beside files that are read, only what
 * nobody takes for one of them counts.
 */
export function unreadSources(file: LintFile, copy: CopyStep, install: KnownInstall): readonly number[] {
  if (!file.context || copy.origin !== 'context' || copy.wide || copy.destination === undefined) return [];
  if (relativeTo(install.directory, copy.destination) === undefined) return [];
  if (copy.sources.length !== copy.instruction.sources.length) return [];
  const unread = copy.sources.flatMap((source, index) => (isUnread(file, copy, install, source) ? [index] : []));
  if (unread.length === copy.sources.length) return unread;
  return unread.every((index) => forTheBuild.test(copy.sources[index] ?? '')) ? unread : [];
}

function isUnread(
  { context }: LintFile,
  copy: CopyStep,
  { inputs, recognised }: KnownInstall,
  path: string | undefined,
): boolean {
  if (path === undefined || path === '' || /[*?[]/.test(path)) return false;
  const read = [
    ...inputs.manifests,
    ...inputs.locks,
    ...inputs.configs.map((config) => config.path),
    ...inputs.members,
    ...inputs.pathDependencies.flatMap((dependency) => dependency.path ?? []),
  ];
  if (read.some((input) => relativeTo(path, input) !== undefined || relativeTo(input, path) !== undefined))
    return false;
  const runsNothing = /^(?:go|pip|npm|yarn|pnpm|bun)$/.test(recognised.ecosystem) && scriptFiles.test(path);
  const maybe = readByHabit.test(path) && !runsNothing;
  return context?.kind(path) !== undefined && !maybe && imagePath(copy, path) !== undefined;
}

/** Package managers and their plugins look for these by themselves. */
const readByHabit =
  /(?:^|\/)(?:\.[^/]+|patches|prisma|scripts?|bin|vendor|lib|libs|packages|plugins?|artisan|Makefile|.*\.(?:tgz|whl|gem|patch|props|targets|lock|in|txt|gyp|gypi)|setup\.(?:py|cfg)|pyproject\.toml|lerna\.json|nx\.json|turbo\.json|rush\.json|version.*)$/i;

/** Read where the project's manifest calls them; these managers read them for nothing else. */
const scriptFiles = /(?:^|\/)(?:scripts?|Makefile)$/i;

const forTheBuild =
  /(?:^|\/)(?:src|Makefile|[jt]sconfig[\w.-]*\.json|babel\.config\.\w+|(?:webpack|vite|rollup|next|nuxt|postcss|tailwind|jest|vitest|eslint|astro|svelte|vue|craco)\.config\.\w+|[\w-]+\.(?:html|css|go|rs|java))$/;
