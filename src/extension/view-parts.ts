import type { ViewActions } from '../commands/view-actions';
import type { ContainerFiles } from '../container-files/container-files';
import type { EngineEvent } from '../engine/engine';
import type { Connection } from '../host/connection';
import type { ContextKeys } from '../host/context-keys';
import type { Engines } from '../host/engines';
import type { Log } from '../host/log';
import type { Memory } from '../host/memory';
import { runCommand } from '../host/register-commands';
import { createTreeView, revealView, type TreeViewHandle } from '../host/tree-view';
import { watchDockerContexts } from '../host/watch-docker-config';
import { dockerConfigFolder } from '../host/workspace';
import { arrangedViewIds, type EngineState, type EngineViewId, type ViewId } from '../ids';
import type { Registries } from '../registry/registries';
import { type Disposable, DisposableList } from '../shared/disposable';
import { Emitter, type Event } from '../shared/emitter';
import { createLate } from '../shared/late';
import type { EngineViews, EngineViewsState } from '../views/engine-views';

export interface ViewParts extends Disposable {
  readonly actions: ViewActions;
  /** Nodes of the rows that are selected. */
  readonly selection: (view: ViewId) => readonly unknown[];
  readonly state: EngineViewsState;
  readonly onDidChangeState: Event<EngineViewsState>;
  /** What happens at the engine. Listening starts the stream, as looking at a view does. */
  readonly events: Event<EngineEvent>;
}

export interface ViewPartsOptions {
  readonly connection: Pick<Connection, 'engine' | 'onDidReset'>;
  readonly engines: Engines;
  readonly registries: () => Promise<Registries>;
  readonly files: () => Promise<ContainerFiles>;
  readonly memory: Memory;
  readonly keys: ContextKeys;
  readonly log: Log;
}

const unseen: EngineViewsState = { engine: 'none', error: undefined, empty: [] };

/** The views and what they say. What fills them is read when the first of them is seen, or when somebody follows the engine. */
export function createViewParts(options: ViewPartsOptions): ViewParts {
  const { connection, engines, registries, files, memory, keys, log } = options;
  const owned = new DisposableList();
  const states = owned.add(new Emitter<EngineViewsState>());

  const engineViews = owned.add(
    createLate(async () => {
      const { createEngineViews } = await import('../views/engine-views');
      const { engine: connect, onDidReset } = connection;
      const made = createEngineViews({ connect, onDidReset, log, memory });
      follow(made);
      return made;
    }),
  );
  const registriesView = owned.add(
    createLate(async () => {
      const { createRegistriesView } = await import('../views/registries/registries-view');
      return createRegistriesView({ registries });
    }),
  );
  const contexts = owned.add(
    createLate(async () => {
      const { createContextsView } = await import('../views/contexts/contexts-view');
      const watch = () => watchDockerContexts(dockerConfigFolder(), engines.changed);
      const { places, onDidChange } = engines;
      return createContextsView({ places, onDidChange, watch, engine: connection.engine });
    }),
  );

  const views = async () => (await engineViews.get()).views;
  const trees: Readonly<Record<ViewId, TreeViewHandle>> = {
    'layerwright.images': createTreeView({
      ...{ id: 'layerwright.images', log },
      model: async () => (await views())['layerwright.images'].tree,
      dragged: async (nodes) => (await import('../views/images/nodes')).imageReferences(nodes),
    }),
    'layerwright.containers': createTreeView({
      ...{ id: 'layerwright.containers', log },
      model: async () => {
        const { withFiles } = await import('../views/files/file-tree');
        return owned.add(withFiles((await views())['layerwright.containers'].tree, files));
      },
      draggedUris: async (nodes) => (await import('../views/files/nodes')).fileUris(nodes),
      droppedFiles: (target, paths) => runCommand('layerwright.copyToContainer', target, paths),
      dropped: { from: 'layerwright.images', take: ([image]) => runCommand('layerwright.runImage', image) },
    }),
    'layerwright.volumes': createTreeView({
      ...{ id: 'layerwright.volumes', log },
      model: async () => (await views())['layerwright.volumes'].tree,
    }),
    'layerwright.networks': createTreeView({
      ...{ id: 'layerwright.networks', log },
      model: async () => (await views())['layerwright.networks'].tree,
    }),
    'layerwright.registries': createTreeView({
      ...{ id: 'layerwright.registries', log },
      model: async () => (await registriesView.get()).tree,
    }),
    'layerwright.diskUsage': createTreeView({
      ...{ id: 'layerwright.diskUsage', log },
      model: async () => (await views())['layerwright.diskUsage'].tree,
    }),
    'layerwright.contexts': createTreeView({
      ...{ id: 'layerwright.contexts', log },
      model: async () => (await contexts.get()).tree,
    }),
  };
  for (const tree of Object.values(trees)) owned.add(tree);

  /** What the views say beside their rows, and what the manifest's conditions ask. */
  function follow({ views, onDidChangeState, state }: EngineViews): void {
    const ids = Object.keys(views) as EngineViewId[];
    let now = state;
    const showNote = (id: EngineViewId) => {
      const note = views[id].note;
      const description = descriptions[now.engine] ?? note?.description;
      trees[id].say({ message: note?.message, description, badge: note?.badge });
    };
    const showState = (next: EngineViewsState) => {
      now = next;
      keys.set('layerwright.engineState', now.engine);
      for (const id of ids) keys.set(`${id}Empty`, now.empty.includes(id));
      for (const id of ids) showNote(id);
    };
    for (const id of arrangedViewIds) {
      const showArrangement = () => {
        keys.set(`${id}Filtered`, views[id].choice.current.filter !== '');
        showNote(id);
      };
      owned.add(views[id].onDidChange(showArrangement));
      showArrangement();
    }
    owned.add(views['layerwright.diskUsage'].onDidChange(() => showNote('layerwright.diskUsage')));
    owned.add(onDidChangeState(showState));
    owned.add(onDidChangeState((next) => states.fire(next)));
    showState(state);
  }

  return {
    actions: {
      refresh: async (id) => (id === 'layerwright.contexts' ? await contexts.get() : (await views())[id]).refresh(),
      loadMore: async (row) => (await registriesView.get()).loadMore(row),
      reveal: revealView,
      choice: async (id) => (await views())[id].choice,
    },
    selection: (id) => trees[id]?.selection() ?? [],
    get state() {
      return engineViews.known?.state ?? unseen;
    },
    onDidChangeState: states.event,
    events(listener) {
      const { known } = engineViews;
      if (known) return known.onEvent(listener);
      const following = new DisposableList();
      engineViews.get().then(
        ({ onEvent }) => following.add(onEvent(listener)),
        (error) => log.error('What happens at the engine is not followed.', error),
      );
      return following;
    },
    dispose: () => owned.dispose(),
  };
}

/** Beside the views' titles, where their welcome says the rest. */
const descriptions: Partial<Record<EngineState, string>> = {
  unreachable: 'no engine',
  permission: 'no permission',
  incompatible: 'not understood',
  misconfigured: 'wrong settings',
};
