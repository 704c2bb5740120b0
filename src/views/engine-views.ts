import type { Engine } from '../engine/engine';
import { type EngineError, isEngineError } from '../engine/errors';
import type { WatchOptions } from '../engine/event-stream';
import type { Log } from '../host/log';
import type { TreeModel } from '../host/tree';
import type { EngineState } from '../ids';
import { type Disposable, DisposableList } from '../shared/disposable';
import { Emitter, type Event } from '../shared/emitter';
import { createContainerList } from './container-list';
import { groupContainers } from './containers/group-containers';
import type { ContainerNode } from './containers/nodes';
import * as containerNodes from './containers/nodes';
import { createEngineFeed } from './engine-feed';
import { createImageList } from './image-list';
import { groupImages, usesOf } from './images/group-images';
import type { ImageNode } from './images/nodes';
import * as imageNodes from './images/nodes';
import { createSnapshotTree } from './snapshot-tree';

export interface EngineViewsOptions {
  /** The engine as of now; asked again after the connection broke. */
  readonly connect: () => Promise<Engine>;
  /** Another engine is to be used, or the person wants to try again: everything starts over. */
  readonly onDidReset: Event<void>;
  readonly log: Log;
  /** For tests. */
  readonly timing?: { readonly graceMs?: number; readonly clock?: NonNullable<WatchOptions['clock']> };
}

/** What the views say when they have no rows. */
export interface EngineViewsState {
  readonly engine: EngineState;
  /** Of `unreachable`, `permission` and `misconfigured`. */
  readonly error: EngineError | undefined;
  /** Listed, and there is none. */
  readonly imagesEmpty: boolean;
  readonly containersEmpty: boolean;
}

/** Images and containers as the engine has them. Nothing starts before one of the views is shown. */
export interface EngineViews extends Disposable {
  readonly images: TreeModel<ImageNode>;
  readonly containers: TreeModel<ContainerNode>;
  readonly state: EngineViewsState;
  readonly onDidChangeState: Event<EngineViewsState>;
  /** Lists again what has been listed. */
  refreshImages(): Promise<void>;
  refreshContainers(): Promise<void>;
}

export function createEngineViews({ connect, onDidReset, log, timing }: EngineViewsOptions): EngineViews {
  const owned = new DisposableList();
  const states = owned.add(new Emitter<EngineViewsState>());
  const feed = owned.add(createEngineFeed({ connect, ...timing }));
  const onFailure = (error: unknown) => {
    if (!isEngineError(error, 'unreachable')) log.error('Listing what the engine has failed', error);
    feed.fail(error);
  };
  const imageList = owned.add(createImageList({ onFailure }));
  const containerList = owned.add(createContainerList({ onFailure }));

  const images = owned.add(
    createSnapshotTree<ImageNode>({
      ...imageNodes,
      roots: () => groupImages(imageList.items.values(), usesOf(containerList.items.values())),
      sameLeaf: sameImage,
      onSeen: () => {
        imageList.want();
        // They say which images are in use.
        containerList.want();
        feed.start();
      },
    }),
  );
  const containers = owned.add(
    createSnapshotTree<ContainerNode>({
      ...containerNodes,
      roots: () => groupContainers(containerList.items.values()),
      sameLeaf: (a, b) => a.kind === 'container' && b.kind === 'container' && a.container === b.container,
      onSeen: () => {
        containerList.want();
        feed.start();
      },
    }),
  );

  let state = current();
  function current(): EngineViewsState {
    return {
      engine: feed.state.kind,
      error: feed.state.error,
      imagesEmpty: imageList.loaded && imageList.items.size === 0,
      containersEmpty: containerList.loaded && containerList.items.size === 0,
    };
  }
  function tell(): void {
    const next = current();
    const same = (Object.keys(next) as (keyof EngineViewsState)[]).every((key) => next[key] === state[key]);
    state = next;
    if (!same) states.fire(next);
  }

  owned.add(
    feed.onEvent((event) => {
      imageList.fold(event);
      containerList.fold(event);
    }),
  );
  owned.add(
    feed.onDidConnect((engine) => {
      imageList.connect(engine);
      containerList.connect(engine);
    }),
  );
  owned.add(
    feed.onDidLose(() => {
      imageList.lose();
      containerList.lose();
    }),
  );
  owned.add(feed.onDidChangeState(tell));
  owned.add(
    imageList.onDidChange(() => {
      images.update();
      tell();
    }),
  );
  owned.add(
    containerList.onDidChange(() => {
      containers.update();
      images.update();
      tell();
    }),
  );
  owned.add(onDidReset(() => feed.restart()));

  return {
    images,
    containers,
    get state() {
      return state;
    },
    onDidChangeState: states.event,
    refreshImages: () => imageList.refresh(),
    refreshContainers: () => containerList.refresh(),
    dispose: () => owned.dispose(),
  };
}

function sameImage(a: ImageNode, b: ImageNode): boolean {
  if (a.kind === 'tag' && b.kind === 'tag')
    return a.image === b.image && a.grouped === b.grouped && sameUse(a.use, b.use);
  return a.kind === 'dangling' && b.kind === 'dangling' && a.image === b.image && sameUse(a.use, b.use);
}

function sameUse(a: imageNodes.ImageUse, b: imageNodes.ImageUse): boolean {
  return a === b || (a.running.join() === b.running.join() && a.stopped.join() === b.stopped.join());
}
