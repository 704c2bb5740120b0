import { strict as assert } from 'node:assert';
import type { NodePresentation, TreeModel } from '../../../src/host/tree';
import { TreeState } from '../../../src/host/tree-state';
import { Emitter } from '../../../src/shared/emitter';

interface Row {
  readonly id: string;
  readonly text: string;
  readonly rows?: readonly Row[];
}

describe('host/tree-state', () => {
  it('asks the model for nothing before the editor does', async () => {
    const { state, asked } = tree([{ id: 'a', text: 'A' }]);
    assert.equal(await state.changed(undefined), 'nothing');
    assert.equal(await state.changed([{ id: 'a', text: 'B' }]), 'nothing');
    assert.deepEqual(asked, []);
  });

  it('keeps one element per id over refreshes, with the newest node in it', async () => {
    const { state, set } = tree([{ id: 'a', text: 'A' }]);
    const [before] = await state.children(undefined);
    set([{ id: 'a', text: 'B' }]);
    const [after] = await state.children(undefined);
    assert.equal(after, before);
    assert.equal(after?.node.text, 'B');
  });

  it('paints nothing again when a new list says the same', async () => {
    const { state, set, show } = tree([
      { id: 'a', text: 'A' },
      { id: 'b', text: 'B' },
    ]);
    await show();
    set([
      { id: 'a', text: 'A' },
      { id: 'b', text: 'B' },
    ]);
    assert.equal(await state.changed(undefined), 'nothing');
  });

  it('paints the one row again that looks different', async () => {
    const { state, set, show } = tree([
      { id: 'a', text: 'A' },
      { id: 'b', text: 'B' },
    ]);
    await show();
    set([
      { id: 'a', text: 'A' },
      { id: 'b', text: 'stopped' },
    ]);
    const repaint = await state.changed(undefined);
    assert.deepEqual(ids(repaint), ['b']);
  });

  it('paints everything when roots came, went or changed places', async () => {
    const { state, set, show } = tree([
      { id: 'a', text: 'A' },
      { id: 'b', text: 'B' },
    ]);
    await show();
    for (const roots of [['b', 'a'], ['a'], ['a', 'b', 'c']]) {
      set(roots.map((id) => ({ id, text: id.toUpperCase() })));
      assert.equal(await state.changed(undefined), 'everything');
    }
  });

  it('paints a parent again when its children came or went, but only if they were seen', async () => {
    const group = (names: string) => ({ id: 'g', text: 'G', rows: [...names].map((id) => ({ id, text: id })) });
    const { state, set, show } = tree([group('xy')]);
    await show();
    set([group('xyz')]);
    assert.equal(await state.changed([group('xyz')]), 'nothing');
    set([group('xy')]);
    await state.children(state.find(group('xy')));
    set([group('xyz')]);
    assert.deepEqual(ids(await state.changed([group('xyz')])), ['g']);
  });

  it('finds a changed row below roots that stayed', async () => {
    const group = (text: string) => ({ id: 'g', text: 'G', rows: [{ id: 'x', text }] });
    const { state, set, show } = tree([group('running')]);
    await show();
    for (const element of await state.children(state.find(group('running')))) state.paint(element);
    set([group('exited')]);
    assert.deepEqual(ids(await state.changed(undefined)), ['x']);
  });

  it('does not forget a row that went to another parent', async () => {
    const group = (id: string, names: string) => ({ id, text: id, rows: [...names].map((id) => ({ id, text: id })) });
    const { state, set, show } = tree([group('g', 'x'), group('h', '')]);
    await show();
    const [x] = await state.children(state.find(group('g', 'x')));
    set([group('g', ''), group('h', 'x')]);
    await state.children(state.find(group('h', 'x')));
    await state.children(state.find(group('g', '')));
    assert.equal(state.find({ id: 'x', text: 'x' }), x);
    set([group('g', ''), group('h', '')]);
    await state.children(state.find(group('h', '')));
    assert.equal(state.find({ id: 'x', text: 'x' }), undefined);
  });
});

function tree(roots: readonly Row[]) {
  let current = roots;
  const asked: (string | undefined)[] = [];
  const model: TreeModel<Row> = {
    children(node) {
      asked.push(node?.id);
      return node ? (current.find(({ id }) => id === node.id)?.rows ?? []) : current;
    },
    parent: () => undefined,
    present: (node): NodePresentation => ({
      id: node.id,
      label: node.text,
      expandable: node.rows ? 'collapsed' : 'no',
      accessibilityLabel: node.text,
    }),
    onDidChange: new Emitter<readonly Row[] | undefined>().event,
  };
  const state = new TreeState(model);
  return {
    state,
    asked,
    set: (rows: readonly Row[]) => {
      current = rows;
    },
    /** What the editor does when the view is seen. */
    show: async () => {
      for (const element of await state.children(undefined)) state.paint(element);
    },
  };
}

function ids(repaint: Awaited<ReturnType<TreeState<Row>['changed']>>): readonly string[] | string {
  return typeof repaint === 'string' ? repaint : repaint.map(({ id }) => id);
}
