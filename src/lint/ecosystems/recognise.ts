import { rememberedFor } from '../../shared/remembered';
import type { Span } from '../../shared/span';
import { type Invocation, invocation } from '../../shell/invocation';
import type { ShellCommand, ShellScript, ShellWord } from '../../shell/script';
import { invocationsOf } from '../facts/invocations';
import type { LintFile } from '../rule';
import type { ArgValue, Ecosystem, EcosystemId, Match, Role } from './ecosystem';
import { ecosystems } from './ecosystems';

/** What a command is to the build cache. Lists are empty and booleans false where there is nothing to say. */
export interface Recognised {
  readonly ecosystem: EcosystemId;
  readonly role: Role;
  readonly invocation: Invocation;
  /** The words to underline: from the program to the subcommand (`npm install`). */
  readonly span: Span;
  /** `install`, `ci`, `restore`; undefined when there is none (`yarn`, `bundle`). */
  readonly subcommand: ShellWord | undefined;
  /** It installs exactly what the lock file says, or fails. */
  readonly frozen: boolean;
  /** It downloads nothing. */
  readonly offline: boolean;
  /** Packages named in the command. */
  readonly packages: readonly ShellWord[];
  /** Manifests named in the command: `-r` files, `-f pom.xml`, a project file; relative to `directory`. */
  readonly manifestArgs: readonly ArgValue[];
  /** Local packages named in the command: `./x.deb`, `.`, `-e ./lib`. */
  readonly localFiles: readonly ArgValue[];
  /** The project's directory where an option names it (`--prefix`, `-C`, `--cwd`); relative to the working directory. */
  readonly directory: ArgValue | undefined;
  /** Flags without values: `--omit`, `-g`. */
  readonly flags: ReadonlySet<string>;
}

const byProgram = new Map<string, Ecosystem[]>();
for (const ecosystem of ecosystems) {
  for (const program of ecosystem.programs) {
    const known = byProgram.get(program);
    if (known) known.push(ecosystem);
    else byProgram.set(program, [ecosystem]);
  }
}

const none: ReadonlySet<string> = new Set();

/** Undefined when the command is none of a package manager, or does nothing the cache rules care about. */
export function recognise(command: ShellCommand): Recognised | undefined {
  return recogniseCall(invocation(command));
}

/** What each command of a script is, in their order. */
export const recognisedIn: (file: LintFile, script: ShellScript) => readonly (Recognised | undefined)[] = rememberedFor(
  (file, script) => invocationsOf(file, script).map(recogniseCall),
);

function recogniseCall(seen: Invocation): Recognised | undefined {
  const program = seen.program && unversioned(seen.program);
  const candidates = program === undefined ? undefined : byProgram.get(program);
  if (program === undefined || !candidates) return undefined;
  const called = program === seen.program ? seen : { ...seen, program };
  for (const ecosystem of candidates) {
    const match = ecosystem.recognise(called);
    if (match) return recognised(ecosystem.id, match, seen);
  }
  return undefined;
}

function recognised(id: EcosystemId, match: Match, seen: Invocation): Recognised {
  const { subcommand } = match;
  const { start, end } = seen.programWord.span;
  return {
    ecosystem: match.ecosystem ?? id,
    role: match.role,
    invocation: seen,
    span: { start, end: Math.max(end, subcommand?.span.end ?? end) },
    subcommand,
    frozen: match.frozen ?? false,
    offline: match.offline ?? false,
    packages: match.packages ?? [],
    manifestArgs: match.manifestArgs ?? [],
    localFiles: match.localFiles ?? [],
    directory: match.directory,
    flags: match.flags ?? none,
  };
}

/** `pip` for `pip3` and `pip3.12`, `python` for `python3`. */
function unversioned(program: string): string {
  if (!/[\d.]$/.test(program)) return program;
  return /^(?:pip|python|pypy|gem|bundle|php|composer)[\d.]+$/.test(program) ? program.replace(/[\d.]+$/, '') : program;
}

/** The command fills dependencies in so many words, as opposed to a build that does it on the way. */
export function isDependencyInstall({ role }: Pick<Recognised, 'role'>): boolean {
  return role === 'install' || role === 'prime';
}

/** The command builds, tests or runs the project. */
export function isProjectCommand({ role }: Pick<Recognised, 'role'>): boolean {
  return role === 'project' || role === 'implicit';
}
