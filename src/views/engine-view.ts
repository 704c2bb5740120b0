import type { Memory } from '../host/memory';
import type { TreeModel, ViewNote } from '../host/tree';
import type { Disposable } from '../shared/disposable';
import type { Event } from '../shared/emitter';
import type { EngineFeed } from './engine-feed';
import type { EngineLists } from './lists/engine-lists';
import type { ViewChoice } from './view-choice';

/** A view of what the engine has. */
export interface EngineView<Node> extends Disposable {
  readonly tree: TreeModel<Node>;
  /** Listed, and there is nothing. */
  readonly empty: boolean;
  /** What the view says beside its rows, as of now. */
  readonly note?: ViewNote;
  /** What it is made of, or what it says, has changed. */
  readonly onDidChange: Event<void>;
  /** Lists again what has been listed. */
  refresh(): Promise<void>;
}

/** A view that can be grouped, sorted and filtered. */
export interface ArrangedView<Node> extends EngineView<Node> {
  readonly choice: ViewChoice;
  readonly note: ViewNote;
}

/** What views are made from. */
export interface EngineViewSources {
  readonly feed: EngineFeed;
  readonly lists: EngineLists;
  /** Keeps how views are arranged; without it nothing is remembered. */
  readonly memory?: Memory | undefined;
}
