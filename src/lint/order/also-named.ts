import { scopeBefore } from '../../dockerfile/scope';
import { cleanPath, joinPath, relativeTo } from '../../shared/posix-path';
import type { ContextFiles } from '../context-files';
import { filesNamedIn } from '../inputs/named-in-config';
import type { LintFile } from '../rule';
import type { SpoiledInstall } from './spoiled-install';

/** What an install reads beyond what its package manager looks for by itself, or the clause that says why that is too much. */
export type AlsoNamed = { readonly files: readonly string[] } | { readonly reason: string };

export interface KnownInputs {
  readonly context: ContextFiles;
  /** What is copied in front of the install: files and folders of the context. */
  readonly needed: readonly string[];
  /** Manifests and configuration, whose text may name more. */
  readonly read: readonly string[];
  readonly outputs: readonly string[];
}

/** Variables of package managers, whose folders count as well. */
const ofManager =
  /^(?:PIP|NPM|npm|YARN|PNPM|BUN|BUNDLE|COMPOSER|UV|POETRY|PDM|CARGO|GO|MAVEN|GRADLE|NUGET|DOTNET|MIX|CONDA)/;

/**
 * Files of the build context that the words of the command name (`-s settings.xml`) and those that its configuration names
 * (`cafile=certs/ca.pem`). What a variable of the Dockerfile names is a reason to leave the install alone.
 */
export function alsoNamed(file: LintFile, spoiled: SpoiledInstall, known: KnownInputs): AlsoNamed {
  const { context, needed, outputs } = known;
  const covered = (path: string) =>
    [...needed, ...outputs].some((one) => relativeTo(one, path) !== undefined) ||
    needed.some((one) => relativeTo(path, one) !== undefined);
  const kindOf = (path: string | undefined) =>
    path === undefined || path === '' || covered(path) || context.ignored(path) ? undefined : context.kind(path);

  for (const [name, value] of variables(file, spoiled)) {
    const path = inContext(spoiled, value, ofManager.test(name));
    const kind = kindOf(path);
    if (kind === 'file' || (kind === 'directory' && ofManager.test(name)))
      return { reason: `the variable ${name} names ${path}, which the source brings` };
  }
  const words = spoiled.install.call.args.flatMap(({ literal, value }) => (literal ? pathIn(value) : []));
  const named = [
    ...words.map((word) => inContext(spoiled, word, true)),
    ...known.read.flatMap((path) => filesNamedIn(path, context)),
  ];
  const files: string[] = [];
  for (const path of named) {
    const kind = kindOf(path);
    if (path === undefined || kind === undefined) continue;
    if (kind === 'directory') return { reason: `it also reads the folder ${path} of the source` };
    files.push(path, ...filesNamedIn(path, context).filter((other) => kindOf(other) === 'file'));
  }
  return { files: [...new Set(files)] };
}

/** Of the Dockerfile, and those in front of the command. */
function variables(file: LintFile, { run, install }: SpoiledInstall): readonly (readonly [string, string])[] {
  const scope = [...scopeBefore(file.dockerfile, run.instruction).variables.values()];
  return [
    ...scope.flatMap(({ name, value }) => (value === undefined || name === 'PATH' ? [] : [[name, value] as const])),
    ...install.command.assignments.flatMap(({ name, value }) => (value?.literal ? [[name, value.value] as const] : [])),
  ];
}

/** The path in a word that may name one: with a slash or a dot in it, behind the `=` of a flag. */
function pathIn(word: string): readonly string[] {
  const text = word.startsWith('-') ? word.slice(word.indexOf('=') + 1) : word;
  return text.startsWith('-') || text.includes('://') || !/[./]/.test(text) ? [] : [text.replace(/^file:/, '')];
}

/** Path in the context of what the source copy brings to a path of the image; undefined for what it does not bring. */
function inContext({ copy, install }: SpoiledInstall, path: string, relative: boolean): string | undefined {
  const { destination } = copy;
  const [source] = copy.sources;
  if (destination === undefined || source === undefined) return undefined;
  const base = path.startsWith('/') ? '/' : relative ? install.directory : undefined;
  if (base === undefined) return undefined;
  const below = relativeTo(destination, cleanPath(`${base}/${path}`));
  return below === undefined ? undefined : joinPath(source, below);
}
