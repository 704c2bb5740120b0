import type { TreeModel } from '../host/tree';
import type { Disposable } from '../shared/disposable';
import type { Event } from '../shared/emitter';
import type { EngineFeed } from './engine-feed';
import type { EngineLists } from './lists/engine-lists';

/** A view of what the engine has. */
export interface EngineView<Node> extends Disposable {
  readonly tree: TreeModel<Node>;
  /** Listed, and there is nothing. */
  readonly empty: boolean;
  /** What it is made of has changed. */
  readonly onDidChange: Event<void>;
  /** Lists again what has been listed. */
  refresh(): Promise<void>;
}

/** What views are made from. */
export interface EngineViewSources {
  readonly feed: EngineFeed;
  readonly lists: EngineLists;
}
