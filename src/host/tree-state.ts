import type { NodePresentation, TreeModel } from './tree';

/** What VS Code holds for a node: one object per id for as long as the node is in the tree. */
export class TreeElement<Node = unknown> {
  constructor(
    readonly id: string,
    public node: Node,
  ) {}
}

/** Nothing, everything, or these elements with what is below them. */
export type Repaint<Node> = 'nothing' | 'everything' | readonly TreeElement<Node>[];

interface Entry<Node> {
  readonly element: TreeElement<Node>;
  parent: string | undefined;
  /** As last painted; undefined before that. */
  painted: NodePresentation | undefined;
  /** Ids as last given to the editor; undefined while nobody asked. */
  children: readonly string[] | undefined;
}

/** Remembers what the editor shows of a model, so that only what differs is painted again. */
export class TreeState<Node> {
  private readonly entries = new Map<string, Entry<Node>>();
  private roots: readonly string[] | undefined;

  constructor(private readonly model: TreeModel<Node>) {}

  /** For the editor: the elements below one, or the roots. */
  async children(parent: TreeElement<Node> | undefined): Promise<readonly TreeElement<Node>[]> {
    const nodes = await this.model.children(parent?.node);
    const before = parent ? this.entries.get(parent.id)?.children : this.roots;
    const elements = nodes.map((node) => this.place(node, parent?.id));
    const ids = elements.map(({ id }) => id);
    const entry = parent && this.entries.get(parent.id);
    if (!parent) this.roots = ids;
    else if (entry) entry.children = ids;
    if (before) {
      const kept = new Set(ids);
      for (const id of before) if (!kept.has(id)) this.forget(id, parent?.id);
    }
    return elements;
  }

  /** For the editor: what to paint. */
  paint(element: TreeElement<Node>): NodePresentation {
    const presentation = this.model.present(element.node);
    const entry = this.entries.get(element.id);
    if (entry) entry.painted = presentation;
    return presentation;
  }

  parent(element: TreeElement<Node>): TreeElement<Node> | undefined {
    const parent = this.model.parent(element.node);
    return parent === undefined ? undefined : this.find(parent);
  }

  find(node: Node): TreeElement<Node> | undefined {
    return this.entries.get(this.idOf(node))?.element;
  }

  /** What to paint again after the model announced a change. Asks only for children that the editor has seen. */
  async changed(nodes: readonly Node[] | undefined): Promise<Repaint<Node>> {
    if (nodes) return orNothing((await Promise.all(nodes.map((node) => this.compare(node)))).flat());
    if (!this.roots) return 'nothing';
    const current = await this.model.children(undefined);
    if (!sameIds(this.roots, this.ids(current))) return 'everything';
    return orNothing(await this.compareAll(current));
  }

  private async compare(node: Node): Promise<readonly TreeElement<Node>[]> {
    const entry = this.entries.get(this.idOf(node));
    if (!entry || this.isUnchanged(entry, node)) return [];
    entry.element.node = node;
    if (entry.painted === undefined) return [];
    if (!samePresentation(entry.painted, this.model.present(node))) return [entry.element];
    if (!entry.children) return [];
    const current = await this.model.children(node);
    if (!sameIds(entry.children, this.ids(current))) return [entry.element];
    return this.compareAll(current);
  }

  /** Thousands that are as they were cost no more than a look at each. */
  private async compareAll(nodes: readonly Node[]): Promise<readonly TreeElement<Node>[]> {
    const differing = nodes.filter((node) => {
      const entry = this.entries.get(this.idOf(node));
      return entry !== undefined && !this.isUnchanged(entry, node);
    });
    return (await Promise.all(differing.map((node) => this.compare(node)))).flat();
  }

  private isUnchanged({ element }: Entry<Node>, node: Node): boolean {
    return this.model.nodesAreValues === true && element.node === node;
  }

  private idOf(node: Node): string {
    return this.model.id ? this.model.id(node) : this.model.present(node).id;
  }

  private ids(nodes: readonly Node[]): readonly string[] {
    return nodes.map((node) => this.idOf(node));
  }

  private place(node: Node, parent: string | undefined): TreeElement<Node> {
    const id = this.idOf(node);
    const known = this.entries.get(id);
    if (known) {
      known.parent = parent;
      known.element.node = node;
      return known.element;
    }
    const element = new TreeElement(id, node);
    this.entries.set(id, { element, parent, painted: undefined, children: undefined });
    return element;
  }

  /** Unless it went to another parent meanwhile. */
  private forget(id: string, parent: string | undefined): void {
    const entry = this.entries.get(id);
    if (!entry || entry.parent !== parent) return;
    this.entries.delete(id);
    for (const child of entry.children ?? []) this.forget(child, id);
  }
}

function orNothing<Node>(elements: readonly TreeElement<Node>[]): Repaint<Node> {
  return elements.length === 0 ? 'nothing' : elements;
}

function samePresentation(a: NodePresentation, b: NodePresentation): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function sameIds(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}
