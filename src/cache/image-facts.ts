/** What an image brings to the instructions above it; a part of the engine's ImageDetails. */
export interface ImageFacts {
  /** `sha256:…` */
  readonly id: string;
  /** Digests of its layers, unpacked, from the bottom. */
  readonly layers: readonly string[];
  /** `NAME=value` in order. */
  readonly env: readonly string[];
  readonly workdir: string;
  readonly user: string;
  /** Undefined: the platform's default. */
  readonly shell: readonly string[] | undefined;
  /** Triggers: instructions as text. */
  readonly onbuild: readonly string[];
}
