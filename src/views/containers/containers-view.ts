import { DisposableList } from '../../shared/disposable';
import { Emitter } from '../../shared/emitter';
import { plural } from '../../shared/plural';
import { createArrangedTree } from '../arranged/arranged-tree';
import { describeArrangement, describeFilter } from '../arranged/describe-choice';
import type { ArrangedView, EngineViewSources } from '../engine-view';
import { createViewChoice } from '../view-choice';
import { arrangeContainers, type ContainerChoice } from './arrange-containers';
import type { ContainerItemNode, ContainerNode } from './nodes';
import * as containerNodes from './nodes';

const groups = [
  { id: 'project', label: 'Compose project' },
  { id: 'network', label: 'Network' },
  { id: 'image', label: 'Image' },
  { id: 'state', label: 'State' },
  { id: 'none', label: 'None' },
] as const;

const sorts = [
  { id: 'state', label: 'State, running first' },
  { id: 'name', label: 'Name' },
  { id: 'age', label: 'Age, newest first' },
] as const;

export function createContainersView({ feed, lists, memory }: EngineViewSources): ArrangedView<ContainerNode> {
  const owned = new DisposableList();
  const changes = owned.add(new Emitter<void>());
  const { containers } = lists;
  const choice = owned.add(
    createViewChoice<ContainerChoice>({ view: 'layerwright.containers', groups, sorts, memory }),
  );
  let arrangement = arrangeContainers(choice.current);

  const tree = owned.add(
    createArrangedTree<ContainerItemNode, ContainerNode>({
      ...containerNodes,
      arrangement: () => arrangement,
      keys: () => containers.items.keys(),
      place: (id) => {
        const container = containers.items.get(id);
        return container ? arrangement.place(container) : [];
      },
      ownerOf: (node) => (node.kind === 'port' ? node.of : undefined),
      onSeen: () => {
        containers.want();
        feed.start();
      },
    }),
  );
  owned.add(
    containers.onDidChange((ids) => {
      tree.touch(ids);
      changes.fire();
    }),
  );
  owned.add(
    choice.onDidChange(() => {
      arrangement = arrangeContainers(choice.current);
      tree.rearrange();
      changes.fire();
    }),
  );
  return {
    tree,
    choice,
    get empty() {
      return containers.loaded && containers.items.size === 0;
    },
    get note() {
      const { filter } = choice.current;
      const running = [...containers.items.values()].filter(({ state }) => state === 'running').length;
      return {
        message: containers.loaded ? describeFilter(filter, tree.size, containers.items.size, 'container') : undefined,
        description: describeArrangement(choice),
        badge: running === 0 ? undefined : { value: running, tooltip: `${plural(running, 'container')} running` },
      };
    },
    onDidChange: changes.event,
    refresh: () => containers.refresh(),
    dispose: () => owned.dispose(),
  };
}
