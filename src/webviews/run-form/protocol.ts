import type { FlagKey } from '../../docker-run/flags';
import type { RunOptions } from '../../docker-run/run-options';
import type { Surroundings } from '../../docker-run/split-line';

/** What the page draws. */
export interface RunFormModel {
  readonly options: RunOptions;
  /** Undefined: no image has been named yet. */
  readonly image: ImageFacts | undefined;
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
  /** Of the machine the extension runs on: a pasted line may lean on them. */
  readonly surroundings: Surroundings;
  readonly shell: 'sh' | 'powershell';
  /** Where the answers come from, as a sentence. */
  readonly origin: string;
  /** Variables whose secret value was not remembered, and has to be entered again. */
  readonly forgotten: readonly string[];
  /** Variables whose secret value is remembered because the person said so. */
  readonly kept: readonly string[];
  /** Where the keyboard begins. */
  readonly focus: 'form' | 'line';
}

export interface ImageFacts {
  readonly reference: string;
  /** False: it is pulled before the run. */
  readonly present: boolean;
  readonly exposedPorts: readonly string[];
  /** Host ports that are free now, one mapping for each exposed port. */
  readonly proposedPorts: readonly string[];
  readonly volumes: readonly string[];
  readonly env: readonly string[];
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly workdir: string;
  readonly user: string;
  readonly platform: string;
}

/** Something only the engine or this machine knows. `index` tells which of a list. */
export interface RunProblem {
  readonly key: FlagKey | 'image';
  readonly index: number;
  readonly problem: string;
  /** A value that would do. */
  readonly instead: string | undefined;
}

export type ToRunForm =
  | { readonly kind: 'show'; readonly model: RunFormModel }
  | { readonly kind: 'facts'; readonly image: ImageFacts | undefined }
  | { readonly kind: 'problems'; readonly problems: readonly RunProblem[] }
  | { readonly kind: 'picked'; readonly key: 'envFiles' | 'binds'; readonly value: string }
  /** Undefined: it is over. */
  | { readonly kind: 'busy'; readonly doing: string | undefined }
  | { readonly kind: 'failed'; readonly message: string };

export type FromRunForm =
  | {
      readonly kind: 'run' | 'create';
      readonly options: RunOptions;
      /** Variables whose secret value is to be remembered. */
      readonly keep: readonly string[];
    }
  | { readonly kind: 'check'; readonly options: RunOptions }
  | { readonly kind: 'image'; readonly reference: string }
  | { readonly kind: 'browse'; readonly key: 'envFiles' | 'binds' }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'close' };
