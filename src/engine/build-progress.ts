/** One stream of events for all builders. */
export type BuildEvent = BuildStep | BuildOutput | BuildTransfer | BuildWarning | BuiltImage;

export interface BuildStep {
  readonly type: 'step';
  /** Stable within the build. */
  readonly id: string;
  /** As the builder names it: `[build 2/4] RUN npm ci`. */
  readonly name: string;
  readonly status: 'waiting' | 'running' | 'done' | 'failed';
  readonly cached: boolean;
  /** Ids of the steps whose results it needs. Only BuildKit tells. */
  readonly inputs: readonly string[];
  /** Milliseconds since the epoch, by the engine's clock; of a builder that sends no times, when its words arrived. */
  readonly started: number | undefined;
  readonly completed: number | undefined;
  /** Of a finished step that was not cached. */
  readonly seconds: number | undefined;
  readonly error: string | undefined;
}

export interface BuildOutput {
  readonly type: 'log';
  readonly step: string | undefined;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** How far something within a step has come: sending the build context, pulling a layer. Only BuildKit tells. */
export interface BuildTransfer {
  readonly type: 'transfer';
  readonly step: string | undefined;
  /** What it is, in the builder's words: `transferring context:`, the digest of a layer. */
  readonly id: string;
  /** Bytes, of most transfers. */
  readonly current: number;
  readonly total: number | undefined;
  readonly done: boolean;
}

/** What a check of BuildKit's own says about the Dockerfile. */
export interface BuildWarning {
  readonly type: 'warning';
  readonly step: string | undefined;
  readonly message: string;
  readonly detail: readonly string[];
  readonly url: string | undefined;
  /** Of the Dockerfile, counted from one, both included. */
  readonly lines: readonly { readonly first: number; readonly last: number }[];
}

/** The last event of a successful build. */
export interface BuiltImage {
  readonly type: 'image';
  /** Empty when the docker command was told to put the result elsewhere. */
  readonly id: string;
  /** Of the manifest or the list of manifests, by which the containerd image store knows it; the docker command alone tells. */
  readonly digest?: string;
}
