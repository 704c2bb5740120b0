import type { BuildEvent } from '../build-progress';
import type { Raw } from './raw';

/** Makes one kind of build events of what a builder sends. */
export interface ProgressDecoder {
  /** The events in one line of the builder's stream. */
  decode(line: Raw): Iterable<BuildEvent>;
  /** What is still to be said after a success. */
  end(): Iterable<BuildEvent>;
  /** What is still to be said after a failure, which the builder describes so. */
  fail(message: string): Iterable<BuildEvent>;
  /** Id of the image, if one was reported. */
  image(): string | undefined;
}
