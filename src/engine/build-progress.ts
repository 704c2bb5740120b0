/** One step stream for all builders. */
export type BuildEvent =
  | {
      readonly type: 'step';
      /** Stable within the build. */
      readonly id: string;
      /** As the builder names it: `[build 2/4] RUN npm ci`. */
      readonly name: string;
      readonly status: 'waiting' | 'running' | 'done' | 'failed';
      readonly cached: boolean;
      /** Of a finished step that was not cached. */
      readonly seconds: number | undefined;
      readonly error: string | undefined;
    }
  | {
      readonly type: 'log';
      readonly step: string | undefined;
      readonly stream: 'stdout' | 'stderr';
      readonly text: string;
    }
  /** The last event of a successful build. */
  | { readonly type: 'image'; readonly id: string };
