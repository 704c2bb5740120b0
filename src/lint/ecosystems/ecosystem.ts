import type { Invocation } from '../../shell/invocation';
import type { ShellWord } from '../../shell/script';

export type EcosystemId = ProjectEcosystemId | SystemEcosystemId;

export type ProjectEcosystemId =
  | 'npm'
  | 'yarn'
  | 'pnpm'
  | 'bun'
  | 'pip'
  | 'uv'
  | 'poetry'
  | 'pdm'
  | 'pipenv'
  | 'conda'
  | 'go'
  | 'cargo'
  | 'maven'
  | 'gradle'
  | 'dotnet'
  | 'composer'
  | 'bundler'
  | 'mix'
  | 'swift'
  | 'dart'
  | 'cabal'
  | 'stack'
  | 'sbt'
  | 'deno'
  | 'renv'
  | 'conan'
  | 'vcpkg';

export type SystemEcosystemId = 'apt' | 'apk' | 'dnf' | 'zypper' | 'pacman';

/** What the cache rules know about a package manager. Facts are from the cache catalogue (ecosystems.json). */
export interface Ecosystem {
  readonly id: EcosystemId;
  /** As people call it: `npm`, `Yarn`, `Cargo`. */
  readonly name: string;
  /** Ecosystems of a family build the same projects: `pytest` belongs to what `poetry install` installed. */
  readonly family: string;
  /** Files that declare dependencies, relative to the project's directory; globs with `*`. Empty for system packages. */
  readonly manifests: readonly string[];
  /** Files that pin what the manifests declare. */
  readonly locks: readonly string[];
  /** Files and directories (with a trailing slash) that change how the manager installs. */
  readonly configs: readonly string[];
  /** Directories an install fills inside the project, which a later copy of the context could overwrite. */
  readonly outputs: readonly string[];
  /** Download caches of root, absolute, best first. */
  readonly caches: readonly string[];
  /** Caches of compiled code; relative ones are inside the project. */
  readonly compileCaches: readonly string[];
  /** An install also compiles the dependencies, so that a download cache alone saves little. */
  readonly compiles: boolean;
  /** The flag that makes the usual install take exactly the lock's versions, or the command that does. */
  readonly frozen?: FrozenForm;
  /** The command that fills the dependency layer from manifests alone. */
  readonly prime?: string;
  /** Programs whose invocations are passed to `recognise`; `pip` also for `pip3` and `pip3.12`. */
  readonly programs: readonly string[];
  /** What an invocation of one of the programs does; undefined if nothing these rules care about. */
  recognise(invocation: Invocation): Match | undefined;
}

export type FrozenForm =
  | { readonly kind: 'flag'; readonly flag: string }
  | { readonly kind: 'command'; readonly command: string };

/**
 * What a command is to the build cache.
 * - `install`: installs the project's dependencies. It may also build or hook into the project, so it may need source.
 * - `prime`: the same from manifests alone, never touching source (`go mod download`, `pnpm fetch`, `uv sync
 *   --no-install-project`).
 * - `implicit`: a build that also fetches or compiles dependencies (`go build`, `mvn package`).
 * - `finish`: belongs behind the copy of the source although it looks like an install (`npm rebuild`, `pnpm install
 *   --offline`, `pip install --no-deps .`).
 * - `project`: builds, tests or runs the project with what is installed (`npm run build`, `dotnet publish --no-restore`).
 * - `tools`: installs packages named in the command, whatever the project is (`npm i -g x`, `pip install x`).
 * - `plan`: reads the whole tree on purpose to make a small input (`cargo chef prepare`, `turbo prune`).
 * - `system-…`: packages of the operating system; `system-remove` removes packages, `system-clean` indexes and downloads.
 */
export type Role =
  | 'install'
  | 'prime'
  | 'implicit'
  | 'finish'
  | 'project'
  | 'tools'
  | 'plan'
  | 'system-install'
  | 'system-update'
  | 'system-upgrade'
  | 'system-remove'
  | 'system-clean';

/** A recogniser's answer. Details left out are absent or false. */
export interface Match {
  readonly role: Role;
  /** Last word of the command proper (`install` of `npm install`); default: the program's. */
  readonly subcommand?: ShellWord | undefined;
  /** Installs exactly what the lock file says, or fails. */
  readonly frozen?: boolean;
  /** Downloads nothing. */
  readonly offline?: boolean;
  /** Packages named in the command. */
  readonly packages?: readonly ShellWord[];
  /** Manifests named in the command: `-r` files, `-f pom.xml`, a project file. */
  readonly manifestArgs?: readonly ArgValue[];
  /** Local packages named in the command: `./x.deb`, `.`, `-e ./lib`. */
  readonly localFiles?: readonly ArgValue[];
  /** The project's directory where an option names it: `--prefix`, `-C`, `--cwd`. */
  readonly directory?: ArgValue | undefined;
  readonly flags?: ReadonlySet<string>;
  /** When it belongs to another ecosystem than the recogniser's: `uv pip install`. */
  readonly ecosystem?: EcosystemId;
}

/** A value in an argument. `word` holds it, alone or behind its flag (`--prefix=app`, `-rdev.txt`). */
export interface ArgValue {
  readonly word: ShellWord;
  readonly value: string;
}
