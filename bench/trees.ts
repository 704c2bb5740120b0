// Chunks that are imported on first use need the hooks of import as well.
import 'tsx';
import { request } from 'node:http';
import { loadavg } from 'node:os';
import { connect } from '../src/engine/dockerode/connect';
import type { Engine } from '../src/engine/engine';
import type { TreeModel } from '../src/host/tree';
import { type TreeElement, TreeState } from '../src/host/tree-state';
import { Emitter } from '../src/shared/emitter';
import { createEngineViews, type EngineViews } from '../src/views/engine-views';
import { startEngine } from '../test/support/engine';
import { fillEngine } from './fill-engine';
import { type LargeEngine, startLargeEngine } from './large-engine';
import { bar, median, milliseconds, type Row } from './measure';

export interface TreeBenchOptions {
  readonly images: number;
  readonly containers: number;
  /** A real dockerd of the tests, filled with so many: the engine's own time is real, too. */
  readonly real: boolean;
}

const rounds = 9;
const events = 60;

/**
 * What the Images and Containers views cost over the engine's own time, up to what VS Code is handed: everything but VS
 * Code's drawing. The engine is a process of ours behind a Unix socket, which has its answers ready; with `--real`, a
 * dockerd.
 */
export async function trees(options: TreeBenchOptions): Promise<readonly Row[]> {
  const large = options.real ? undefined : await startLargeEngine(options);
  const real = options.real ? await startEngine({ name: 'bench' }) : undefined;
  if (real) await fillEngine(real, options);
  const socket = real?.socketPath ?? large?.socketPath ?? '';
  const engine = await connect({ source: 'setting', context: undefined, address: { kind: 'unix', path: socket } });
  try {
    const [images, containers] = await Promise.all([engine.images.list(), engine.containers.list()]);
    const rows: Row[] = [
      ['engine', real ? `dockerd ${real.version}` : 'a process of ours, which has its answers ready'],
      [
        'load of this machine',
        loadavg()
          .map((load) => load.toFixed(1))
          .join(', '),
      ],
      ['objects', `${images.length} images, ${containers.length} containers`],
    ];
    rows.push(...(await firstPaint(socket, engine)));
    const shown = await show(engine);
    try {
      if (large) rows.push(...(await changes(large, shown)));
      rows.push(...(await interactions(shown)));
    } finally {
      shown.views.dispose();
    }
    return rows;
  } finally {
    engine.dispose();
    await large?.close();
    await real?.clean();
  }
}

async function firstPaint(socket: string, engine: Engine): Promise<readonly Row[]> {
  const raw: number[] = [];
  const calls: number[] = [];
  const paints: number[] = [];
  const marks: number[] = [];
  const own: number[] = [];
  const read = () => Promise.all([rawJson(socket, '/images/json'), rawJson(socket, '/containers/json?all=true')]);
  const list = () => Promise.all([engine.images.list(), engine.containers.list()]);
  for (let round = 0; round < rounds; round += 1) {
    raw.push((await timed(read)).wall);
    const call = await timed(list);
    let painted = 0;
    const begin = performance.now();
    const painting = await timed(async () => {
      const shown = await show(engine, () => {
        painted = performance.now() - begin;
      });
      shown.views.dispose();
    });
    calls.push(call.wall);
    paints.push(painted);
    marks.push(painting.wall);
    own.push(painting.cpu - call.cpu);
  }
  return [
    ['HTTP and JSON.parse of both lists alone', milliseconds(raw)],
    ['both list calls of the engine', milliseconds(calls)],
    ['both views shown, until their rows are painted', milliseconds(paints)],
    ['until those in use are marked, too', milliseconds(marks)],
    ['  of which processor time beyond the engine calls', milliseconds(own)],
    ['first paint over the engine calls', bar(median(paints) / median(calls), 1.2, '×')],
    ['  with the marks', `${(median(marks) / median(calls)).toFixed(2)} ×`],
  ];
}

interface Shown {
  readonly views: EngineViews;
  readonly images: Editor;
  readonly containers: Editor;
}

/** Opens both views as VS Code would, and waits for all rows, and for the marks of images in use after them. */
async function show(engine: Engine, onRows = () => {}): Promise<Shown> {
  const silent = () => {};
  const views = createEngineViews({
    // The connection is there already, and stays.
    connect: async () => ({ ...engine, dispose: silent }),
    onDidReset: new Emitter<void>().event,
    log: { info: silent, warn: silent, error: silent, show: silent },
  });
  const shown = {
    views,
    images: openEditor(views.views['layerwright.images'].tree),
    containers: openEditor(views.views['layerwright.containers'].tree),
  };
  await Promise.all([shown.images.filled, shown.containers.filled]);
  onRows();
  await Promise.all([shown.images.settled(), shown.containers.settled()]);
  return shown;
}

/** What VS Code does with a model: asks for roots, paints them, and again what it is told of. */
interface Editor {
  /** There are rows. */
  readonly filled: Promise<void>;
  /** Nothing is left to paint. */
  settled(): Promise<void>;
  /** How many rows were painted since this was last asked. */
  painted(): number;
  /** The next repaint, whole. */
  nextRepaint(): Promise<void>;
  /** Expands the root with the most rows; how many those are. */
  expandLargest(): Promise<number>;
  roots(): number;
}

function openEditor<Node>(model: TreeModel<Node>): Editor {
  const state = new TreeState(model);
  let elements: readonly TreeElement<Node>[] = [];
  let painted = 0;
  let work = Promise.resolve();
  let fill = () => {};
  let repainted = () => {};
  const filled = new Promise<void>((resolve) => {
    fill = resolve;
  });
  const paint = (element: TreeElement<Node>) => {
    state.paint(element);
    painted += 1;
  };
  const paintRoots = async () => {
    elements = await state.children(undefined);
    elements.forEach(paint);
    if (elements.length > 0) fill();
  };
  const take = async (nodes: readonly Node[] | undefined) => {
    const repaint = await state.changed(nodes);
    if (repaint === 'everything') await paintRoots();
    else if (repaint !== 'nothing') repaint.forEach(paint);
    repainted();
  };
  model.onDidChange((nodes) => {
    work = work.then(() => take(nodes));
  });
  work = paintRoots();
  return {
    filled,
    settled: () => work,
    painted() {
      const count = painted;
      painted = 0;
      return count;
    },
    nextRepaint: () =>
      new Promise((resolve) => {
        repainted = resolve;
      }),
    async expandLargest() {
      let most: readonly TreeElement<Node>[] = [];
      let largest = elements[0];
      for (const element of elements.slice(0, 40)) {
        const below = await state.children(element);
        if (below.length <= most.length) continue;
        most = below;
        largest = element;
      }
      const children = largest ? await state.children(largest) : [];
      children.forEach(paint);
      return children.length;
    },
    roots: () => elements.length,
  };
}

/** From the engine writing an event to the row being painted again, its reading by HTTP included. */
async function changes(large: LargeEngine, { views, containers, images }: Shown): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const group of ['project', 'none', 'image']) {
    views.views['layerwright.containers'].choice.set({ group });
    await containers.settled();
    if (group !== 'none') await containers.expandLargest();
    const times: number[] = [];
    const own: number[] = [];
    let painted = 0;
    const listed = await large.listed();
    for (let index = 0; index < events; index += 1) {
      containers.painted();
      images.painted();
      const repaint = containers.nextRepaint();
      const { wall, cpu } = await timed(async () => {
        large.toggle(index * 37);
        await repaint;
      });
      times.push(wall);
      own.push(cpu);
      await images.settled();
      painted = Math.max(painted, containers.painted() + images.painted());
    }
    rows.push(
      [`event to row, containers grouped by ${group}`, bar(median(times), 16, 'ms')],
      ['  processor time of it', milliseconds(own)],
      ['  rows painted for one event, at most', String(painted)],
      ['  lists read again', String((await large.listed()) - listed)],
    );
  }
  views.views['layerwright.containers'].choice.set({ group: 'project' });
  await containers.settled();
  return rows;
}

async function interactions({ views, images, containers }: Shown): Promise<readonly Row[]> {
  const choice = views.views['layerwright.images'].choice;
  const change = async (next: Parameters<typeof choice.set>[0]) => {
    const repaint = images.nextRepaint();
    choice.set(next);
    await repaint;
  };
  const rows: Row[] = [];
  for (const group of ['registry', 'tag', 'none', 'repository']) {
    const { wall } = await timed(() => change({ group }));
    rows.push([`images grouped by ${group}, ${images.roots()} roots`, `${wall.toFixed(1)} ms`]);
  }
  rows.push([
    'images filtered by "service-1"',
    `${(await timed(() => change({ filter: 'service-1' }))).wall.toFixed(1)} ms`,
  ]);
  await change({ filter: '' });
  for (const [name, editor] of [
    ['images', images],
    ['containers', containers],
  ] as const) {
    await editor.expandLargest();
    let count = 0;
    const { wall } = await timed(async () => {
      count = await editor.expandLargest();
    });
    rows.push([`expanding 40 groups of ${name}, the largest of ${count} rows`, `${wall.toFixed(2)} ms`]);
  }
  return rows;
}

/** Milliseconds on the clock, and of this process on a processor: the first is of use on an idle machine only. */
async function timed(work: () => Promise<unknown>): Promise<{ readonly wall: number; readonly cpu: number }> {
  const begin = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { wall: performance.now() - begin, cpu: (user + system) / 1000 };
}

function rawJson(socketPath: string, path: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    request({ socketPath, path, headers: { Host: 'engine' } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString('utf8'))));
    })
      .on('error', reject)
      .end();
  });
}
