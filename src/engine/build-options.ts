import type { RegistryAuth } from './engine';

/** What is built. Paths are of the file system. */
export interface BuildContext {
  /** The directory COPY and ADD take from. */
  readonly root: string;
  /** In the directory or elsewhere. */
  readonly dockerfile: string;
  /** By default `<Dockerfile>.dockerignore` beside the Dockerfile, else `.dockerignore` in the directory. */
  readonly ignoreFile?: string;
  /** Bytes sent so far. Often called. */
  readonly onSent?: (bytes: number) => void;
  /** Of what no builder can be sent: the path, and what it is (`a socket`). */
  readonly onSkip?: (entry: { readonly path: string; readonly reason: string }) => void;
}

export interface BuildOptions {
  readonly tags: readonly string[];
  readonly target?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly noCache?: boolean;
  readonly pull?: boolean;
  readonly platform?: string;
  /** `host`, `none` or a network's name, for every RUN. */
  readonly networkMode?: string;
  /** `name:address` */
  readonly extraHosts?: readonly string[];
  /** Images whose layers may be reused. */
  readonly cacheFrom?: readonly string[];
  /** For `RUN --mount=type=secret`, by their ids. BuildKit asks for them when it needs them; nothing else sees them. */
  readonly secrets?: Readonly<Record<string, BuildSecret>>;
  /** Sockets of ssh agents for `RUN --mount=type=ssh`, by their ids; `default` is that of a mount without one. */
  readonly ssh?: Readonly<Record<string, string>>;
  /** Default: BuildKit where the engine has it. `docker` runs the docker command with buildx. */
  readonly builder?: 'buildkit' | 'legacy' | 'docker';
  /** What only the docker command can do. */
  readonly docker?: DockerCommandOptions;
  /** For base images, by the registry's key in the Docker config (`registryHost`). */
  readonly auths?: Readonly<Record<string, RegistryAuth>>;
  readonly signal: AbortSignal;
}

/** A file, and a variable of this process's environment, are read when the builder asks. */
export type BuildSecret = { readonly file: string } | { readonly variable: string } | { readonly bytes: Uint8Array };

export interface DockerCommandOptions {
  /** By default `docker`, from the PATH. */
  readonly program?: string;
  /** Name of a buildx builder. */
  readonly builder?: string;
  /** Several at once, which `BuildOptions.platform` cannot say. */
  readonly platforms?: readonly string[];
  /** `type=local,dest=/srv/out`, as `--output` takes them, with absolute paths. By default the builder's own store. */
  readonly outputs?: readonly string[];
  /** `type=registry,ref=…`, as `--cache-from` and `--cache-to` take them, with absolute paths. */
  readonly cacheFrom?: readonly string[];
  readonly cacheTo?: readonly string[];
}
