import type { ContentUse, MissingSource, MountedUse } from '../context/content-hash';
import type { IgnoreFile } from '../context/ignore-file';
import type { Dockerfile } from '../dockerfile/model';
import type { Builder } from './builder';
import type { Digest } from './digest';
import type { ImageFacts } from './image-facts';

/** What a plan is made from. */
export interface PlanInput {
  readonly file: Dockerfile;
  readonly builder: Builder;
  /** Of the engine: `20.10.24`. What belongs to a key differs by version. */
  readonly engineVersion: string;
  /** Name or number of the stage to stop at; undefined: the last one. */
  readonly target: string | undefined;
  readonly buildArgs: Readonly<Record<string, string>>;
  /** `linux/amd64` */
  readonly platform: string;
  /** The engine's own. */
  readonly enginePlatform: string;
  /** For every RUN that does not say otherwise; undefined: the engine's own. */
  readonly network?: string | undefined;
  /** Further hosts of every RUN: `name:address`. */
  readonly hosts?: readonly string[] | undefined;
  /** `COPY --link` makes a layer that stands on nothing: with the containerd image store; elsewhere the flag does nothing. */
  readonly linksLayers: boolean;
  /** Undefined for an image the engine does not have. */
  readonly imageFacts: (reference: string) => ImageFacts | undefined;
  /** Undefined: nothing is known about the build context. Throws a ContextError for what cannot be read. */
  readonly content:
    | ((sources: readonly string[], excluded: IgnoreFile | undefined) => ContentUse | MissingSource)
    | undefined;
  /** The same for a path that a RUN mounts; only Podman's plans ask. */
  readonly mounted?: ((source: string) => MountedUse | MissingSource) | undefined;
  readonly digest: Digest;
}

/** Versions of BuildKit by the engine they came with: what belongs to a key has changed over time. */
export function buildkitAtLeast(engineVersion: string, major: number, minor = 0): boolean {
  const [own = 0, second = 0] = engineVersion.split('.').map((part) => Number.parseInt(part, 10));
  return own > major || (own === major && second >= minor);
}
