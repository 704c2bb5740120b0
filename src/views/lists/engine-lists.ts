import type { Engine, EngineEvent } from '../../engine/engine';
import { isEngineError } from '../../engine/errors';
import type { Log } from '../../host/log';
import { type Disposable, DisposableList } from '../../shared/disposable';
import type { EngineFeed } from '../engine-feed';
import { type ContainerList, createContainerList } from './container-list';
import type { FoldedList } from './folded-list';
import { createImageList, type ImageList } from './image-list';
import { createNetworkList, type NetworkList } from './network-list';
import { createVolumeList, type VolumeList } from './volume-list';

/** What the engine has, shared by all views: each list is read when a view wants it, and kept by what the engine tells. */
export interface EngineLists extends Disposable {
  readonly images: ImageList;
  readonly containers: ContainerList;
  readonly volumes: VolumeList;
  readonly networks: NetworkList;
}

export function createEngineLists(feed: EngineFeed, { log }: { readonly log: Log }): EngineLists {
  const owned = new DisposableList();
  const onFailure = (error: unknown) => {
    if (!isEngineError(error, 'unreachable')) log.error('Listing what the engine has failed', error);
    feed.fail(error);
  };
  const follow = <T extends FoldedList<unknown> & { fold(event: EngineEvent): void }>(list: T): T => {
    owned.add(feed.onEvent((event) => list.fold(event)));
    owned.add(feed.onDidConnect((engine: Engine) => list.connect(engine)));
    owned.add(feed.onDidLose(() => list.lose()));
    return owned.add(list);
  };
  return {
    images: follow(createImageList({ onFailure })),
    containers: follow(createContainerList({ onFailure })),
    volumes: follow(createVolumeList({ onFailure })),
    networks: follow(createNetworkList({ onFailure })),
    dispose: () => owned.dispose(),
  };
}
