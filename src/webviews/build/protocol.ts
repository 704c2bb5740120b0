import type { LogLine } from '../../builds/build-log';

export type ShownState = 'waiting' | 'running' | 'done' | 'cached' | 'failed' | 'stopped';

/** A step of a build, as the page shows it. */
export interface ShownStep {
  readonly id: string;
  /** In one line. */
  readonly label: string;
  readonly state: ShownState;
  /** Of a step that ended. */
  readonly seconds: number | undefined;
  /** Milliseconds that a step has been running when this was sent. */
  readonly running: number | undefined;
  /** The Dockerfile has it. */
  readonly placed: boolean;
}

export interface ShownStage {
  readonly name: string;
  readonly steps: readonly ShownStep[];
}

export interface ShownBuild {
  readonly number: number;
  readonly title: string;
  readonly state: 'running' | 'built' | 'failed' | 'cancelled';
  /** What has become of it, in a sentence; empty while it runs. */
  readonly summary: string;
  /** Milliseconds that it has been going on when this was sent. */
  readonly running: number | undefined;
  /** Instructions that are done, of those known. */
  readonly done: number;
  readonly known: number;
  readonly stages: readonly ShownStage[];
}

/** What the page is told. */
export type ToPage =
  /** The builds one can choose from, the newest first. */
  | {
      readonly kind: 'builds';
      readonly builds: readonly Pick<ShownBuild, 'number' | 'title'>[];
      readonly shown: number;
    }
  /** The build that is shown; of another number than before: everything about the former one is over. */
  | { readonly kind: 'build'; readonly build: ShownBuild }
  /** Lines from the number `from` on; those before `first` are forgotten. */
  | {
      readonly kind: 'lines';
      readonly build: number;
      readonly first: number;
      readonly from: number;
      readonly lines: readonly LogLine[];
    };

/** What the page says. `step` undefined: all output. */
export type FromPage =
  | { readonly kind: 'choose'; readonly build: number }
  | { readonly kind: 'cancel'; readonly build: number }
  | { readonly kind: 'copy'; readonly build: number; readonly step: string | undefined }
  | { readonly kind: 'save'; readonly build: number; readonly step: string | undefined }
  /** Go to the instruction in the Dockerfile. */
  | { readonly kind: 'open'; readonly build: number; readonly step: string };
