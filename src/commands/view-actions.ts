import type { ArrangedViewId, EngineViewId, ViewId } from '../ids';
import type { ViewChoice } from '../views/view-choice';

/** What the views do for commands. */
export interface ViewActions {
  /** Lists again what has been listed. */
  refresh(view: EngineViewId | 'layerwright.contexts'): Promise<void>;
  /** Brings it into sight. */
  reveal(view: ViewId): Promise<void>;
  /** How a view is grouped, sorted and filtered. */
  choice(view: ArrangedViewId): Promise<ViewChoice>;
  /** Reads the next part of a list, for the row that stands for it. */
  loadMore(row: unknown): Promise<void>;
}
