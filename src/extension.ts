import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExtensionContext } from 'vscode';
import { createLateForecaster } from './cache/late-forecaster';
import { createCommands } from './commands/commands';
import type { ContainerFiles } from './container-files/container-files';
import type { Engine } from './engine/engine';
import { thisMachine } from './engine/this-machine';
import { createBuildParts } from './extension/build-parts';
import { createViewParts } from './extension/view-parts';
import { createConnection } from './host/connection';
import { registerContainerFileSystem } from './host/container-file-system';
import { createContextKeys } from './host/context-keys';
import { openEngineSettings } from './host/engine-settings';
import { createEngineStatus } from './host/engine-status';
import { createEngines } from './host/engines';
import { createInspectDocuments } from './host/inspect-documents';
import { createLog, type Log } from './host/log';
import { createMemory } from './host/memory';
import { type Handler, registerCommands, runCommand } from './host/register-commands';
import { createRewriteDocuments } from './host/rewrite-documents';
import { createSecrets } from './host/secrets';
import { createSettings } from './host/settings';
import { createSlowProgress } from './host/slow-progress';
import { createTerminals } from './host/terminals';
import { createUi } from './host/ui';
import { watchDockerConfig } from './host/watch-docker-config';
import { createWebviews } from './host/webview';
import { createWorkspace, dockerConfigFolder } from './host/workspace';
import type { CommandId } from './ids';
import type { Linter } from './language/linter';
import { createLinting } from './language/linting';
import type { AskShellCheck } from './language/shell-answers';
import { DisposableList } from './shared/disposable';
import { createLate } from './shared/late';
import type { EngineViews } from './views/engine-views';

/**
 * Builds everything once and wires it. Little is loaded here: the linter comes with the first Dockerfile, the engine's client
 * with the first view or command that needs an engine.
 */
export function activate(context: ExtensionContext): void {
  const owned = new DisposableList();
  context.subscriptions.push(owned);

  const log = owned.add(createLog());
  const ui = owned.add(createUi());
  const settings = createSettings();
  const endpoint = async () => {
    const { resolveEndpoint } = await import('./engine/resolve-endpoint');
    return resolveEndpoint({ ...thisMachine(), setting: settings.engine() });
  };
  const connection = owned.add(
    createConnection({
      resolve: endpoint,
      connect: async (endpoint) => (await import('./engine/dockerode/connect')).connect(endpoint),
    }),
  );
  const engines = owned.add(
    createEngines({
      machine: thisMachine,
      setting: settings.engine,
      choose: settings.chooseEngine,
      connect: async (endpoint) => (await import('./engine/dockerode/connect')).connect(endpoint),
    }),
  );
  owned.add(engines.onDidChange(connection.recheck));
  owned.add(settings.onDidChange(['layerwright.engine.host', 'layerwright.engine.context'], engines.changed));

  const linting = owned.add(
    createLinting({
      loadLinter: () => loadLinter(join(context.extensionPath, 'dist'), log),
      findShellCheck,
      settings,
      ui,
      log,
      extension: context,
    }),
  );

  const keys = createContextKeys();
  keys.set('layerwright.engineState', 'none');
  const memory = createMemory(context.workspaceState);
  const files = createLazyFiles(connection.engine, (listener) => views.events(listener), createSlowProgress(ui), owned);
  owned.add(registerContainerFileSystem(files.load));
  owned.add(connection.onDidReset(() => files.loaded()?.refresh()));
  const registries = owned.add(
    createLate(async () => {
      const { createRegistries } = await import('./registry/registries');
      const memory = createMemory(context.globalState);
      return createRegistries({ machine: thisMachine(), secrets: createSecrets(context.secrets), memory });
    }),
  );
  const views = owned.add(
    createViewParts({ connection, engines, registries: registries.get, files: files.load, memory, keys, log }),
  );
  const status = owned.add(createEngineStatus({ endpoint, state: () => views.state }));
  owned.add(engines.onDidChange(status.update));
  owned.add(
    views.onDidChangeState(({ engine, error }) => {
      if (engine !== 'none') status.show();
      status.update();
      if (error) log.warn(`${error.message} ${error.hint ?? ''}`);
    }),
  );

  owned.add(
    watchDockerConfig(dockerConfigFolder(), () => {
      engines.changed();
      // Somebody logged in or out elsewhere.
      registries.known?.forget({ onlyFailed: true });
    }),
  );

  const terminals = owned.add(createTerminals({ log, keys }));
  const base = {
    files: files.load,
    engine: () => {
      status.show();
      return connection.engine();
    },
    engines,
    ui,
    terminals,
    log,
    memory,
    settings,
    secrets: createSecrets(context.secrets),
    workspace: createWorkspace(),
    webviews: owned.add(createWebviews(context.extensionUri)),
    inspect: owned.add(createInspectDocuments({ log })),
    forecaster: createLateForecaster(),
    rewriter: linting.rewriter,
    rewriteDocuments: owned.add(createRewriteDocuments()),
    events: views.events,
    registries: registries.get,
    run: runCommand,
  };
  const buildParts = owned.add(createBuildParts({ context, keys, model: linting.model, services: base }));
  const { builds, lastBuilds, nextBuilds, buildPanel } = buildParts;
  const services = { ...base, builds, lastBuilds, nextBuilds, buildPanel };
  const table = {
    ...createCommands(services, views.actions),
    ...linting.commands,
    'layerwright.retryConnection': connection.reset,
    'layerwright.showOutput': log.show,
    'layerwright.openEngineSettings': openEngineSettings,
  } satisfies Record<CommandId, Handler>;
  owned.add(registerCommands(table, { ui, log, title: titleOf(context), selection: views.selection }));
}

/** The files of containers come with the first that is looked at. */
function createLazyFiles(
  engine: () => Promise<Engine>,
  onEvent: EngineViews['onEvent'],
  slowly: ReturnType<typeof createSlowProgress>,
  owned: DisposableList,
): { readonly load: () => Promise<ContainerFiles>; readonly loaded: () => ContainerFiles | undefined } {
  let loading: Promise<ContainerFiles> | undefined;
  let files: ContainerFiles | undefined;
  const load = async () => {
    const { createContainerFiles } = await import('./container-files/container-files');
    const made = owned.add(createContainerFiles(engine, slowly));
    // Listening connects, so it begins with the first look at a file.
    owned.add(onEvent((event) => made.fold(event)));
    files = made;
    return made;
  };
  return {
    load: () => {
      loading ??= load();
      return loading;
    },
    loaded: () => files,
  };
}

/** Titles as the palette shows them, from the manifest. */
function titleOf({ extension }: ExtensionContext): (id: CommandId) => string {
  const { commands } = extension.packageJSON.contributes as { commands: { command: string; title: string }[] };
  return (id) => (commands.find(({ command }) => command === id)?.title ?? id).replace(/…$/, '');
}

async function loadLinter(dist: string, log: Log): Promise<Linter> {
  const [{ createLinter }, { loadShellParser }, { createContextFiles }, runtime, bash] = await Promise.all([
    import('./language/linter'),
    import('./shell/parser'),
    import('./context/context-files'),
    readFile(join(dist, 'web-tree-sitter.wasm')),
    readFile(join(dist, 'tree-sitter-bash.wasm')),
  ]);
  return createLinter({
    shell: await loadShellParser({ runtime, bash }),
    createContext: createContextFiles,
    onRuleError: (rule, error) => log.error(`The rule ${rule} failed; the others were applied.`, error),
  });
}

/** ShellCheck is a program of this machine: started for the first script, never installed, never taken from the workspace. */
async function findShellCheck(setting: string | undefined): Promise<AskShellCheck | undefined> {
  if (setting === 'off') return undefined;
  const { createShellCheck, findShellCheck: find } = await import('./shellcheck/shellcheck');
  const program = await find(setting);
  if (setting !== undefined && program === undefined) throw new Error(`There is no program ${setting}`);
  return program === undefined ? undefined : createShellCheck(program);
}
