import { joinPath, relativeTo } from '../../shared/posix-path';
import type { ContextFiles } from '../context-files';
import { copyLines } from '../edits/copy-lines';
import type { CopyStep } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import type { InstallCall, InstallInputs } from '../inputs/install-inputs';
import { findInstallInputs } from '../inputs/install-inputs-of';
import { installCall } from '../inputs/project-installs';
import type { Fix, LintFile } from '../rule';
import { alsoNamed } from './also-named';
import { obstacleBetween } from './between';
import { moveEdits, primeEdits } from './install-first-edits';
import { primingCommand } from './priming-command';
import type { SpoiledInstall } from './spoiled-install';

/** The rewrite that installs before the source is copied, or the clause that says why there is none. */
export type InstallFirst =
  | { readonly fix: Fix; readonly inputs: InstallInputs }
  /** `elsewhere`: what is taken for the build context has no such project, so it is probably another folder. */
  | { readonly reason: string | undefined; readonly elsewhere?: true };

/**
 * Puts a copy of the manifests where the source copy stands and the source copy behind the install, which is left as it is.
 * Where an install needs the source to finish, a priming command goes in front instead. All conditions of the cache
 * catalogue's fix protocol are proved or the rewrite is refused.
 */
export function installFirst(file: LintFile, spoiled: SpoiledInstall): InstallFirst {
  const { context } = file;
  if (!context) return { reason: undefined };
  const { run, copy } = spoiled;
  if (copy.stage !== run.stage)
    return { reason: `the copy belongs to the stage ${copy.stage.name ?? copy.stage.index}` };
  const project = projectFolder(spoiled, context);
  if (project === undefined) return { reason: 'where the install finds its files cannot be told from the Dockerfile' };
  const obstacle = obstacleBetween(file, copy, run);
  if (obstacle) return { reason: obstacle };

  const plain = inputsOf(context, project, spoiled, []);
  const priming = needsMore(plain) ? primingCommand(spoiled, plain, context) : undefined;
  const inputs = priming ? inputsOf(context, project, spoiled, priming.flags) : plain;
  if (inputs.manifests.length === 0) {
    const manifest = spoiled.ecosystem.manifests.find((name) => !/[*?]/.test(name)) ?? 'a manifest';
    return { reason: `${manifest} is not where it would be if this folder were the build context`, elsewhere: true };
  }
  const [refusal] = inputs.refusals;
  if (refusal) return { reason: refusal };
  const local = inputs.pathDependencies.find(({ spec }) => !/^-[rc] /.test(spec));
  if (local && spoiled.install.directory !== copy.destination && isNamedInFull(spoiled))
    return { reason: `${local.spec} is looked for where the install runs` };
  const script = inputs.scripts.find(({ needs }) => needs === undefined);
  if (script) return { reason: `its ${script.name} script (${script.command}) may need files nobody can tell` };
  const secret = inputs.configs.find((config) => config.secret);
  if (secret) return { reason: `${secret.path} seems to hold a secret, which belongs in a secret mount` };

  const needed = priming?.paths ?? neededPaths(inputs);
  const named = alsoNamed(file, spoiled, {
    context,
    needed,
    read: [...inputs.manifests, ...inputs.members, ...inputs.configs.map(({ path }) => path)],
    outputs: inputs.outputs,
  });
  if ('reason' in named) return named;
  const lines = copyLines(file.dockerfile, {
    like: copy,
    paths: [...needed, ...named.files],
    isFolder: (path) => context.kind(path) === 'directory',
    above: copiesAbove(file, copy),
  });
  if (lines === undefined) return { reason: 'where the files go has no name that could be written' };
  const edits = priming ? primeEdits(file, spoiled, lines, priming.text) : moveEdits(file, spoiled, lines);
  if (typeof edits === 'string') return { reason: edits };
  const overwritten = inputs.outputs.filter((path) => context.kind(path) && !context.ignored(path));
  const files =
    overwritten.length === 0
      ? []
      : [
          {
            path: context.ignoreFile?.path ?? '.dockerignore',
            append: overwritten.map((path) => `${path}\n`).join(''),
          },
        ];
  const title = `Copy ${names(inputs)} and install before the source is copied`;
  return {
    inputs,
    fix: {
      title: files.length === 0 ? title : `${title}, and ignore ${overwritten.join(' and ')}`,
      // Ignoring a folder changes what the copy takes.
      safe: files.length === 0,
      edits,
      ...(files.length > 0 && { files }),
    },
  };
}

/** Folder of the context that the install's directory is a copy of. */
function projectFolder({ copy, install }: SpoiledInstall, context: ContextFiles): string | undefined {
  const { destination } = copy;
  if (destination === undefined) return undefined;
  const directory = isNamedInFull({ copy, install }) ? destination : install.directory;
  if (directory === undefined) return undefined;
  const below = relativeTo(destination, directory);
  if (below === undefined || copy.sources.length !== 1) return undefined;
  const [source] = copy.sources;
  if (source === undefined || (source !== '' && context.kind(source) !== 'directory')) return undefined;
  return joinPath(source, below);
}

/** Manifests named by their full paths are found wherever the install runs. */
function isNamedInFull({ copy: { destination }, install }: Pick<SpoiledInstall, 'copy' | 'install'>): boolean {
  const named = install.recognised?.manifestArgs ?? [];
  return (
    destination !== undefined &&
    named.length > 0 &&
    named.every(({ value }) => relativeTo(destination, value) !== undefined)
  );
}

function inputsOf(
  context: ContextFiles,
  project: string,
  { copy, install, ecosystem }: SpoiledInstall,
  added: readonly string[],
): InstallInputs {
  const { recognised } = install;
  const call: InstallCall = recognised
    ? installCall(recognised)
    : { ecosystem: ecosystem.id, manifestArgs: [], flags: new Set() };
  const manifestArgs = call.manifestArgs.map((path) =>
    path.startsWith('/') ? (relativeTo(copy.destination ?? '', path) ?? path) : path,
  );
  return findInstallInputs(context, project, { ...call, manifestArgs, flags: new Set([...call.flags, ...added]) });
}

/** The install needs more of the project than can be copied in front of it. */
function needsMore({ refusals, members, scripts }: InstallInputs): boolean {
  return refusals.length > 0 || members.length > 0 || scripts.some(({ needs }) => needs === undefined);
}

/** Everything the install reads, context paths, each once. */
function neededPaths(inputs: InstallInputs): readonly string[] {
  const paths = [
    ...inputs.manifests,
    ...inputs.locks,
    ...inputs.configs.map(({ path }) => path),
    ...inputs.members,
    ...inputs.pathDependencies.flatMap(({ path }) => path ?? []),
    ...inputs.scripts.flatMap(({ needs }) => needs ?? []),
  ];
  return [...new Set(paths)];
}

function copiesAbove(file: LintFile, copy: CopyStep): readonly CopyStep[] {
  const steps = flowOf(file).stages[copy.stage.index]?.steps ?? [];
  return steps.filter(
    (step): step is CopyStep => step.kind === 'copy' && step.instruction.index < copy.instruction.index,
  );
}

function names(inputs: InstallInputs): string {
  const shown = [...inputs.manifests, ...inputs.locks].map((path) => path.slice(path.lastIndexOf('/') + 1));
  const unique = [...new Set(shown)];
  if (unique.length === 1) return unique.join('');
  if (unique.length === 2) return unique.join(' and ');
  return `${unique[0]}, ${unique[1]} and the like`;
}
