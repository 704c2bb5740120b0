import { baseName, dirName, joinPath, relativeTo } from '../../shared/posix-path';
import type { ContextFiles } from '../context-files';
import type { CopyStep, FlowStep } from '../flow/flow';
import { matchesName } from '../flow/names';
import { isDirectory, isFile } from './draft';
import { hasGlob, matchesPath, matchFolders } from './globs';
import type { Origin } from './image-files';

/** Whether a copy puts something at a path of the image. */
export type Landing =
  | { readonly kind: 'no' | 'unknown' }
  | {
      readonly kind: 'yes';
      readonly origin: Origin;
      /** It comes from this path of another stage, where it has to be looked up. */
      readonly inStage?: string;
      /** The copy names the very file, so it is there whatever the other stage does. */
      readonly certain?: boolean;
    };

interface LandingOptions {
  readonly context: ContextFiles | undefined;
  /** The destination is a directory that exists. */
  readonly directory: boolean;
}

/** `COPY x /app` puts x into /app where that is a directory: a working directory or one that copies went into. */
export function isKnownDirectory(step: CopyStep, steps: readonly FlowStep[]): boolean {
  const { destination } = step;
  if (destination === undefined || step.intoDirectory) return step.intoDirectory;
  return steps.some((other) =>
    other.kind === 'run'
      ? other.workdir !== undefined && relativeTo(destination, other.workdir) !== undefined
      : other !== step &&
        other.destination !== undefined &&
        (other.intoDirectory
          ? relativeTo(destination, other.destination)
          : relativeTo(destination, dirName(other.destination))) !== undefined,
  );
}

export function landingOf(step: CopyStep, path: string, options: LandingOptions): Landing {
  const { destination, instruction } = step;
  if (destination === undefined) return { kind: 'unknown' };
  for (const heredoc of instruction.heredocs) {
    const target = step.intoDirectory ? joinTarget(destination, heredoc.name) : destination;
    if (target === path) return { kind: 'yes', origin: { contextPath: undefined, copy: step } };
  }
  const below = relativeTo(destination, path);
  // A placeholder for an unknown directory may stand for the one asked for.
  if (below === undefined && destination.startsWith('<') !== path.startsWith('<')) return { kind: 'unknown' };
  let unknown = false;
  for (const source of step.sources) {
    const landing = source === undefined ? within(below) : sourceLanding(step, source, path, options);
    if (landing.kind === 'yes') return landing;
    if (landing.kind === 'unknown') unknown = true;
  }
  return { kind: unknown ? 'unknown' : 'no' };
}

/** The path in the context when `below` is taken from a source, if the builder gets it. */
export function contextPathIn(context: ContextFiles | undefined, source: string, below: string): string | undefined {
  if (!context) return undefined;
  const path = joinPath(joinPath('', source.replace(/^\/+/, '')), below);
  return isFile({ context }, path) || isDirectory({ context }, path) ? path : undefined;
}

function within(below: string | undefined): Landing {
  return { kind: below === undefined ? 'no' : 'unknown' };
}

function joinTarget(destination: string, name: string): string {
  return destination === '/' ? `/${name}` : `${destination}/${name}`;
}

function sourceLanding(step: CopyStep, source: string, path: string, options: LandingOptions): Landing {
  const destination = step.destination ?? '/';
  const below = relativeTo(destination, path);
  switch (step.origin) {
    case 'context':
      if (step.instruction.kind === 'ADD' && /\.(?:tar|tgz|tbz2?|txz|tar\.\w+)$/.test(source)) return within(below);
      return options.context
        ? contextLanding(step, source, path, options.context, options)
        : blindLanding(step, source, path, options);
    case 'stage':
    case 'image': {
      if (hasGlob(source)) return within(below);
      const named = targets(step, source, options).includes(path) && baseName(source) === baseName(path);
      if (below === undefined && !named) return { kind: 'no' };
      const inStage = named ? source : joinTarget(source, below ?? '').replace(/\/$/, '');
      if (step.origin === 'image')
        return named ? { kind: 'yes', origin: { contextPath: undefined, copy: step } } : { kind: 'unknown' };
      return { kind: 'yes', origin: { contextPath: undefined, copy: step }, inStage, certain: named };
    }
    default:
      return targets(step, source, options).includes(path)
        ? { kind: 'yes', origin: { contextPath: undefined, copy: step } }
        : { kind: 'no' };
  }
}

/** Where a file lands: in the directory under its name, or as the destination. */
function targets(step: CopyStep, source: string, { directory }: LandingOptions): readonly string[] {
  const destination = step.destination ?? '/';
  const inside = joinTarget(destination, baseName(source));
  if (directory) return [inside];
  return baseName(destination) === baseName(source) || /\.\w+$/.test(destination)
    ? [destination]
    : [destination, inside];
}

function contextLanding(
  step: CopyStep,
  source: string,
  path: string,
  context: ContextFiles,
  options: LandingOptions,
): Landing {
  const destination = step.destination ?? '/';
  const parents = step.instruction.flags.some(({ name }) => name === 'parents');
  const found = hasGlob(source) ? matchContext(context, source) : [source];
  for (const entry of found) {
    const kind = context.kind(entry);
    if (kind === undefined) return within(relativeTo(destination, path));
    const kept = parents ? keptPath(step, source, entry) : undefined;
    const landed = landings(step, entry, { kind, kept, options });
    if (isIgnored(context, entry)) continue;
    if (landed.some((target) => target !== path && relativeTo(path, target) !== undefined)) {
      return { kind: 'yes', origin: { contextPath: undefined, copy: step } };
    }
    const candidate = candidateIn(entry, kind, landed, path);
    if (candidate === undefined || !(isFile({ context }, candidate) || isDirectory({ context }, candidate))) continue;
    if (isExcluded(step, candidate)) return { kind: 'unknown' };
    return { kind: 'yes', origin: { contextPath: candidate, copy: step } };
  }
  return { kind: 'no' };
}

/** Paths of the image where an entry may end up: of a file its own, of a folder the one its content goes into. */
function landings(
  step: CopyStep,
  entry: string,
  { kind, kept, options }: { kind: 'file' | 'directory'; kept: string | undefined; options: LandingOptions },
): readonly string[] {
  const destination = step.destination ?? '/';
  if (kept !== undefined) return [kept === '' ? destination : joinTarget(destination, kept)];
  return kind === 'directory' ? [destination] : targets(step, entry, options);
}

/** What of the entry lands at the path. */
function candidateIn(
  entry: string,
  kind: 'file' | 'directory',
  landed: readonly string[],
  path: string,
): string | undefined {
  for (const target of landed) {
    const below = relativeTo(target, path);
    if (below === '' || (below !== undefined && kind === 'directory')) return joinPath(entry, below);
  }
  return undefined;
}

function isIgnored(context: ContextFiles, entry: string): boolean {
  return !isFile({ context }, entry) && !isDirectory({ context }, entry);
}

/** With --parents: the part of the path behind `/./`, or all of it. */
function keptPath(step: CopyStep, source: string, entry: string): string {
  const written = step.instruction.sources[step.sources.indexOf(source)]?.value ?? '';
  const pivot = written.indexOf('/./');
  if (pivot < 0) return entry;
  return relativeTo(joinPath('', written.slice(0, pivot).replace(/^\/+/, '')), entry) ?? entry;
}

/** --exclude is rare enough not to say what exactly it leaves out. */
function isExcluded(step: CopyStep, path: string): boolean {
  return step.instruction.flags.some(
    ({ name, value }) =>
      name === 'exclude' &&
      value !== undefined &&
      (path.split('/').some((segment) => matchesName(baseName(value.value), segment)) ||
        matchesPath(value.value, path)),
  );
}

/** Entries of the context that a source's glob matches, by Go's filepath.Match; `**` takes any number of folders. */
function matchContext(context: ContextFiles, glob: string): readonly string[] {
  if (glob.includes('**')) return context.walk().filter((path) => matchesPath(glob, path));
  const folder = dirName(glob);
  return matchFolders({ context }, '', folder === '/' ? '' : folder).flatMap((base) =>
    context
      .list(base)
      .filter((name) => matchesName(baseName(glob), name))
      .map((name) => joinPath(base, name)),
  );
}

/** Without the context: a name that reads like a file is one, any other may be a folder with anything in it. */
function blindLanding(step: CopyStep, source: string, path: string, options: LandingOptions): Landing {
  const below = relativeTo(step.destination ?? '/', path);
  if (hasGlob(source)) return within(below);
  if (targets(step, source, options).includes(path) && baseName(source) === baseName(path)) {
    return { kind: 'yes', origin: { contextPath: undefined, copy: step } };
  }
  const word = step.instruction.sources[step.sources.indexOf(source)]?.value ?? '';
  const looksLikeFile =
    source !== '' &&
    !word.endsWith('/') &&
    (/[^/.]\.[\w-]+$/.test(source) || /^\.[\w-]*rc$/.test(baseName(source)) || fileNames.test(baseName(source)));
  return looksLikeFile ? { kind: 'no' } : within(below);
}

const fileNames = /^(?:Gemfile|Pipfile|Makefile|Procfile|Rakefile|gradlew|mvnw|LICENSE|README|VERSION|artisan)$/;
