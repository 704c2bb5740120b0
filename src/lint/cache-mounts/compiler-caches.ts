import { scopeBefore } from '../../dockerfile/scope';
import { isRooted, resolvePath } from '../../shared/posix-path';
import { remembered } from '../../shared/remembered';
import { flagValues } from '../../shell/args';
import { callsAny } from '../facts/runs-calling';
import { seenIn } from '../facts/seen';
import type { FlowCommand, FlowStep, RunStep } from '../flow/flow';
import type { LintFile } from '../rule';
import { baseImageOf, goMinorVersion } from './base-image';
import { cacheOwner } from './cache-place';
import { accountOf } from './home';
import { expandText, mountAround, mountOver, type PlacedMount } from './mount-places';

/** What keeps the work of a compiler from one build to the next. */
export interface CompilerCache {
  readonly compiler: 'Go' | 'Cargo' | 'Swift' | 'Next.js' | 'Turborepo' | 'CMake';
  readonly entry: FlowCommand;
  /** Where it is; undefined when not known, and nothing can be mounted. */
  readonly directory: string | undefined;
  /** What is built lies in it, and has to be copied out. */
  readonly holdsOutput: boolean;
}

/** Cheap; false where no step of the file can be a compilation that is known here. */
export function mayCompile(file: LintFile): boolean {
  const { roles } = seenIn(file);
  return roles.has('implicit') || roles.has('project') || callsAny(file, 'cmake') || mentionsBundler(file);
}

/** Compilations of a step whose cache no mount keeps. */
export function unkeptCompilations(
  file: LintFile,
  step: RunStep,
  before: readonly FlowStep[],
  mounts: readonly PlacedMount[],
): readonly CompilerCache[] {
  // What was cloned or downloaded runs again only when its text changes: then there is little to go on from.
  const source = before.some((earlier) => earlier.kind === 'copy' && earlier.origin === 'context');
  if (!source && !step.instruction.mounts.some(({ type }) => type === 'bind')) return [];
  return step.commands.flatMap((entry) => {
    const cache = cacheOf(file, step, entry, before);
    if (!cache) return [];
    const { directory } = cache;
    if (directory !== undefined && (cache.holdsOutput ? mountAround(mounts, directory) : mountOver(mounts, directory)))
      return [];
    const name = {
      Go: /go-build|gocache/i,
      Cargo: /target|sccache/,
      Swift: /\.build/,
      'Next.js': /\.next/,
      Turborepo: /turbo|\.cache/,
      CMake: /ccache|build/,
    };
    const named = mounts.some(({ target }) => target === undefined || name[cache.compiler].test(target));
    return named ? [] : [cache];
  });
}

function cacheOf(
  file: LintFile,
  step: RunStep,
  entry: FlowCommand,
  before: readonly FlowStep[],
): CompilerCache | undefined {
  const { recognised, call } = entry;
  const words = mentionsBundler(file) ? [call.programWord, ...call.args].map(({ value }) => value).join(' ') : '';
  if (/(?:^|[ /])next build\b/.test(words)) return inProject('Next.js', entry, '.next/cache', false);
  if (/(?:^|[ /])turbo (?:run |build\b)/.test(words) && !/TURBO_TOKEN/.test(file.dockerfile.text))
    return { compiler: 'Turborepo', entry, directory: undefined, holdsOutput: false };
  if (call.program === 'cmake' && call.args[0]?.value === '--build') {
    const source = before.some((earlier) => earlier.kind === 'copy' && earlier.wide);
    return source && !/ccache/.test(file.dockerfile.text)
      ? { compiler: 'CMake', entry, directory: undefined, holdsOutput: false }
      : undefined;
  }
  if (recognised?.role !== 'implicit' && !(recognised?.role === 'project' && call.program === 'go')) return undefined;
  if (call.program === 'go') {
    const kind = recognised.subcommand?.value ?? '';
    if (!/^(?:build|install|test|run|vet)$/.test(kind) || recognised.flags.has('-a')) return undefined;
    return goCache(file, step, entry);
  }
  const owner = cacheOwner(entry);
  if (owner === 'cargo' && /^(?:cargo|cross)$/.test(call.program ?? '')) return cargoCache(file, step, entry, before);
  return owner === 'swift' ? inProject('Swift', entry, '.build', true) : undefined;
}

const mentionsBundler = remembered(({ dockerfile: { text } }: LintFile) => /next|turbo/.test(text));

function inProject(
  compiler: CompilerCache['compiler'],
  entry: FlowCommand,
  path: string,
  holdsOutput: boolean,
): CompilerCache {
  return {
    compiler,
    entry,
    holdsOutput,
    directory: entry.directory === undefined ? undefined : resolvePath(entry.directory, path),
  };
}

function goCache(file: LintFile, step: RunStep, entry: FlowCommand): CompilerCache | undefined {
  const set = variableOf(file, step, entry, 'GOCACHE');
  const image = baseImageOf(step.stage);
  // Go keeps what it compiles since 1.10.
  if (set === 'off' || (image && (goMinorVersion(image) ?? 10) < 10)) return undefined;
  const xdg = variableOf(file, step, entry, 'XDG_CACHE_HOME');
  const { home, root, uid } = accountOf(file, step.instruction);
  const usable = home !== undefined && (root !== false || uid !== undefined);
  const directory = set ?? (xdg === undefined ? usable && `${home}/.cache/go-build` : `${xdg}/go-build`);
  return {
    compiler: 'Go',
    entry,
    directory: directory && isRooted(directory) ? directory : undefined,
    holdsOutput: false,
  };
}

/** Nothing where the dependencies are compiled in a layer of their own, or `sccache` keeps what is compiled. */
function cargoCache(
  file: LintFile,
  step: RunStep,
  entry: FlowCommand,
  before: readonly FlowStep[],
): CompilerCache | undefined {
  const wrapper = variableOf(file, step, entry, 'RUSTC_WRAPPER');
  const primed = before.some(
    (earlier) =>
      earlier.kind === 'run' &&
      earlier.commands.some(
        (other) => cacheOwner(other) === 'cargo' && /^(?:prime|implicit)$/.test(other.recognised?.role ?? ''),
      ),
  );
  if (wrapper || primed || /\bsccache\b/.test(file.dockerfile.text)) return undefined;
  const named =
    flagValues(entry.call, '--target-dir').at(-1)?.value ??
    variableOf(file, step, entry, 'CARGO_TARGET_DIR') ??
    'target';
  const installs = entry.recognised?.subcommand?.value === 'install';
  if (installs && (entry.recognised?.localFiles[0]?.value ?? '.') !== '.') {
    return { compiler: 'Cargo', entry, directory: undefined, holdsOutput: true };
  }
  return inProject('Cargo', entry, named, !installs);
}

function variableOf(file: LintFile, step: RunStep, { command }: FlowCommand, name: string): string | undefined {
  const own = command.assignments.find((assignment) => assignment.name === name);
  const scope = scopeBefore(file.dockerfile, step.instruction);
  if (own) return expandText(own.value?.value ?? '', scope) ?? '$';
  const variable = scope.variables.get(name);
  return variable && !variable.unset ? (variable.value ?? '$') : undefined;
}
