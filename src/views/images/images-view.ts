import { DisposableList } from '../../shared/disposable';
import { Emitter } from '../../shared/emitter';
import type { EngineView, EngineViewSources } from '../engine-view';
import { createSnapshotTree } from '../snapshot-tree';
import { groupImages, usesOf } from './group-images';
import type { ImageNode, ImageUse } from './nodes';
import * as imageNodes from './nodes';

export function createImagesView({ feed, lists }: EngineViewSources): EngineView<ImageNode> {
  const owned = new DisposableList();
  const changes = owned.add(new Emitter<void>());
  const { images, containers } = lists;
  const tree = owned.add(
    createSnapshotTree<ImageNode>({
      ...imageNodes,
      roots: () => groupImages(images.items.values(), usesOf(containers.items.values())),
      sameLeaf: sameImage,
      onSeen: () => {
        images.want();
        // They say which images are in use.
        containers.want();
        feed.start();
      },
    }),
  );
  const update = () => {
    tree.update();
    changes.fire();
  };
  owned.add(images.onDidChange(update));
  owned.add(containers.onDidChange(update));
  return {
    tree,
    get empty() {
      return images.loaded && images.items.size === 0;
    },
    onDidChange: changes.event,
    refresh: () => images.refresh(),
    dispose: () => owned.dispose(),
  };
}

function sameImage(a: ImageNode, b: ImageNode): boolean {
  if (a.kind === 'tag' && b.kind === 'tag')
    return a.image === b.image && a.grouped === b.grouped && sameUse(a.use, b.use);
  return a.kind === 'dangling' && b.kind === 'dangling' && a.image === b.image && sameUse(a.use, b.use);
}

function sameUse(a: ImageUse, b: ImageUse): boolean {
  return a === b || (a.running.join() === b.running.join() && a.stopped.join() === b.stopped.join());
}
