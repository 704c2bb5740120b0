import type { BuildEvent } from './build-progress';

/** What the engine's BuildKit remembers of builds, whoever started them; a part of the port in engine.ts. */
export interface BuildHistory {
  /** The newest first. Undefined where none is kept: by BuildKit before 0.11 (engine 24), the legacy builder and Podman. */
  list(signal?: AbortSignal): Promise<readonly PastBuild[] | undefined>;
  /** Steps and output of a build, as they were told while it ran. */
  events(ref: string, signal?: AbortSignal): AsyncIterable<BuildEvent>;
  /** What was built, in the builder's own words; undefined of a build that failed. */
  definition(build: PastBuild, signal?: AbortSignal): Promise<BuildDefinition | undefined>;
}

export interface PastBuild {
  readonly ref: string;
  /** What the client asked for: `build-arg:NAME`, `target`, `platform`, `filename`, … */
  readonly attributes: Readonly<Record<string, string>>;
  /** Names given to the image. */
  readonly tags: readonly string[];
  /** Milliseconds since the epoch by the engine's clock, with fraction. */
  readonly started: number;
  /** Undefined while it runs. */
  readonly completed: number | undefined;
  /** Undefined for a build that ended well. */
  readonly error: string | undefined;
  /** `sha256:…` of what was made; undefined when nothing was kept, or the build failed. */
  readonly image: string | undefined;
  /** Digest of the document that `definition` reads. */
  readonly provenance: string | undefined;
}

export interface BuildDefinition {
  /** The Dockerfile's text. */
  readonly text: string;
  /** By the ids that the steps of the build's events have. */
  readonly operations: ReadonlyMap<string, Operation>;
}

/** What a step did. */
export type Operation =
  | {
      readonly kind: 'image';
      /** `docker.io/library/alpine:3.20` */
      readonly reference: string;
      /** Digests of its layers, unpacked, from the bottom; of engines that keep images with containerd, of packed ones. */
      readonly layers: readonly string[];
    }
  | {
      readonly kind: 'run';
      readonly words: readonly string[];
      /** `NAME=value` in order. */
      readonly env: readonly string[];
      readonly workdir: string;
      readonly user: string;
    }
  /** Where files were copied to. */
  | { readonly kind: 'copy'; readonly destinations: readonly string[] }
  | { readonly kind: 'directory'; readonly path: string }
  /** The build context. */
  | { readonly kind: 'context'; readonly excluded: readonly string[] }
  | { readonly kind: 'other' };
