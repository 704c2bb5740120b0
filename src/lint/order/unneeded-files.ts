import { joinPath } from '../../shared/posix-path';
import type { ContextFiles } from '../context-files';
import type { EcosystemId } from '../ecosystems/ecosystem';
import { flowOf } from '../flow/flow-of';
import type { LintFile } from '../rule';

/** Something in the build context that no image needs, or that the image makes itself. */
export interface UnneededFile {
  readonly path: string;
  /** Line for the ignore file. */
  readonly pattern: string;
  readonly reason: string;
  /** It was made on this machine, by what the image also does: it overwrites the image's own. */
  readonly artefact: boolean;
}

const everyCommit = 'every commit runs it and all below it again';
const everyInstall =
  'a local install runs it again, and what was made for this machine overwrites what the image installs';
const everyBuild = 'a local build runs it again';

interface Known {
  readonly name: string;
  readonly reason: string;
  /** One of them must stand beside it for the name to mean that. */
  readonly beside?: readonly string[];
  /** It is only in the way if a RUN of the file installs or builds with one of these; otherwise the image may need it. */
  readonly madeBy?: { readonly kind: 'install' | 'build'; readonly ecosystems: readonly EcosystemId[] };
  /** Only in the root of the context. */
  readonly root?: true;
}

const node: readonly EcosystemId[] = ['npm', 'yarn', 'pnpm', 'bun'];
const python: readonly EcosystemId[] = ['pip', 'uv', 'poetry', 'pdm', 'pipenv', 'conda'];
const nodeBuild = { kind: 'build', ecosystems: node } as const;
const pythonInstall = { kind: 'install', ecosystems: python } as const;

const known: readonly Known[] = [
  { name: '.git', reason: everyCommit, root: true },
  { name: 'node_modules', reason: everyInstall, madeBy: { kind: 'install', ecosystems: node } },
  { name: '.venv', reason: everyInstall, madeBy: pythonInstall },
  {
    name: 'venv',
    reason: everyInstall,
    beside: ['requirements.txt', 'pyproject.toml', 'setup.py'],
    madeBy: pythonInstall,
  },
  {
    name: 'vendor/bundle',
    reason: everyInstall,
    beside: ['Gemfile'],
    madeBy: { kind: 'install', ecosystems: ['bundler'] },
  },
  { name: '__pycache__', reason: everyBuild },
  { name: '.pytest_cache', reason: everyBuild },
  { name: '.mypy_cache', reason: everyBuild },
  { name: '.tox', reason: everyBuild },
  { name: '.next', reason: everyBuild, madeBy: nodeBuild },
  { name: '.nuxt', reason: everyBuild, madeBy: nodeBuild },
  { name: '.turbo', reason: everyBuild },
  { name: '.gradle', reason: everyBuild },
  { name: 'coverage', reason: 'a test run on this machine runs it again', beside: ['package.json'] },
  { name: 'dist', reason: everyBuild, beside: ['package.json'], madeBy: nodeBuild },
  {
    name: 'build',
    reason: everyBuild,
    beside: ['build.gradle', 'build.gradle.kts'],
    madeBy: { kind: 'build', ecosystems: ['gradle'] },
  },
  {
    name: 'target',
    reason: everyBuild,
    beside: ['Cargo.toml', 'pom.xml', 'build.sbt'],
    madeBy: { kind: 'build', ecosystems: ['cargo', 'maven', 'sbt'] },
  },
  {
    name: 'bin',
    reason: everyBuild,
    beside: ['Directory.Build.props', 'global.json'],
    madeBy: { kind: 'build', ecosystems: ['dotnet'] },
  },
  { name: '_build', reason: everyBuild, beside: ['mix.exs'], madeBy: { kind: 'build', ecosystems: ['mix'] } },
  { name: 'npm-debug.log', reason: 'it changes with every failed install', root: true },
  { name: '.env', reason: 'it may hold secrets, which everybody with the image can read', root: true },
];

const artefactNames =
  /(^|\/)(node_modules|\.?venv|vendor\/bundle|__pycache__|\.next|\.nuxt|dist|build|target|bin|_build)$/;

/** What a copy of the folder takes without need; folders inside are looked at as far down as projects are nested. */
export function unneededIn(file: LintFile, context: ContextFiles, folder: string): readonly UnneededFile[] {
  const made = makersOf(file);
  const found: UnneededFile[] = [];
  const look = (at: string, depth: number) => {
    const names = context.list(at);
    for (const entry of known) {
      const path = joinPath(at, entry.name);
      if (entry.root && at !== '') continue;
      if (!names.includes(entry.name.split('/')[0] ?? '') || context.kind(path) === undefined || context.ignored(path))
        continue;
      if (entry.beside && !entry.beside.some((name) => names.includes(name))) continue;
      if (entry.madeBy && !entry.madeBy.ecosystems.some((id) => made[entry.madeBy?.kind ?? 'build'].has(id))) continue;
      found.push({ path, pattern: path, reason: entry.reason, artefact: artefactNames.test(path) });
    }
    if (depth === 0) return;
    for (const name of names.slice(0, 100)) {
      const path = joinPath(at, name);
      const skip = name.startsWith('.') || known.some((entry) => entry.name === name) || name === 'vendor';
      if (!skip && context.kind(path) === 'directory' && !context.ignored(path)) look(path, depth - 1);
    }
  };
  look(folder, 2);
  return found;
}

interface Makers {
  readonly install: ReadonlySet<EcosystemId>;
  readonly build: ReadonlySet<EcosystemId>;
}

/** Package managers that the file installs or builds with; those hidden in scripts are not seen. */
function makersOf(file: LintFile): Makers {
  const install = new Set<EcosystemId>();
  const build = new Set<EcosystemId>();
  for (const { stage, steps } of flowOf(file).stages) {
    for (const step of steps) {
      if (step.kind !== 'run' || step.stage !== stage) continue;
      for (const { recognised } of step.commands) {
        if (!recognised) continue;
        if (/^(install|prime|finish)$/.test(recognised.role)) install.add(recognised.ecosystem);
        if (/^(project|implicit)$/.test(recognised.role)) build.add(recognised.ecosystem);
      }
    }
  }
  return { install, build };
}
