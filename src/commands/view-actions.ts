import type { ArrangedViewId, EngineViewId } from '../ids';
import type { ViewChoice } from '../views/view-choice';

/** What the views do for commands. */
export interface ViewActions {
  /** Lists again what has been listed. */
  refresh(view: EngineViewId): Promise<void>;
  /** How a view is grouped, sorted and filtered. */
  choice(view: ArrangedViewId): ViewChoice;
  /** Reads the next part of a list, for the row that stands for it. */
  loadMore(row: unknown): Promise<void>;
}
