import type { NodePresentation, TreeModel } from '../../host/tree';
import { Emitter } from '../../shared/emitter';
import { type ArrangedRows, type Arrangement, arrangeRows, type Placement } from './arranged-rows';

export interface ArrangedTreeOptions<Leaf extends Node, Node extends object> {
  /** As the person wants it now. */
  readonly arrangement: () => Arrangement<Leaf, Node>;
  /** Ids of the objects. */
  readonly keys: () => Iterable<string>;
  /** The rows of an object in this arrangement; none when it is gone or filtered out. */
  readonly place: (key: string) => readonly Placement<Leaf>[];
  /** The rows of a group. */
  readonly members: (node: Node) => readonly Node[];
  /** What stands below a row, asked for when it is expanded. */
  readonly childNodes: (node: Node) => Promise<readonly Node[]> | readonly Node[];
  /** The row that one of those stands below. */
  readonly ownerOf: (node: Node) => Node | undefined;
  readonly nodeId: (node: Node) => string;
  readonly presentNode: (node: Node) => NodePresentation;
  readonly nodeTooltip: (node: Node) => string | undefined;
  /** The view is seen, or asks for its rows. */
  readonly onSeen: () => void;
}

/** A tree of objects that are grouped, sorted and filtered as the person wants it. */
export interface ArrangedTree<Node> extends TreeModel<Node> {
  /** How many objects have a row; undefined while nobody has asked for them. */
  readonly size: number | undefined;
  /** These objects came, went or differ. */
  touch(keys: readonly string[]): void;
  /** Everything may stand elsewhere. */
  rearrange(): void;
  dispose(): void;
}

/** So many objects that had no row cost more one by one than all rows anew. */
const many = 100;

export function createArrangedTree<Leaf extends Node, Node extends object>(
  options: ArrangedTreeOptions<Leaf, Node>,
): ArrangedTree<Node> {
  const { members, childNodes, ownerOf, nodeId, presentNode, nodeTooltip, onSeen } = options;
  const changes = new Emitter<readonly Node[] | undefined>();
  let rows: ArrangedRows<Leaf, Node> | undefined;
  let presented = new WeakMap<Node, NodePresentation>();
  let seenOn = '';

  function arrange(): ArrangedRows<Leaf, Node> {
    const keys = [...options.keys()];
    return arrangeRows(
      options.arrangement(),
      keys.map((key) => [key, options.place(key)] as const),
    );
  }

  function rearrange(): void {
    // Nobody has asked yet.
    if (!rows) return;
    rows = arrange();
    presented = new WeakMap();
    changes.fire(undefined);
  }

  return {
    onDidChange: changes.event,
    nodesAreValues: true,
    get size() {
      return rows?.size;
    },
    children(node) {
      onSeen();
      if (node !== undefined) return childNodes(node);
      rows ??= arrange();
      return rows.roots;
    },
    parent: (node) =>
      ownerOf(node) ??
      rows?.roots.find((root) => members(root).some((member) => member === node || nodeId(member) === nodeId(node))),
    id: nodeId,
    present(node) {
      const known = presented.get(node);
      if (known) return known;
      const made = presentNode(node);
      presented.set(node, made);
      return made;
    },
    tooltip: async (node) => nodeTooltip(node),
    shown(visible) {
      if (!visible) return;
      onSeen();
      // Ages are said in days.
      const today = new Date().toDateString();
      if (seenOn !== '' && seenOn !== today) rearrange();
      seenOn = today;
    },
    touch(keys) {
      if (!rows || keys.length === 0) return;
      if (keys.length > many + rows.size) return rearrange();
      for (const key of keys) rows.put(key, options.place(key));
      const renewed = rows.settle();
      if (!renewed) changes.fire(undefined);
      else if (renewed.length > 0) changes.fire(renewed);
    },
    rearrange,
    dispose: () => changes.dispose(),
  };
}
