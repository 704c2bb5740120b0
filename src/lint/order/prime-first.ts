import { joinPath, relativeTo } from '../../shared/posix-path';
import { indentOf, insertAbove, keywordLike } from '../edits/block';
import { copyLines } from '../edits/copy-lines';
import { flagsText } from '../flow/mounts';
import type { InstallInputs } from '../inputs/install-inputs';
import { findInstallInputs } from '../inputs/install-inputs-of';
import type { Fix, LintFile } from '../rule';
import type { ImplicitBuild } from './implicit-builds';

/** A fix, or the clause that says why there is none; undefined: nothing is known about the project. */
export type PrimeFirst = { readonly fix: Fix } | { readonly reason: string | undefined };

/** Adds a copy of the manifests and a step that downloads what they name above the copy of the source; nothing moves. */
export function primeFirst(file: LintFile, found: ImplicitBuild): PrimeFirst {
  const { context, dockerfile } = file;
  const { copy, run, build, ecosystem } = found;
  if (!context) return { reason: undefined };
  if (copy.stage !== run.stage)
    return { reason: `the copy belongs to the stage ${copy.stage.name ?? copy.stage.index}` };
  const project = projectFolder(found);
  if (project === undefined) return { reason: 'where the build finds its files cannot be told from the Dockerfile' };
  if (context.kind(project) !== 'directory' && project !== '') return { reason: undefined };
  const inputs = findInstallInputs(context, project, {
    ecosystem: ecosystem.id,
    manifestArgs: (build.recognised?.manifestArgs ?? []).map(({ value }) => value),
    flags: build.recognised?.flags ?? new Set(),
  });
  if (inputs.manifests.length === 0) return { reason: undefined };
  const refusal = refusalOf(inputs) ?? changed(found);
  if (refusal) return { reason: refusal };
  const command = primingCommand(found);
  if (command === undefined)
    return {
      reason: `${ecosystem.name} has no command that prepares a build from the manifests alone in every project`,
    };
  const paths = [
    ...inputs.manifests,
    ...inputs.locks,
    ...inputs.configs.map(({ path }) => path),
    ...inputs.members,
    ...inputs.pathDependencies.flatMap(({ path }) => path ?? []),
  ];
  const lines = copyLines(dockerfile, {
    like: copy,
    paths: [...new Set(paths)],
    isFolder: (path) => context.kind(path) === 'directory',
    above: [],
  });
  if (lines === undefined) return { reason: 'where the files go has no name that could be written' };
  const { directory } = build;
  const moved = directory === copy.directory ? '' : `cd ${directory} && `;
  const text = `${lines}${indentOf(dockerfile, run.instruction)}${keywordLike(run.instruction, 'RUN')} ${flagsText(file, run.instruction)}${moved}${command}${dockerfile.eol}`;
  return {
    fix: {
      title: `Run ${command} before the source is copied`,
      // Maven and .NET resolve more, or less, than the build does.
      safe: ecosystem.id === 'go',
      edits: [insertAbove(dockerfile, copy.instruction, text)],
    },
  };
}

function projectFolder({ copy, build }: ImplicitBuild): string | undefined {
  if (copy.destination === undefined || build.directory === undefined || copy.sources.length !== 1) return undefined;
  const below = relativeTo(copy.destination, build.directory);
  const [source] = copy.sources;
  if (below === undefined || source === undefined || /[*?[]/.test(source)) return undefined;
  if (build.directory !== copy.directory && /[<\s]/.test(build.directory)) return undefined;
  return joinPath(source, below);
}

function refusalOf(inputs: InstallInputs): string | undefined {
  const [refusal] = inputs.refusals;
  if (refusal) return refusal;
  const [missing] = inputs.missingMembers;
  if (missing) return `${missing} is named and not there`;
  const outside = inputs.pathDependencies.find(({ path, kind }) => path === undefined || kind === 'missing');
  if (outside) return `${outside.manifest} points to ${outside.spec}`;
  const script = inputs.scripts.find(({ needs }) => needs === undefined);
  if (script) return `its ${script.name} script may need files nobody can tell`;
  const secret = inputs.configs.find((config) => config.secret);
  return secret && `${secret.path} seems to hold a secret, which belongs in a secret mount`;
}

/** Something in between that the download would do without. */
function changed({ copy, run }: ImplicitBuild): string | undefined {
  for (const other of run.stage.instructions) {
    if (other.index <= copy.instruction.index || other.index >= run.instruction.index) continue;
    if (other.kind === 'USER' || other.kind === 'RUN') return `a ${other.kind} instruction in between may prepare it`;
    const set = other.kind === 'ENV' || other.kind === 'ARG' ? other.pairs : [];
    const used = set.find(({ key }) =>
      /^(?:GO|GIT|MAVEN|MVN|NUGET|DOTNET|JAVA|HOME|PATH|HTTPS?_PROXY|NO_PROXY)/i.test(key.value),
    );
    if (used) return `${used.key.value} is set in between`;
  }
  return undefined;
}

function primingCommand({ ecosystem, build }: ImplicitBuild): string | undefined {
  const program = build.call.programWord.value;
  const words = build.call.args.filter(({ literal }) => literal).map(({ raw }) => raw);
  switch (ecosystem.id) {
    case 'go':
      return 'go mod download';
    case 'maven': {
      const batch = words.some((word) => word === '-B' || word === '--batch-mode')
        ? ` ${words.includes('-B') ? '-B' : '--batch-mode'}`
        : ' -B';
      const settings = /(?:^| )(-s|--settings|-f|--file)[ =]/.test(`${words.join(' ')} `);
      return settings ? undefined : `${program}${batch} dependency:go-offline`;
    }
    case 'dotnet': {
      const [named] = build.recognised?.manifestArgs ?? [];
      const runtime = /(?:^| )(?:-r|--runtime)[ =](\S+)/.exec(words.join(' '))?.[1];
      if (build.recognised?.subcommand?.value === 'msbuild') return undefined;
      return `dotnet restore${named?.word.literal ? ` ${named.word.raw}` : ''}${runtime ? ` -r ${runtime}` : ''}`;
    }
    default:
      return undefined;
  }
}
