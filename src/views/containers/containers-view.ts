import { DisposableList } from '../../shared/disposable';
import { Emitter } from '../../shared/emitter';
import type { EngineView, EngineViewSources } from '../engine-view';
import { createSnapshotTree } from '../snapshot-tree';
import { groupContainers } from './group-containers';
import type { ContainerNode } from './nodes';
import * as containerNodes from './nodes';

export function createContainersView({ feed, lists }: EngineViewSources): EngineView<ContainerNode> {
  const owned = new DisposableList();
  const changes = owned.add(new Emitter<void>());
  const { containers } = lists;
  const tree = owned.add(
    createSnapshotTree<ContainerNode>({
      ...containerNodes,
      roots: () => groupContainers(containers.items.values()),
      sameLeaf: (a, b) => a.kind === 'container' && b.kind === 'container' && a.container === b.container,
      onSeen: () => {
        containers.want();
        feed.start();
      },
    }),
  );
  owned.add(
    containers.onDidChange(() => {
      tree.update();
      changes.fire();
    }),
  );
  return {
    tree,
    get empty() {
      return containers.loaded && containers.items.size === 0;
    },
    onDidChange: changes.event,
    refresh: () => containers.refresh(),
    dispose: () => owned.dispose(),
  };
}
