import { type ConfigurationChangeEvent, type ConfigurationScope, ConfigurationTarget, workspace } from 'vscode';
import type { SettingId } from '../ids';
import type { Disposable } from '../shared/disposable';

/** Values as the person wrote them: of the declared type or not, so each reader checks. */
export interface Settings {
  readonly lint: (scope: ConfigurationScope) => LintSettings;
  /** Path of ShellCheck, or `off`; undefined: the one on the PATH. */
  readonly shellcheck: () => string | undefined;
  readonly engine: () => EngineSettings;
  readonly build: (scope?: ConfigurationScope) => BuildSettings;
  /** In the workspace when it sets it, else for the person. */
  write(id: SettingId, value: unknown): Promise<void>;
  /**
   * Writes both settings where they are decided: in the workspace when it sets one of them, else for the person (in a remote
   * window: for that machine). What is left out is removed everywhere.
   */
  chooseEngine(choice: EngineSettings): Promise<void>;
  /** One of the settings has another value. */
  onDidChange(ids: readonly SettingId[], listener: () => void): Disposable;
}

export interface LintSettings {
  readonly enabled: boolean;
  /** Rule id or foreign code → severity or `off`; unchecked. */
  readonly rules: Readonly<Record<string, unknown>>;
  /** Unchecked; undefined: not set, so a configuration file may decide. */
  readonly profile: unknown;
  /** Undefined: not set, so a configuration file may decide. */
  readonly allRules: boolean | undefined;
  /** Path of the configuration file to use instead of the nearest one. */
  readonly configFile: string | undefined;
}

export interface BuildSettings {
  /** What builds do, and did, at the lines of their Dockerfile. */
  readonly inlineCosts: boolean;
  /** Where the output of a build opens. */
  readonly output: 'panel' | 'terminal' | 'none';
  /** Build, run and what the next build will do, above each FROM. */
  readonly codeLens: boolean;
  /** How it is shown what the next build does with each instruction. */
  readonly forecast: 'gutter' | 'hints' | 'off';
  /** How many build steps an edit of a file runs again, in the Explorer. */
  readonly blastRadius: boolean;
}

/** What is left out was not chosen. */
export interface EngineSettings {
  readonly host?: string;
  readonly context?: string;
}

/** Reads at every call; nothing to dispose but the listeners. */
export function createSettings(): Settings {
  return {
    lint: (scope) => {
      const rules = read('layerwright.lint.rules', scope);
      return {
        enabled: read('layerwright.lint.enabled', scope) !== false,
        rules: typeof rules === 'object' && rules !== null ? (rules as Record<string, unknown>) : {},
        profile: whereSet('layerwright.lint.profile', scope),
        allRules: trueOrFalse(whereSet('layerwright.lint.allRules', scope)),
        configFile: text(read('layerwright.lint.configFile', scope)),
      };
    },
    shellcheck: () => text(read('layerwright.shellcheck.path')),
    engine: () => {
      const host = text(read('layerwright.engine.host'));
      const context = text(read('layerwright.engine.context'));
      return { ...(host === undefined ? {} : { host }), ...(context === undefined ? {} : { context }) };
    },
    build: (scope) => {
      const output = read('layerwright.build.output', scope);
      const forecast = read('layerwright.build.forecast', scope);
      return {
        inlineCosts: read('layerwright.build.inlineCosts', scope) !== false,
        forecast: forecast === 'hints' || forecast === 'off' ? forecast : 'gutter',
        blastRadius: read('layerwright.build.blastRadius', scope) === true,
        codeLens: read('layerwright.build.codeLens', scope) !== false,
        output: output === 'terminal' || output === 'none' ? output : 'panel',
      };
    },
    write: async (id, value) => {
      const settings = workspace.getConfiguration();
      const inWorkspace = settings.inspect(id)?.workspaceValue !== undefined;
      await settings.update(id, value, inWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global);
    },
    chooseEngine,
    onDidChange: (ids, listener) =>
      workspace.onDidChangeConfiguration((event: ConfigurationChangeEvent) => {
        if (ids.some((id) => event.affectsConfiguration(id))) listener();
      }),
  };
}

async function chooseEngine({ host, context }: EngineSettings): Promise<void> {
  const settings = workspace.getConfiguration();
  const hostId = 'layerwright.engine.host' satisfies SettingId;
  const contextId = 'layerwright.engine.context' satisfies SettingId;
  // Those of a workspace that is not trusted do not count, and are not ours to change.
  const inWorkspace = (id: SettingId) =>
    workspace.isTrusted && text(settings.inspect(id)?.workspaceValue) !== undefined;
  const target =
    inWorkspace(hostId) || inWorkspace(contextId) ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  // A context goes before a host: what is not chosen is removed first, and what is chosen written last.
  for (const [id, value] of [
    [hostId, host],
    [contextId, context],
  ] as const) {
    if (value !== undefined) continue;
    if (inWorkspace(id)) await settings.update(id, undefined, ConfigurationTarget.Workspace);
    if (text(settings.inspect(id)?.globalValue) !== undefined)
      await settings.update(id, undefined, ConfigurationTarget.Global);
  }
  if (host !== undefined) await settings.update(hostId, host, target);
  if (context !== undefined) await settings.update(contextId, context, target);
}

function read(id: SettingId, scope?: ConfigurationScope): unknown {
  return workspace.getConfiguration(undefined, scope).get(id);
}

function whereSet(id: SettingId, scope: ConfigurationScope): unknown {
  const found = workspace.getConfiguration(undefined, scope).inspect(id);
  return found?.workspaceFolderValue ?? found?.workspaceValue ?? found?.globalValue;
}

function trueOrFalse(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
