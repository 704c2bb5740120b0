import { baseName, joinPath, relativeTo } from '../../shared/posix-path';
import type { ContextFiles } from '../context-files';
import type { Ecosystem } from '../ecosystems/ecosystem';
import type { Recognised } from '../ecosystems/recognise';
import type { CopyStep } from '../flow/flow';
import { matchesName } from '../flow/names';

/** What an install reads, as far as names tell it from source. */
export interface InputNames {
  /** Names and globs of manifests, lock files and configuration, relative to the project. */
  readonly names: readonly string[];
  /** Those of manifests alone. */
  readonly manifests: readonly string[];
}

export function inputNames(ecosystem: Ecosystem, { manifestArgs }: Pick<Recognised, 'manifestArgs'>): InputNames {
  const named = manifestArgs.map(({ value }) => baseName(value));
  const configs = ecosystem.configs.map((path) => path.replace(/\/$/, ''));
  return {
    manifests: [...ecosystem.manifests, ...named],
    names: [...ecosystem.manifests, ...ecosystem.locks, ...configs, ...named],
  };
}

/** Nothing but what the install reads, by the names in the COPY or by what the context holds. */
export function takesOnlyInputs(copy: CopyStep, inputs: InputNames, context: ContextFiles | undefined): boolean {
  if (context) return onlyInputs(copy, inputs, context);
  return copy.sources.every((source) => {
    if (source === undefined) return true;
    const name = baseName(source);
    return (
      !copy.wide &&
      (isInputFolder(source) || inputs.names.some((input) => matchesName(input, name) || matchesName(name, input)))
    );
  });
}

/** The copy brings source: everything of the context, source files by a glob, or the folder that holds the manifest. */
export function bringsSource(
  copy: CopyStep,
  project: string | undefined,
  inputs: InputNames,
  context: ContextFiles | undefined,
): boolean {
  if (copy.origin !== 'context') return false;
  if (copy.wide) return !allowsOnlyInputs(copy, inputs, context);
  return copy.sources.some((source) => source !== undefined && isProjectFolder(copy, source, project, inputs, context));
}

/** The folder's content lands where the install looks for its manifest, and nothing says that it holds manifests only. */
function isProjectFolder(
  copy: CopyStep,
  source: string,
  project: string | undefined,
  inputs: InputNames,
  context: ContextFiles | undefined,
): boolean {
  if (project === undefined || copy.destination === undefined) return false;
  const below = relativeTo(copy.destination, project);
  if (below === undefined) return false;
  if (context) {
    if (context.kind(source) !== 'directory') return false;
    const folder = joinPath(source, below);
    const names = context.list(folder);
    return (
      names.some((name) => inputs.manifests.some((manifest) => matchesName(manifest, name))) &&
      !onlyInputs(copy, inputs, context)
    );
  }
  // Without the context: a name that is no file name, copied to the very directory the install runs in.
  return below === '' && copy.sources.length === 1 && looksLikeFolder(copy, source) && !isInputFolder(source);
}

function looksLikeFolder(copy: CopyStep, source: string): boolean {
  const name = baseName(source);
  const word = copy.instruction.sources[copy.sources.indexOf(source)];
  if (word?.value.endsWith('/')) return true;
  return !/[.*?[]/.test(name) && !/^(Gemfile|Pipfile|Makefile|Procfile|Rakefile|gradlew|mvnw)$/.test(name);
}

function isInputFolder(source: string): boolean {
  return /^(requirements|reqs|deps|dependencies|constraints|patches|conda|env|environments|packages|package|manifests)$/.test(
    baseName(source),
  );
}

/** An ignore file that lets through nothing else: what is beside the Dockerfile today says little, that says it for good. */
function allowsOnlyInputs(copy: CopyStep, inputs: InputNames, context: ContextFiles | undefined): boolean {
  return context?.ignoreFile !== undefined && onlyInputs(copy, inputs, context);
}

/** Everything the copy takes is read by the install itself, or is about the image. */
function onlyInputs(copy: CopyStep, inputs: InputNames, context: ContextFiles): boolean {
  const folders = copy.sources.filter((source) => source !== undefined);
  const files = context.walk().filter((path) => folders.some((folder) => matchesSource(folder, path)));
  return files.every((path) => {
    const name = baseName(path);
    return (
      inputs.names.some((input) => matchesName(input, name) || path.startsWith(`${input}/`)) ||
      /^(.*\.)?(dockerfile|containerfile)(\..*)?$|^\.dockerignore$|^(readme|license|licence)(\..*)?$/i.test(name)
    );
  });
}

function matchesSource(source: string, path: string): boolean {
  if (source === '' || /^\*+(\.\*|\/\*)?$/.test(source)) return true;
  return relativeTo(source, path) !== undefined || matchesName(source, path);
}
