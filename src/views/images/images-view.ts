import { DisposableList } from '../../shared/disposable';
import { Emitter } from '../../shared/emitter';
import { createArrangedTree } from '../arranged/arranged-tree';
import { describeArrangement, describeFilter } from '../arranged/describe-choice';
import type { ArrangedView, EngineViewSources } from '../engine-view';
import { createViewChoice } from '../view-choice';
import { arrangeImages, type ImageChoice } from './arrange-images';
import { createImageLayers } from './image-layers';
import { createImageUses } from './image-uses';
import {
  type DanglingNode,
  type ImageNode,
  layerNodes,
  members,
  nodeId,
  nodeTooltip,
  presentNode,
  type TagNode,
} from './nodes';

const groups = [
  { id: 'repository', label: 'Repository' },
  { id: 'tag', label: 'Tag' },
  { id: 'registry', label: 'Registry' },
  { id: 'none', label: 'None' },
] as const;

const sorts = [
  { id: 'name', label: 'Name' },
  { id: 'age', label: 'Age, newest first' },
  { id: 'size', label: 'Size, largest first' },
] as const;

export function createImagesView({ feed, lists, memory }: EngineViewSources): ArrangedView<ImageNode> {
  const owned = new DisposableList();
  const changes = owned.add(new Emitter<void>());
  const { images, containers } = lists;
  const choice = owned.add(createViewChoice<ImageChoice>({ view: 'layerwright.images', groups, sorts, memory }));
  const uses = createImageUses();
  const layers = createImageLayers();
  let arrangement = arrangeImages(choice.current);

  const tree = owned.add(
    createArrangedTree<TagNode | DanglingNode, ImageNode>({
      arrangement: () => arrangement,
      keys: () => images.items.keys(),
      place: (id) => {
        const image = images.items.get(id);
        return image ? arrangement.place(image, uses.of(id)) : [];
      },
      members,
      childNodes: (node) =>
        node.kind === 'tag' || node.kind === 'dangling'
          ? layers.of(node.image.id).then((history) => layerNodes(node, history))
          : members(node),
      ownerOf: (node) => (node.kind === 'layer' ? node.of : undefined),
      nodeId,
      presentNode: (node) => presentNode(node),
      nodeTooltip,
      onSeen: () => {
        images.want();
        // They say which images are in use.
        containers.want();
        feed.start();
      },
    }),
  );
  owned.add(feed.onDidConnect((engine) => layers.connect(engine)));
  owned.add(feed.onDidLose(() => layers.connect(undefined)));
  owned.add(
    images.onDidChange((ids) => {
      tree.touch(ids);
      changes.fire();
    }),
  );
  owned.add(
    containers.onDidChange((ids) => {
      tree.touch(uses.update(ids, containers.items).filter((id) => images.items.has(id)));
    }),
  );
  owned.add(
    choice.onDidChange(() => {
      arrangement = arrangeImages(choice.current);
      tree.rearrange();
      changes.fire();
    }),
  );
  return {
    tree,
    choice,
    get empty() {
      return images.loaded && images.items.size === 0;
    },
    get note() {
      return {
        message: images.loaded
          ? describeFilter(choice.current.filter, tree.size, images.items.size, 'image')
          : undefined,
        description: describeArrangement(choice),
        badge: undefined,
      };
    },
    onDidChange: changes.event,
    refresh: () => images.refresh(),
    dispose: () => owned.dispose(),
  };
}
