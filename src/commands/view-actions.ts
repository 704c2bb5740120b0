import type { ArrangedViewId, ViewId } from '../ids';
import type { ViewChoice } from '../views/view-choice';

/** What the views do for commands. */
export interface ViewActions {
  /** Lists again what has been listed. */
  refresh(view: ViewId): Promise<void>;
  /** How a view is grouped, sorted and filtered. */
  choice(view: ArrangedViewId): ViewChoice;
}
