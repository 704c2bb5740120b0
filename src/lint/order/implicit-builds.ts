import { looksLikeWindows, scopeBefore } from '../../dockerfile/scope';
import { dirName, joinPath, relativeTo } from '../../shared/posix-path';
import type { Ecosystem, EcosystemId } from '../ecosystems/ecosystem';
import { ecosystemOf } from '../ecosystems/ecosystems';
import { isDependencyInstall } from '../ecosystems/recognise';
import type { CopyStep, FlowCommand, RunStep, StageFlow } from '../flow/flow';
import type { LintFile } from '../rule';
import { CopiesAbove, installedElsewhere, isPrimed, type Primed } from './spoiled-install';

/** A build that fetches or compiles the dependencies on the way, because nothing above the source has. */
export interface ImplicitBuild {
  readonly run: RunStep;
  readonly build: FlowCommand;
  readonly ecosystem: Ecosystem;
  readonly copy: CopyStep;
}

const looked = new Set<EcosystemId>([
  'go',
  'cargo',
  'maven',
  'gradle',
  'dotnet',
  'sbt',
  'cabal',
  'stack',
  'swift',
  'mix',
  'vcpkg',
]);

/** The first of each kind of project in the stage; those of its parents are reported there. */
export function implicitBuilds(file: LintFile, flow: StageFlow): readonly ImplicitBuild[] {
  const builds: ImplicitBuild[] = [];
  const primed: Primed[] = [];
  const copies = new CopiesAbove(file.context);
  for (const step of flow.steps) {
    if (step.kind === 'copy') {
      copies.add(step);
      primed.push(...installedElsewhere(step), ...preparedElsewhere(step));
      continue;
    }
    for (const build of step.commands) {
      const { recognised } = build;
      if (!recognised) continue;
      const ecosystem = ecosystemOf(recognised.ecosystem);
      const installs = isDependencyInstall(recognised) || recognised.role === 'implicit';
      const known = isPrimed(primed, ecosystem.family, build);
      // Whatever fetched them first, the dependencies are there from now on: one finding for all that builds with them.
      if (installs) primed.push({ family: ecosystem.family, directory: build.directory });
      if (known || recognised.role !== 'implicit' || !looked.has(ecosystem.id) || step.stage !== flow.stage) continue;
      const copy = copies.source(ecosystem, build);
      if (copy && isExpensive(file, { run: step, build, ecosystem, copy }))
        builds.push({ run: step, build, ecosystem, copy });
    }
  }
  return builds;
}

/** Compiled dependencies, or a module cache, out of another stage. */
function preparedElsewhere(copy: CopyStep): readonly Primed[] {
  if (copy.origin !== 'stage' && copy.origin !== 'image') return [];
  const prepared = copy.sources.some(
    (source) =>
      source !== undefined &&
      /(?:^|\/)(?:target|deps|_build|pkg\/mod|\.m2|\.gradle|registry|\.cargo|cargo|\.nuget|\.ivy2|\.cabal|\.stack|\.build|go)(?:\/|$)/.test(
        source,
      ),
  );
  return prepared ? [{ family: '*', directory: undefined }] : [];
}

function isExpensive(file: LintFile, found: ImplicitBuild): boolean {
  const { run, build, ecosystem } = found;
  if (!run.script.complete || build.recognised?.offline || looksLikeWindows(file.dockerfile, run.stage)) return false;
  if (build.command.conditional || hasCache(run, ecosystem) || usesCompilerCache(file, found)) return false;
  return ecosystem.id !== 'go' || fetchesModules(file, found);
}

/** A cache mount that looks like the manager's; one that cannot be read counts as well. */
function hasCache({ instruction }: RunStep, ecosystem: Ecosystem): boolean {
  const pattern = ecosystem.compiles ? compiled[ecosystem.id] : downloaded[ecosystem.id];
  return instruction.mounts.some(
    ({ type, target }) =>
      type === 'cache' && (target === undefined || target.includes('$') || (pattern?.test(target) ?? true)),
  );
}

const downloaded: Readonly<Partial<Record<EcosystemId, RegExp>>> = {
  go: /\/go(?:$|\/pkg|-build|-mod)|gopath|modcache|\.cache/i,
  maven: /\.m2|maven|repository/,
  gradle: /gradle/,
  dotnet: /nuget/i,
  sbt: /coursier|\.ivy2|\.sbt|\.cache/,
};

/** What holds compiled dependencies; downloads alone save little. */
const compiled: Readonly<Partial<Record<EcosystemId, RegExp>>> = {
  cargo: /target|sccache|build/i,
  cabal: /cabal|dist-newstyle|store/,
  stack: /\.stack|stack/,
  swift: /\.build|build/,
  mix: /_build|deps/,
  vcpkg: /vcpkg|archives/,
};

function usesCompilerCache(file: LintFile, { run, build }: ImplicitBuild): boolean {
  const { variables } = scopeBefore(file.dockerfile, run.instruction);
  const names = ['RUSTC_WRAPPER', 'SCCACHE_BUCKET', 'SCCACHE_REDIS', 'CARGO_BUILD_RUSTC_WRAPPER'];
  return (
    names.some(
      (name) => variables.has(name) || build.command.assignments.some((assignment) => assignment.name === name),
    ) || run.commands.some(({ call }) => call.program === 'sccache')
  );
}

/** Not the modules of `vendor/`, and not a tree from before there were modules. */
function fetchesModules(file: LintFile, { run, build, copy }: ImplicitBuild): boolean {
  const { variables } = scopeBefore(file.dockerfile, run.instruction);
  const setting = (name: string) =>
    build.command.assignments.find((assignment) => assignment.name === name)?.value?.value ??
    exported(run, name) ??
    variables.get(name)?.value ??
    '';
  if (/-mod[= ]vendor/.test(setting('GOFLAGS')) || setting('GO111MODULE') === 'off' || setting('GOPROXY') === 'off')
    return false;
  const { context } = file;
  if (!context) {
    // A file on its own may need no modules; one of a tree belongs to some.
    const files = build.call.args.some(({ value }) => /^(?:\.\/)?[^/]+\.go$/.test(value));
    const old = /(?:^|\/)golang:1\.\d(?!\d)/.test(run.stage.from.image?.text ?? '');
    return !files && !old && !/\/go\/src(?:\/|$)|GOPATH/.test(`${copy.destination} ${build.directory}`);
  }
  const folders = projectFolders(copy, build.directory);
  return (
    folders.some((folder) => context.kind(joinPath(folder, 'go.mod')) === 'file') &&
    !folders.some(
      (folder) =>
        context.kind(joinPath(folder, 'vendor')) === 'directory' && !context.ignored(joinPath(folder, 'vendor')),
    )
  );
}

function exported({ commands }: RunStep, name: string): string | undefined {
  const words = commands.filter(({ call }) => call.program === 'export').flatMap(({ call }) => call.args);
  const found = words.find(({ value }) => value.startsWith(`${name}=`));
  return found?.value.slice(name.length + 1);
}

/** Folders of the context that the directory is a copy of, and those above. */
function projectFolders({ destination, sources }: CopyStep, directory: string | undefined): readonly string[] {
  if (destination === undefined || directory === undefined) return [];
  const below = relativeTo(destination, directory);
  const [source] = sources;
  if (below === undefined || source === undefined || /[*?[]/.test(source)) return [''];
  const folders = [joinPath(source, below)];
  for (let at = folders[0] ?? ''; at !== ''; at = dirName(at)) folders.push(dirName(at));
  return folders;
}
