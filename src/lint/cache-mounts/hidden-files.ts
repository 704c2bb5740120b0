import { relativeTo, resolvePath } from '../../shared/posix-path';
import type { Span } from '../../shared/span';
import { flagValues } from '../../shell/args';
import { ecosystemOf } from '../ecosystems/ecosystems';
import type { FlowCommand, FlowStep, RunStep } from '../flow/flow';
import type { LintFile } from '../rule';
import { baseImageOf } from './base-image';
import { cacheOwner, cachePlaceOf } from './cache-place';
import { cacheMountsOf, mountOver, type PlacedMount } from './mount-places';
import { pathOf, wordsBelow } from './mount-words';
import { downloadsOf } from './mounted-managers';

/** Files of the image that a mount lies over. */
export interface Hidden {
  /** For a message: `the settings that …`. */
  readonly what: string;
  readonly advice: string;
  /** What put them there, if it stands in this file. */
  readonly span: Span | undefined;
  /** The directory of the cache alone, which leaves them in sight. */
  readonly narrower?: string | undefined;
  /** The earlier step that would do the same with the mount. */
  readonly filler?: RunStep | undefined;
}

/** The first files in front of a step that its mount hides. */
export function hiddenBy(
  file: LintFile,
  before: readonly FlowStep[],
  step: RunStep,
  { target }: PlacedMount,
): Hidden | undefined {
  if (target === undefined || target.startsWith('<')) return undefined;
  const narrower = cacheBelow(file, step, target);
  for (const earlier of before) {
    const found = earlier.kind === 'copy' ? undefined : hiddenRun(file, earlier, step, target, narrower);
    if (found) return found;
    if (earlier.kind !== 'copy' || earlier.destination === undefined) continue;
    const { destination } = earlier;
    if (relativeTo(target, destination) === undefined) continue;
    const clear = narrower !== undefined && relativeTo(narrower, destination) === undefined && destination !== target;
    const beside =
      clear || (narrower !== undefined && destination === target && !copiesCache(earlier.sources, target, narrower));
    return {
      what: `what ${earlier.instruction.kind} put into ${destination}`,
      advice: beside ? `Mount ${narrower} alone.` : 'Mount another directory, or copy the files elsewhere.',
      span: earlier.instruction.span,
      ...(beside && { narrower }),
    };
  }
  return hiddenInImage(step, target, narrower);
}

/** A file copied into the target would land where the cache is. */
function copiesCache(sources: readonly (string | undefined)[], target: string, narrower: string): boolean {
  const name = relativeTo(target, narrower)?.split('/')[0];
  return sources.some((source) => source === undefined || source === '' || source.split('/').at(-1) === name);
}

/** The cache of the step's own package manager, where it is a part of what is mounted. */
function cacheBelow(file: LintFile, step: RunStep, target: string): string | undefined {
  for (const { place } of downloadsOf(file, step)) {
    const [directory] = place.directories;
    const part = place.ecosystem === 'gradle' && directory ? `${directory}/caches` : directory;
    if (part !== undefined && part !== target && relativeTo(target, part) !== undefined) return part;
  }
  return undefined;
}

function hiddenRun(
  file: LintFile,
  earlier: RunStep,
  step: RunStep,
  target: string,
  narrower: string | undefined,
): Hidden | undefined {
  const mounts = cacheMountsOf(file, earlier.instruction);
  if (mountOver(mounts, target)) return undefined;
  for (const entry of earlier.commands) {
    const resolved = resolvedInto(file, earlier, entry, step, target);
    if (resolved) {
      return {
        what: `what \`${wordsOf(file, entry)}\` put into ${target}, so that it is done once more`,
        advice: 'Give the earlier step the same mount, or leave it out.',
        span: entry.recognised?.span ?? entry.command.span,
        filler: earlier,
      };
    }
    const tools = toolsIn(entry, target, earlier);
    const written = tools ? undefined : writtenInto(file, earlier, entry, target);
    if (!tools && !written) continue;
    const path = tools ?? written ?? target;
    const beside = narrower !== undefined && relativeTo(narrower, path) === undefined;
    return {
      what: `${path}, which an earlier step made`,
      advice: beside ? `Mount ${narrower} alone.` : 'Mount another directory.',
      span: entry.command.span,
      ...(beside && { narrower }),
    };
  }
  return undefined;
}

function wordsOf(file: LintFile, { recognised, command }: FlowCommand): string {
  const { start, end } = recognised?.span ?? command.span;
  return file.dockerfile.text.slice(start, end).replace(/\s*\\\s+/g, ' ');
}

/** The earlier step filled a store of packages, or the project's own directory, that the step's manager looks into. */
function resolvedInto(file: LintFile, earlier: RunStep, entry: FlowCommand, step: RunStep, target: string): boolean {
  const owner = cacheOwner(entry);
  const { recognised } = entry;
  if (!owner || !recognised || !/^(?:install|prime|implicit)$/.test(recognised.role)) return false;
  if (!step.commands.some((other) => cacheOwner(other) === owner)) return false;
  const place = cachePlaceOf(file, earlier, entry);
  if (place?.rule.store && place.directories.some((directory) => relativeTo(target, directory) !== undefined))
    return true;
  const { outputs, compileCaches } = ecosystemOf(recognised.ecosystem);
  const { directory } = entry;
  if (directory === undefined) return false;
  const made = [...outputs, ...compileCaches].filter((path) => !/^[/~]/.test(path) && path !== 'vendor');
  return made.some((path) => resolvePath(directory, path) === target);
}

/** Programs that installers put beside caches. */
function toolsIn(
  { call, command, recognised }: FlowCommand,
  target: string,
  { instruction }: RunStep,
): string | undefined {
  const image = baseImageOf(instruction.stage)?.name ?? '';
  const words = [command.name, ...command.args].map(({ value }) => value).join(' ');
  if (/^(?:\/root|\/home\/[^/]+)\/\.cargo$/.test(target) && /rustup/.test(words)) return `${target}/bin`;
  if (recognised?.role !== 'tools') return undefined;
  if (call.program === 'cargo' && /\/\.?cargo$/.test(target)) return `${target}/bin`;
  return call.program === 'go' && target === '/go' && /golang/.test(image) ? '/go/bin' : undefined;
}

/** A file that a copying or downloading command, or a redirection, puts below the target. */
function writtenInto(file: LintFile, earlier: RunStep, entry: FlowCommand, target: string): string | undefined {
  if (/^\/(?:var\/)?tmp$/.test(target)) return undefined;
  const { call, command } = entry;
  const written = command.redirects
    .filter(({ operator }) => /^(?:&?>>?|>\|)$/.test(operator))
    .flatMap(({ target: word }) => word ?? []);
  if (/^(?:cp|mv|install)$/.test(call.program ?? '')) written.push(...call.args.slice(-1));
  if (call.program === 'curl') written.push(...flagValues(call, '-o', '--output').map(({ word }) => word));
  if (call.program === 'wget') written.push(...flagValues(call, '-O', '--output-document').map(({ word }) => word));
  const below = new Set(wordsBelow(file, earlier, entry, target).map(({ path }) => path));
  for (const word of written) {
    const path = pathOf(file, earlier, entry, word);
    if (path !== undefined && (below.has(path) || (path !== target && relativeTo(target, path) !== undefined)))
      return path;
  }
  return undefined;
}

/** Directories that well-known images fill. */
function hiddenInImage(step: RunStep, target: string, narrower: string | undefined): Hidden | undefined {
  const image = baseImageOf(step.instruction.stage);
  const advice = narrower === undefined ? 'Mount the directory of the cache alone.' : `Mount ${narrower} alone.`;
  if (image?.name === 'rust' && target === '/usr/local/cargo') {
    return { what: 'the Rust toolchain of the image (/usr/local/cargo/bin)', advice, span: undefined, narrower };
  }
  if (target === '/var/cache' && step.commands.some(({ recognised }) => recognised?.ecosystem === 'apt')) {
    return {
      what: 'more than the packages of apt: the answers given to debconf are in /var/cache, too, and get lost',
      advice: 'Mount /var/cache/apt alone.',
      span: undefined,
      narrower: '/var/cache/apt',
    };
  }
  if (/^\/(?:var|var\/lib|usr|usr\/(?:local|lib|bin|share|local\/(?:bin|lib))|etc|bin|lib|opt)$/.test(target)) {
    return { what: `what the image has in ${target}`, advice, span: undefined, narrower };
  }
  return undefined;
}
