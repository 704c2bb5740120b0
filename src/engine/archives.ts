/** What an engine says while it takes an archive of images. */
export interface LoadEvent {
  /** Of the layer that is being read; undefined for other lines. */
  readonly current: number | undefined;
  readonly total: number | undefined;
  /** A reference, or the id of an image without one, when that image is there. */
  readonly loaded: string | undefined;
}

export interface ImportOptions {
  /** `repository:tag`; without one the image is dangling. */
  readonly reference?: string;
  readonly message?: string;
  /** Instructions of a Dockerfile: `CMD ["sh"]`, `ENV A=b`. */
  readonly changes?: readonly string[];
  readonly platform?: string;
  readonly signal: AbortSignal;
}

export interface CommitOptions {
  /** `repository:tag`; without one the image is dangling. */
  readonly reference?: string;
  readonly message?: string;
  readonly author?: string;
  /** Instructions of a Dockerfile. */
  readonly changes?: readonly string[];
  /** Stops the container's processes meanwhile, so that files agree with one another. Default: true. */
  readonly pause?: boolean;
}

export interface FileChange {
  readonly path: string;
  readonly kind: 'added' | 'changed' | 'deleted';
}
