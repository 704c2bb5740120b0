import type { ContextFiles } from '../context-files';

/**
 * What a dependency install reads from the project, found in the build context: what has to be copied before it, and what
 * keeps it from running before the source is there. All paths are relative to the context's root, with slashes.
 */
export interface InstallInputs {
  /** Folder of the project in the context; '' is the root. */
  readonly project: string;
  /** Manifests that exist: `package.json`, `requirements.txt`, `go.mod`. Empty: this is no project of that ecosystem. */
  readonly manifests: readonly string[];
  /** Lock files that exist. */
  readonly locks: readonly string[];
  /** Package-manager configuration that exists: `.npmrc`, `.yarnrc.yml`, `.yarn/releases`, `nuget.config`. */
  readonly configs: readonly ConfigInput[];
  /** Manifests of workspace members, modules, projects of a solution: needed at their own paths. */
  readonly members: readonly string[];
  /** Members the root manifest names whose manifest is not in the context or ignored. */
  readonly missingMembers: readonly string[];
  /** Local folders or files that dependencies point to (`file:`, `path =`, `replace => ../x`, `-e ./lib`, `-r other.txt`). */
  readonly pathDependencies: readonly PathDependency[];
  /** Hooks the install runs that need files not among the above. */
  readonly scripts: readonly InstallScript[];
  /**
   * Why running the install with only these files is not known to be right: one clause each, to finish the sentence
   * "There is no automatic fix, because …". Empty: copying the above and installing gives the same result.
   */
  readonly refusals: readonly string[];
  /** Folders the install fills inside the project (`node_modules`, `vendor`, `.venv`), which a later copy of the context could overwrite. */
  readonly outputs: readonly string[];
  /** Number of packages the lock file names, where it is cheap to tell. */
  readonly packages: number | undefined;
}

export interface ConfigInput {
  readonly path: string;
  readonly kind: 'file' | 'directory';
  /** The text looks as if it holds a token or password. */
  readonly secret: boolean;
}

export interface PathDependency {
  /** As written in the manifest. */
  readonly spec: string;
  /** In the context; undefined when it leads out of it. */
  readonly path: string | undefined;
  readonly kind: 'file' | 'directory' | 'missing';
  /** The manifest that names it. */
  readonly manifest: string;
}

export interface InstallScript {
  /** `postinstall`, `prepare`, `post-install-cmd`. */
  readonly name: string;
  readonly command: string;
  /** Files or folders of the context it names literally, if all it needs can be told. */
  readonly needs: readonly string[] | undefined;
  /** Files or folders of the context it certainly reads, whether or not they are all. */
  readonly named: readonly string[];
}

/** How the install is called, as far as its inputs depend on that. */
export interface InstallCall {
  readonly ecosystem: string;
  /** Arguments naming manifests (`-r requirements/prod.txt`, `src/Api/Api.csproj`), relative to the project. */
  readonly manifestArgs: readonly string[];
  /** Flags present, without values: `--ignore-scripts`, `--no-root`. */
  readonly flags: ReadonlySet<string>;
}

export type FindInstallInputs = (context: ContextFiles, project: string, call: InstallCall) => InstallInputs;
