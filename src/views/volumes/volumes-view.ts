import { DisposableList } from '../../shared/disposable';
import { Emitter } from '../../shared/emitter';
import type { EngineView, EngineViewSources } from '../engine-view';
import { createSnapshotTree } from '../snapshot-tree';
import type { VolumeNode } from './nodes';
import * as volumeNodes from './nodes';

export function createVolumesView({ feed, lists }: EngineViewSources): EngineView<VolumeNode> {
  const owned = new DisposableList();
  const changes = owned.add(new Emitter<void>());
  const { volumes, containers } = lists;
  const tree = owned.add(
    createSnapshotTree<VolumeNode>({
      ...volumeNodes,
      roots: () => volumeNodes.volumeNodes(volumes.items.values(), containers.items.values()),
      onSeen: () => {
        volumes.want();
        // They say who uses what.
        containers.want();
        feed.start();
      },
    }),
  );
  const update = () => {
    tree.update();
    changes.fire();
  };
  owned.add(volumes.onDidChange(update));
  owned.add(containers.onDidChange(update));
  return {
    tree,
    get empty() {
      return volumes.loaded && volumes.items.size === 0;
    },
    onDidChange: changes.event,
    refresh: () => volumes.refresh(),
    dispose: () => owned.dispose(),
  };
}
