import { DisposableList } from '../../shared/disposable';
import { Emitter } from '../../shared/emitter';
import type { EngineView, EngineViewSources } from '../engine-view';
import { createSnapshotTree } from '../snapshot-tree';
import type { NetworkNode } from './nodes';
import * as networkNodes from './nodes';

export function createNetworksView({ feed, lists }: EngineViewSources): EngineView<NetworkNode> {
  const owned = new DisposableList();
  const changes = owned.add(new Emitter<void>());
  const { networks, containers } = lists;
  const tree = owned.add(
    createSnapshotTree<NetworkNode>({
      ...networkNodes,
      roots: () => networkNodes.networkNodes(networks.items.values(), containers.items.values()),
      onSeen: () => {
        networks.want();
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
  owned.add(networks.onDidChange(update));
  owned.add(containers.onDidChange(update));
  return {
    tree,
    get empty() {
      return networks.loaded && networks.items.size === 0;
    },
    onDidChange: changes.event,
    refresh: () => networks.refresh(),
    dispose: () => owned.dispose(),
  };
}
