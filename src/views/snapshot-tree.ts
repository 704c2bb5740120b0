import type { NodePresentation, TreeModel } from '../host/tree';
import { Emitter } from '../shared/emitter';

export interface SnapshotTreeOptions<Node> {
  readonly roots: () => readonly Node[];
  readonly childNodes: (node: Node) => readonly Node[];
  readonly nodeId: (node: Node) => string;
  readonly presentNode: (node: Node) => NodePresentation;
  readonly nodeTooltip: (node: Node) => string | undefined;
  /** Whether two leaves of one id say the same; quicker than comparing what they look like. */
  readonly sameLeaf: (a: Node, b: Node) => boolean;
  /** The view is seen, or asks for its rows. */
  readonly onSeen: () => void;
}

export interface SnapshotTree<Node> extends TreeModel<Node> {
  /** What the nodes are made of has changed: tells of those that differ. */
  update(): void;
  dispose(): void;
}

/** A tree made anew from data in memory after every change; the view hears only of nodes that differ. */
export function createSnapshotTree<Node>(options: SnapshotTreeOptions<Node>): SnapshotTree<Node> {
  const { childNodes, nodeId, presentNode, nodeTooltip, sameLeaf, onSeen } = options;
  const changes = new Emitter<readonly Node[] | undefined>();
  let roots: readonly Node[] | undefined;
  let parents: ReadonlyMap<string, Node> | undefined;
  let seenOn = '';

  function differing(before: Node, now: Node): readonly Node[] {
    const old = childNodes(before);
    const children = childNodes(now);
    if (old.length === 0 && children.length === 0) return sameLeaf(before, now) ? [] : [now];
    const looksSame = JSON.stringify(presentNode(before)) === JSON.stringify(presentNode(now));
    if (!sameIds(old, children)) return [now];
    const below = children.flatMap((child, index) => differing(old[index] as Node, child));
    return looksSame ? below : [now, ...below];
  }

  function sameIds(a: readonly Node[], b: readonly Node[]): boolean {
    return a.length === b.length && a.every((node, index) => nodeId(node) === nodeId(b[index] as Node));
  }

  function parentMap(): ReadonlyMap<string, Node> {
    const map = new Map<string, Node>();
    const add = (node: Node) => {
      for (const child of childNodes(node)) {
        map.set(nodeId(child), node);
        add(child);
      }
    };
    for (const root of roots ?? []) add(root);
    return map;
  }

  return {
    onDidChange: changes.event,
    children(node) {
      onSeen();
      if (node !== undefined) return childNodes(node);
      roots ??= options.roots();
      return roots;
    },
    parent(node) {
      parents ??= parentMap();
      return parents.get(nodeId(node));
    },
    present: presentNode,
    tooltip: async (node) => nodeTooltip(node),
    shown(visible) {
      if (!visible) return;
      onSeen();
      // Ages are said in days.
      const today = new Date().toDateString();
      if (seenOn !== '' && seenOn !== today) changes.fire(undefined);
      seenOn = today;
    },
    update() {
      // Nobody has asked yet.
      if (!roots) return;
      const before = roots;
      roots = options.roots();
      parents = undefined;
      if (!sameIds(before, roots)) return changes.fire(undefined);
      const changed = roots.flatMap((root, index) => differing(before[index] as Node, root));
      if (changed.length > 0) changes.fire(changed);
    },
    dispose: () => changes.dispose(),
  };
}
