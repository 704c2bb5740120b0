import { joinPath, resolvePath } from '../../shared/posix-path';
import { ecosystemOf } from '../ecosystems/ecosystems';
import type { Fix, LintFile, RuleFinding } from '../rule';
import { bringFiles, manifestSpan } from './bring-files';
import { argumentsOf, installName, isSet } from './commands-around';
import { tableAt } from './data';
import { foldersUpwards, readText } from './draft';
import type { KnownInstall, ProjectInstall } from './project-installs';
import { isYarnBerry } from './yarn-berry';

/** What is wrong between an install and its lock file. */
export type LockVerdict = Pick<RuleFinding, 'span' | 'message' | 'fixes' | 'severity' | 'instruction'>;

export function lockVerdict(file: LintFile, install: ProjectInstall | KnownInstall): LockVerdict | undefined {
  if (isUpdate(install) || declinesLock(file, install)) return undefined;
  if (!('inputs' in install)) return certainlyMissing(install);
  const { inputs, files, place, recognised } = install;
  const names = locksOf(install);
  if (names.length === 0 || recognised.ecosystem === 'renv') return undefined;
  const present = names.some((name) => files.at(place(joinPath(inputs.project, name))) !== 'absent');
  if (present) return inputs.locks.length > 0 ? unfrozen(file, install) : undefined;
  const needed = inputs.locks.filter((path) => files.at(place(path)) === 'absent');
  if (needed[0] !== undefined) return notCopied(file, install, needed[0]);
  return ignored(file, install, names) ?? noLock(file, install, names);
}

/** The lock file is there and nothing takes it. */
function notCopied(file: LintFile, install: KnownInstall, lock: string): LockVerdict {
  const name = installName(install);
  const edits = bringFiles(file, install, [lock]);
  const title = `Copy ${lock} too`;
  const fix: Fix | undefined = edits && { title, safe: failsWithout(install), edits };
  return {
    span: manifestSpan(install),
    message: `${lock} is not copied before \`${name}\`, ${consequence(install)}. Copy it together with ${install.inputs.manifests[0]}.`,
    fixes: fix ? [fix] : [],
  };
}

/** The builder would get it, if the ignore file let it. */
function ignored({ context }: LintFile, install: KnownInstall, names: readonly string[]): LockVerdict | undefined {
  const path = names
    .map((name) => joinPath(install.inputs.project, name))
    .find((lock) => context?.kind(lock) === 'file' && context.ignored(lock));
  const ignoreFile = context?.ignoreFile;
  if (path === undefined || !ignoreFile) return undefined;
  const append = `${/(^|\n)$/.test(ignoreFile.text) ? '' : '\n'}!${path}\n`;
  return {
    span: install.recognised.span,
    message: `${ignoreFile.path} keeps ${path} out of the build, so \`${installName(install)}\` runs without it, ${consequence(install)}.`,
    fixes: [
      { title: `Let ${path} into the build`, safe: false, edits: [], files: [{ path: ignoreFile.path, append }] },
    ],
  };
}

/** The project has none. Where the source is copied first, that is the mistake to talk about. */
function noLock(file: LintFile, install: KnownInstall, names: readonly string[]): LockVerdict | undefined {
  const { inputs, recognised, manifest } = install;
  const name = installName(install);
  const span = recognised.span;
  if (hasLockAbove(file, install, names) || !usuallyLocked.has(recognised.ecosystem)) return undefined;
  if (failsWithout(install)) {
    return {
      span,
      message: `The project has no ${names[0]}, and \`${name}\` fails without one. Make one and commit it.`,
    };
  }
  if (manifest.copy?.wide || !declaresDependencies(file, inputs.manifests[0] ?? '')) return undefined;
  return {
    span,
    severity: 'info',
    message: `The project has no ${names[0]}, so \`${name}\` picks versions by their ranges on the day of the build. Make one and commit it.`,
  };
}

/** The lock file is used, and replaced without a word where it does not fit. */
function unfrozen(file: LintFile, install: KnownInstall): LockVerdict | undefined {
  const { recognised, manifest } = install;
  const flag = frozenFlag(file, install);
  if (recognised.frozen || flag === undefined || manifest.copy?.wide || recognised.role === 'implicit')
    return undefined;
  if (isSet(file, install, 'CI', 'UV_LOCKED', 'UV_FROZEN', 'YARN_ENABLE_IMMUTABLE_INSTALLS')) return undefined;
  const { end } = recognised.span;
  const bare = recognised.ecosystem === 'yarn' && recognised.subcommand === undefined;
  return {
    span: recognised.span,
    severity: 'info',
    message: `\`${installName(install)}\` changes the lock file where it does not fit the manifest, and the build does not say so. Add ${flag}, which fails instead.`,
    fixes: [
      {
        title: `Add ${flag}`,
        safe: false,
        edits: [{ span: { start: end, end }, newText: bare ? ` install ${flag}` : ` ${flag}` }],
      },
    ],
  };
}

/** Without a context: the command insists on a lock file, the manifest is copied, and nothing can bring the lock file. */
function certainlyMissing(install: ProjectInstall): LockVerdict | undefined {
  const { recognised, files, directory } = install;
  const names = locksOf(install);
  const manifest = ecosystemOf(recognised.ecosystem).manifests[0];
  if (!recognised.frozen || !insists.has(recognised.ecosystem) || manifest === undefined) return undefined;
  if (files.at(resolvePath(directory, manifest)) !== 'present') return undefined;
  if (names.some((name) => files.at(resolvePath(directory, name)) !== 'absent')) return undefined;
  return {
    span: recognised.span,
    message: `No copy above brings ${names.join(' or ')} for \`${installName(install)}\`, ${consequence(install)}. Copy the lock file together with ${manifest}.`,
  };
}

function consequence(install: ProjectInstall): string {
  const { recognised } = install;
  if (failsWithout(install)) return 'which fails without it';
  if (recognised.frozen && insists.has(recognised.ecosystem)) {
    return 'which passes without it all the same and takes the newest versions';
  }
  if (recognised.ecosystem === 'go') return 'so nothing checks the modules against the sums the project has recorded';
  return 'so the newest versions in the ranges are installed, and a new lock file does not run the install again';
}

/** Yarn 1 and Bun pass --frozen-lockfile without a lock file (tried with 1.22 and 1.4.5); npm, pnpm, uv and Cargo fail. */
function failsWithout({ recognised }: ProjectInstall): boolean {
  // `go build` ends with "missing go.sum entry"; `go mod download` makes one.
  if (recognised.ecosystem === 'go') return recognised.role === 'implicit';
  if (recognised.ecosystem === 'yarn') return recognised.flags.has('--immutable');
  return recognised.frozen && insists.has(recognised.ecosystem) && recognised.ecosystem !== 'bun';
}

/** `frozen` is a demand of the command line for these, and no habit of the tool. */
const insists = new Set<string>(['npm', 'yarn', 'pnpm', 'bun', 'uv', 'cargo', 'dart']);

const usuallyLocked = new Set<string>('npm yarn pnpm bun uv poetry pdm pipenv composer bundler mix'.split(' '));

function locksOf({ recognised }: ProjectInstall): readonly string[] {
  if (recognised.ecosystem === 'pip') return [];
  return ecosystemOf(recognised.ecosystem).locks.filter((name) => !name.includes('*'));
}

function frozenFlag({ context }: LintFile, { recognised, inputs }: KnownInstall): string | undefined {
  switch (recognised.ecosystem) {
    case 'yarn':
      if (recognised.subcommand !== undefined && recognised.subcommand.value !== 'install') return undefined;
      if (!context) return undefined;
      return isYarnBerry({ context }, inputs.project, recognised.flags) ? '--immutable' : '--frozen-lockfile';
    case 'pnpm':
    case 'bun':
      return '--frozen-lockfile';
    case 'uv':
      return '--locked';
    case 'dart':
      return '--enforce-lockfile';
    default:
      // npm install has `npm ci` for it, which is another rule's business; the others follow the lock file anyway.
      return undefined;
  }
}

function isUpdate({ recognised }: ProjectInstall): boolean {
  const subcommand = recognised.subcommand?.value ?? '';
  return (
    /^(?:update|upgrade|up|add|tidy|require)$/.test(subcommand) ||
    (recognised.ecosystem === 'go' && subcommand === 'get')
  );
}

/** Somebody decided against the lock file or against following it. */
function declinesLock(file: LintFile, install: ProjectInstall): boolean {
  const args = argumentsOf(install);
  const declining =
    /^--(?:no-(?:package-lock|lockfile|lock|frozen-lockfile|immutable)|package-lock=false|frozen-lockfile=false|pure-lockfile|prefer-frozen-lockfile|ignore-lock)$/;
  if (args.some((word) => declining.test(word))) return true;
  if (!('inputs' in install) || !file.context) return false;
  const npmrc = readText({ context: file.context }, joinPath((install as KnownInstall).inputs.project, '.npmrc')) ?? '';
  return /^[ \t]*(?:package-lock|lockfile|shrinkwrap)\s*=\s*false/m.test(npmrc);
}

/** The project belongs to a workspace further up, which has one lock file for all. */
function hasLockAbove({ context }: LintFile, { inputs }: KnownInstall, names: readonly string[]): boolean {
  const above = foldersUpwards(inputs.project).slice(1);
  return above.some((folder) => names.some((name) => context?.kind(joinPath(folder, name)) === 'file'));
}

/** A package.json or composer.json without dependencies needs no lock file; of other manifests nothing is said. */
function declaresDependencies({ context }: LintFile, manifest: string): boolean {
  if (!context || !manifest.endsWith('.json')) return true;
  try {
    const content: unknown = JSON.parse(readText({ context }, manifest) ?? '{}');
    const keys = ['dependencies', 'devDependencies', 'optionalDependencies', 'require', 'require-dev'];
    return keys.some((key) => Object.keys(tableAt(content, key)).length > 0);
  } catch {
    return false;
  }
}
