import type { ExtensionContext, TextDocument } from 'vscode';
import type { BuildRun } from '../builds/build-run';
import { createBuilds } from '../builds/builds';
import type { Services } from '../commands/services';
import type { Dockerfile } from '../dockerfile/model';
import type { ContextKeys } from '../host/context-keys';
import { registerTasks } from '../host/tasks';
import { createWebviewView } from '../host/webview-view';
import { registerBuildLenses } from '../language/build-lenses';
import { type Disposable, DisposableList } from '../shared/disposable';
import { Emitter } from '../shared/emitter';
import { createLate } from '../shared/late';
import type { FromPage, ToPage } from '../webviews/build/protocol';

/** The builds of the window and what shows them: all of it is loaded with the first build, or when its panel is opened. */
export function createBuildParts(options: {
  readonly context: ExtensionContext;
  readonly keys: ContextKeys;
  readonly model: (document: TextDocument) => Promise<Dockerfile>;
  readonly services: Pick<Services, 'ui' | 'log' | 'workspace' | 'settings' | 'engine' | 'registries' | 'forecaster'>;
}): Pick<Services, 'builds' | 'buildPanel'> & Disposable {
  const { context, keys, model, services } = options;
  const { log, settings } = services;
  const owned = new DisposableList();
  const builds = createBuilds();
  const building = owned.add(
    createLate(async () => {
      const { createBuilding } = await import('../language/building');
      return createBuilding({ builds, settings, model, ignores: ignoredByBuild });
    }),
  );
  owned.add(builds.onDidBegin(() => void building.get().catch((error) => log.error('Builds are not shown.', error))));
  const view = owned.add(
    createWebviewView<FromPage, ToPage>(context.extensionUri, {
      id: 'layerwright.build',
      name: 'build',
      title: 'Build',
    }),
  );
  const panel = owned.add(
    createLate(async () => {
      const { openBuildPanel } = await import('../commands/build/build-panel');
      return openBuildPanel(view, { ...services, builds });
    }),
  );
  owned.add(view.onDidOpen(() => void panel.get().catch((error) => log.error('The build panel failed.', error))));
  owned.add(
    registerTasks({
      type: 'layerwright-build',
      source: 'Layerwright',
      matcher: '$layerwright',
      log,
      load: async () => (await import('../commands/build/build-task')).buildTasks({ ...services, builds }),
    }),
  );
  const outlooks = owned.add(new Emitter<void>());
  owned.add(
    registerBuildLenses({ settings, model, outlook: async () => undefined, onDidChangeOutlook: outlooks.event }),
  );
  return {
    builds,
    buildPanel: {
      show: async () => {
        await keys.set('layerwright.hasBuilds', true);
        await view.show();
      },
    },
    dispose: () => owned.dispose(),
  };
}

async function ignoredByBuild({ request }: BuildRun, path: string): Promise<boolean> {
  const { createContextFiles } = await import('../context/context-files');
  return createContextFiles({ root: request.context, dockerfile: request.dockerfile }).ignored(path);
}
