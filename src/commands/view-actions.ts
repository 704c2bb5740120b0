import type { ViewId } from '../ids';

/** What the views do for commands. */
export interface ViewActions {
  /** Lists again what has been listed. */
  refresh(view: ViewId): Promise<void>;
}
