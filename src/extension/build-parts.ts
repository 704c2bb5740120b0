import type { ExtensionContext, TextDocument } from 'vscode';
import type { BuildRun } from '../builds/build-run';
import { createBuilds } from '../builds/builds';
import { createLastBuilds } from '../builds/last-builds';
import type { Services } from '../commands/services';
import type { Dockerfile } from '../dockerfile/model';
import type { ContextKeys } from '../host/context-keys';
import { registerTasks } from '../host/tasks';
import { createWebviewView } from '../host/webview-view';
import { registerBuildLenses } from '../language/build-lenses';
import { onFirstDockerfile } from '../language/documents';
import { createForecastDocuments } from '../language/forecast-documents';
import { registerRadiusDecorations } from '../language/radius-decorations';
import { type Disposable, DisposableList } from '../shared/disposable';
import { createLate } from '../shared/late';
import type { FromPage, ToPage } from '../webviews/build/protocol';

/** The builds of the window and what shows them: all of it is loaded with the first build, or when its panel is opened. */
export function createBuildParts(options: {
  readonly context: ExtensionContext;
  readonly keys: ContextKeys;
  readonly model: (document: TextDocument) => Promise<Dockerfile>;
  readonly services: Pick<
    Services,
    'ui' | 'log' | 'workspace' | 'settings' | 'engine' | 'registries' | 'forecaster' | 'memory' | 'events' | 'engines'
  >;
}): Pick<Services, 'builds' | 'lastBuilds' | 'nextBuilds' | 'buildPanel'> & Disposable {
  const { context, keys, model, services } = options;
  const { log, settings } = services;
  const owned = new DisposableList();
  const builds = createBuilds();
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
  const lastBuilds = createLastBuilds({ builds, memory: services.memory });
  const nextBuilds = owned.add(
    createForecastDocuments({
      ...{ builds, forecaster: services.forecaster, engine: services.engine, onEngineEvent: services.events },
      onDidChangeEngine: services.engines.onDidChange,
      onFailure: (error) =>
        log.warn(`The next build is not forecast: ${error instanceof Error ? error.message : error}`),
    }),
  );
  const building = owned.add(
    createLate(async () => {
      const { createBuilding } = await import('../language/building');
      return createBuilding({
        ...{ builds, settings, model, lastBuilds, nextBuilds },
        ignores: ignoredByBuild,
        changedSince: changedSinceBuild,
      });
    }),
  );
  owned.add(builds.onDidBegin(() => void building.get().catch((error) => log.error('Builds are not shown.', error))));
  const terminalRuns = owned.add(
    createLate(async () => {
      const { createTerminalRuns } = await import('../language/terminal-runs');
      return createTerminalRuns({
        ...{ builds, engine: services.engine, onEngineEvent: services.events },
        onFailure: (error) =>
          log.warn(`Builds from a terminal are not shown: ${error instanceof Error ? error.message : error}`),
      });
    }),
  );
  owned.add(onFirstDockerfile(() => void terminalRuns.get()));
  const forecasting = owned.add(
    createLate(async () => {
      const { createForecasting, outlookOf } = await import('../language/forecasting');
      const made = createForecasting({
        documents: nextBuilds,
        settings,
        model,
        lastBuilds,
        extension: context.extensionUri,
      });
      return { outlookOf, dispose: () => made.dispose() };
    }),
  );
  owned.add(onFirstDockerfile(() => void forecasting.get()));
  owned.add(
    registerBuildLenses({
      ...{ settings, model, onDidChangeOutlook: nextBuilds.onDidChange },
      hasOutlook: ({ dockerfile, target }) => lastBuilds.of(dockerfile, target) !== undefined,
      async outlook({ dockerfile, target }) {
        const going = builds.of(dockerfile);
        if (going && going.outcome === undefined) return { text: 'Building', tooltip: `Building ${going.request.tag}` };
        const last = lastBuilds.of(dockerfile, target);
        const open = last && (await nextBuilds.of(last));
        return open && (await forecasting.get()).outlookOf(open);
      },
    }),
  );
  owned.add(registerRadiusDecorations({ documents: nextBuilds, lastBuilds, settings }));
  return {
    builds,
    lastBuilds,
    nextBuilds,
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

async function changedSinceBuild({
  request: { context: root, dockerfile },
  startedAt: time,
}: BuildRun): Promise<boolean> {
  const { changedSince } = await import('../context/changed-since');
  return changedSince({ root, dockerfile, time });
}
