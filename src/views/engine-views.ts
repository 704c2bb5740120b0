import type { Engine, EngineEvent } from '../engine/engine';
import type { EngineError } from '../engine/errors';
import type { WatchOptions } from '../engine/event-stream';
import type { Log } from '../host/log';
import type { Memory } from '../host/memory';
import type { EngineState, EngineViewId } from '../ids';
import { type Disposable, DisposableList } from '../shared/disposable';
import { Emitter, type Event } from '../shared/emitter';
import { createContainersView } from './containers/containers-view';
import type { ContainerNode } from './containers/nodes';
import { createDiskUsageView } from './disk-usage/disk-usage-view';
import type { UsageNode } from './disk-usage/nodes';
import { createEngineFeed } from './engine-feed';
import type { ArrangedView, EngineView } from './engine-view';
import { createImagesView } from './images/images-view';
import type { ImageNode } from './images/nodes';
import { createEngineLists } from './lists/engine-lists';
import { createNetworksView } from './networks/networks-view';
import type { NetworkNode } from './networks/nodes';
import type { VolumeNode } from './volumes/nodes';
import { createVolumesView } from './volumes/volumes-view';

export interface EngineViewsOptions {
  /** The engine as of now; asked again after the connection broke. */
  readonly connect: () => Promise<Engine>;
  /** Another engine is to be used, or the person wants to try again: everything starts over. */
  readonly onDidReset: Event<void>;
  readonly log: Log;
  /** Keeps how the views are arranged. */
  readonly memory?: Memory;
  /** For tests. */
  readonly timing?: { readonly graceMs?: number; readonly clock?: NonNullable<WatchOptions['clock']> };
}

/** What the views say when they have no rows. */
export interface EngineViewsState {
  readonly engine: EngineState;
  /** Of `unreachable`, `permission` and `misconfigured`. */
  readonly error: EngineError | undefined;
  /** Listed, and there is none. */
  readonly empty: readonly EngineViewId[];
}

/** What the engine has, view by view. Nothing starts before one of the views is shown. */
export interface EngineViews extends Disposable {
  readonly views: {
    readonly 'layerwright.images': ArrangedView<ImageNode>;
    readonly 'layerwright.containers': ArrangedView<ContainerNode>;
    readonly 'layerwright.volumes': EngineView<VolumeNode>;
    readonly 'layerwright.networks': EngineView<NetworkNode>;
    readonly 'layerwright.diskUsage': EngineView<UsageNode>;
  };
  readonly state: EngineViewsState;
  readonly onDidChangeState: Event<EngineViewsState>;
  /** What happens at the engine. Listening starts the stream, as looking at a view does. */
  readonly onEvent: Event<EngineEvent>;
}

export function createEngineViews({ connect, onDidReset, log, memory, timing }: EngineViewsOptions): EngineViews {
  const owned = new DisposableList();
  const states = owned.add(new Emitter<EngineViewsState>());
  const feed = owned.add(createEngineFeed({ connect, ...timing }));
  const lists = owned.add(createEngineLists(feed, { log }));
  const sources = { feed, lists, memory };
  // Hears of containers before the images, whose marks of those in use can wait until the rows are there.
  const containers = owned.add(createContainersView(sources));
  const views = {
    'layerwright.images': owned.add(createImagesView(sources)),
    'layerwright.containers': containers,
    'layerwright.volumes': owned.add(createVolumesView(sources)),
    'layerwright.networks': owned.add(createNetworksView(sources)),
    'layerwright.diskUsage': owned.add(createDiskUsageView(sources, { log })),
  };

  let state = current();
  function current(): EngineViewsState {
    const empty = (Object.keys(views) as (keyof typeof views)[]).filter((id) => views[id].empty);
    return { engine: feed.state.kind, error: feed.state.error, empty };
  }
  function tell(): void {
    const before = state;
    state = current();
    const same =
      before.engine === state.engine && before.error === state.error && before.empty.join() === state.empty.join();
    if (!same) states.fire(state);
  }
  owned.add(feed.onDidChangeState(tell));
  for (const view of Object.values(views)) owned.add(view.onDidChange(tell));
  owned.add(onDidReset(() => feed.restart()));

  return {
    views,
    get state() {
      return state;
    },
    onDidChangeState: states.event,
    onEvent: (listener) => {
      feed.start();
      return feed.onEvent(listener);
    },
    dispose: () => owned.dispose(),
  };
}
