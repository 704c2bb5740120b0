import type { ImageComparison } from '../image/compare-images';
import type { RanStep } from './timed-build';

/** What building both Dockerfiles has shown. */
export interface Proof {
  /** The two images, each built from nothing. */
  readonly cold: ImageComparison;
  /** Undefined where no copy takes a file that could be edited. */
  readonly edit: ProvedEdit | undefined;
  readonly before: Figures;
  readonly after: Figures;
}

export interface ProvedEdit {
  /** In the build context. */
  readonly path: string;
  /** What was added at its end. */
  readonly added: string;
  /** The two images built from the edited file, with the cache of the builds before. */
  readonly comparison: ImageComparison;
}

export interface Figures {
  /** Without the cache; fetching the base image is not in it. */
  readonly coldSeconds: number;
  /** After the edit, with the cache. */
  readonly rebuildSeconds: number | undefined;
  /** Content of all layers, uncompressed. */
  readonly bytes: number;
  readonly layers: number;
  /** Instructions that ran again after the edit. */
  readonly ran: readonly RanStep[];
}

/** One of the builds failed, so there is nothing to compare: a sentence, and what the step said last. */
export class ProofError extends Error {
  override readonly name = 'ProofError';

  constructor(
    readonly which: 'original' | 'rewrite',
    message: string,
    readonly hint: string | undefined,
    options: ErrorOptions,
  ) {
    super(message, options);
  }
}
