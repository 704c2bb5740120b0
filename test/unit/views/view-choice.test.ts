import { deepEqual, equal } from 'node:assert/strict';
import { arrangeCommands } from '../../../src/commands/arrange/arrange-commands';
import type { ViewActions } from '../../../src/commands/view-actions';
import type { ArrangedViewId } from '../../../src/ids';
import { Emitter } from '../../../src/shared/emitter';
import { createEngineViews, type EngineViews } from '../../../src/views/engine-views';
import { type Answer, type Scripted, script } from '../commands/scripted-services';
import { container, type FakeEngine, fakeEngine, fastClock, image, until } from './fake-engine';

interface Rows {
  children(node: undefined): readonly object[];
  present(node: object): { readonly label: string };
}

describe('grouping, sorting and filtering', () => {
  let fake: FakeEngine;
  let views: EngineViews;
  let memory: Map<string, unknown>;

  beforeEach(() => {
    fake = fakeEngine();
    memory = new Map();
    views = create();
  });
  afterEach(() => views.dispose());

  function create(): EngineViews {
    const log = () => {};
    return createEngineViews({
      connect: async () => fake.engine,
      onDidReset: new Emitter<void>().event,
      log: { info: log, warn: log, error: log, show: log },
      memory: {
        get: <T>(key: string) => memory.get(key) as T | undefined,
        set: async (key, value) => void memory.set(key, value),
      },
      timing: { graceMs: 30, clock: fastClock },
    });
  }
  function commands(...answers: Answer[]): { person: Scripted; run: ReturnType<typeof arrangeCommands> } {
    const person = script({ engine: fake.engine }, ...answers);
    const actions: ViewActions = {
      refresh: async () => {},
      reveal: async () => {},
      choice: async (id: ArrangedViewId) => views.views[id].choice,
      loadMore: async () => {},
    };
    return { person, run: arrangeCommands(person.services, actions) };
  }
  const labels = (id: ArrangedViewId) => {
    const tree = views.views[id].tree as unknown as Rows;
    return tree.children(undefined).map((node) => tree.present(node).label);
  };
  async function fill(): Promise<void> {
    fake.images.set('sha256:a', image('a', ['app:1', 'app:2'], { bytes: 1 }));
    fake.images.set('sha256:b', image('b', ['web:1'], { bytes: 2 }));
    fake.containers.set('id-web', container('web'));
    fake.containers.set('id-job', container('job', { state: 'exited', exitCode: 0 }));
    labels('layerwright.images');
    labels('layerwright.containers');
    await until(() => labels('layerwright.images').length === 2 && labels('layerwright.containers').length === 2);
  }

  it('are asked for with a mark at what is so, and remembered', async () => {
    await fill();
    const { person, run } = commands({ pick: 'None' }, { pick: 'Size, largest first' }, { pick: 'State' });
    await run['layerwright.groupImages']();
    deepEqual(labels('layerwright.images'), ['app:1', 'app:2', 'web:1']);
    await run['layerwright.sortImages']();
    deepEqual(labels('layerwright.images'), ['web:1', 'app:1', 'app:2']);
    equal(views.views['layerwright.images'].note.description, 'not grouped · size, largest first');
    await run['layerwright.groupContainers']();
    deepEqual(labels('layerwright.containers'), ['running', 'exited']);
    equal(views.views['layerwright.containers'].note.description, 'by state');
    deepEqual(person.said, [
      'pick: Group images by (Repository, Tag, Registry, None)',
      'pick: Sort images by (Name, Age, newest first, Size, largest first)',
      'pick: Group containers by (Compose project, Network, Image, State, None)',
    ]);

    views.dispose();
    views = create();
    labels('layerwright.images');
    await until(() => labels('layerwright.images').length === 3);
    deepEqual(labels('layerwright.images'), ['web:1', 'app:1', 'app:2']);
  });

  it('follow what is typed, say what a filter leaves, and clear at once', async () => {
    await fill();
    const { person, run } = commands({ type: ' APP ' }, { type: 'exited' }, 'cancel');
    await run['layerwright.filterImages']();
    deepEqual(labels('layerwright.images'), ['app']);
    equal(views.views['layerwright.images'].note.message, 'Filter “APP”: 1 of 2 images');
    fake.images.set('sha256:c', image('c', ['new-app:1']));
    fake.images.set('sha256:d', image('d', ['other:1']));
    fake.emit('image', 'tag', 'sha256:c');
    fake.emit('image', 'tag', 'sha256:d');
    await until(() => labels('layerwright.images').length === 2);
    equal(views.views['layerwright.images'].note.message, 'Filter “APP”: 2 of 4 images');
    await run['layerwright.clearImageFilter']();
    equal(labels('layerwright.images').length, 4);
    equal(views.views['layerwright.images'].note.message, undefined);

    await run['layerwright.filterContainers']();
    deepEqual(labels('layerwright.containers'), ['job']);
    await run['layerwright.filterContainers']();
    deepEqual(labels('layerwright.containers'), ['job'], 'giving up keeps what was');
    equal(person.said.length, 3);
  });

  it('say when a filter leaves nothing, which is not the same as nothing there', async () => {
    await fill();
    const { run } = commands();
    await run['layerwright.filterContainers']('no such');
    const view = views.views['layerwright.containers'];
    deepEqual(
      [labels('layerwright.containers'), view.empty, view.note.message],
      [[], false, 'Filter “no such”: none of 2 containers'],
    );
    fake.containers.set('id-new', container('no-such'));
    fake.emit('container', 'create', 'id-new');
    await until(() => labels('layerwright.containers').length > 0);
    deepEqual(labels('layerwright.containers'), ['no-such']);
  });

  it('count what runs on the activity bar', async () => {
    await fill();
    const view = views.views['layerwright.containers'];
    deepEqual(view.note.badge, { value: 1, tooltip: '1 container running' });
    fake.containers.set('id-web', container('web', { state: 'exited', exitCode: 0 }));
    fake.emit('container', 'die', 'id-web');
    await until(() => view.note.badge === undefined);
  });

  it('ignore what an older version remembered', () => {
    memory.set('view:layerwright.images', { group: 'colour', sort: 'size', filter: 7 });
    views.dispose();
    views = create();
    deepEqual(views.views['layerwright.images'].choice.current, { group: 'repository', sort: 'size', filter: '' });
  });

  it('fetch the layers of an image when it is expanded, once', async () => {
    await fill();
    const tree = views.views['layerwright.images'].tree;
    const [, web] = (await tree.children(undefined)) as [unknown, never];
    fake.calls.length = 0;
    const [layer] = await tree.children(web);
    await tree.children(web);
    deepEqual(fake.calls, ['images.history sha256:b']);
    equal(layer && tree.present(layer).label, 'RUN make sha256:b');
    equal(layer && tree.parent(layer), web);
  });
});
