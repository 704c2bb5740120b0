import { isAbsolute, join } from 'node:path';
import { type ExtensionContext, languages, type TextDocument, Uri, workspace } from 'vscode';
import type { Log } from '../host/log';
import type { Settings } from '../host/settings';
import type { Ui } from '../host/ui';
import type { CommandId } from '../ids';
import { DisposableList } from '../shared/disposable';
import { registerCodeActions } from './code-actions';
import { registerConfigEditing } from './config-editing';
import { createDiagnostics } from './diagnostics';
import { toLintDocument } from './documents';
import { createFixCommands } from './fix-commands';
import { createLintResults } from './lint-results';
import { createLintStatus, showLintStatus } from './lint-status';
import type { Linter } from './linter';
import { createRewriter } from './rewriter';
import { openRulePage } from './rule-page';
import { type AskShellCheck, createShellAnswers } from './shell-answers';
import { watchFiles } from './watch-files';

export interface LintingOptions {
  /** Loads the core's chunk; called for the first Dockerfile that is seen. */
  readonly loadLinter: () => Promise<Linter>;
  /** ShellCheck as the setting names it, if it is there. */
  readonly findShellCheck: (setting: string | undefined) => Promise<AskShellCheck | undefined>;
  readonly settings: Settings;
  readonly ui: Ui;
  readonly log: Log;
  readonly extension: Pick<ExtensionContext, 'extensionUri'>;
}

/** All that has to do with linting in the editor, and its commands. */
export function createLinting({ loadLinter, findShellCheck, settings, ui, log, extension }: LintingOptions) {
  const owned = new DisposableList();
  let loading: Promise<Linter> | undefined;
  const linter = () => {
    loading ??= loadLinter();
    loading.catch(() => {
      // Whoever asked is told; the next one tries again.
      loading = undefined;
    });
    return loading;
  };
  const shell = createShellAnswers({
    find: () => findShellCheck(settings.shellcheck()),
    onFailure: (error) =>
      log.warn(`ShellCheck is not asked any more: ${error instanceof Error ? error.message : error}`),
  });
  const results = createLintResults({
    loadLinter: linter,
    shell,
    settings: (uri) => settings.lint(Uri.parse(uri)),
    resolveConfigPath,
  });
  const paintedConfig = owned.add(languages.createDiagnosticCollection('layerwright-configuration'));
  const diagnostics = owned.add(
    createDiagnostics({
      results,
      paintedConfig,
      onFailure: (error) => log.error('A Dockerfile could not be linted.', error),
    }),
  );
  const refresh = async () => {
    (await loading)?.filesChanged();
    diagnostics.refresh();
  };
  owned.add(
    workspace.onDidCloseTextDocument(async ({ uri }) => {
      (await loading)?.forget(uri.toString());
    }),
  );
  owned.add(watchFiles(() => void refresh()));
  owned.add(
    settings.onDidChange(
      [
        'layerwright.lint.enabled',
        'layerwright.lint.rules',
        'layerwright.lint.profile',
        'layerwright.lint.allRules',
        'layerwright.lint.configFile',
      ],
      diagnostics.refresh,
    ),
  );
  owned.add(
    settings.onDidChange(['layerwright.shellcheck.path'], () => {
      shell.reset();
      diagnostics.refresh();
    }),
  );
  owned.add(registerCodeActions({ results, loadLinter: linter }));
  owned.add(
    registerConfigEditing({
      loadLinter: linter,
      painted: paintedConfig,
      onFailure: (error) => log.error('A configuration file could not be checked.', error),
    }),
  );
  owned.add(createLintStatus(diagnostics));
  return {
    /** Parsed once per version, for whoever asks. */
    model: async (document: TextDocument) => (await linter()).model(toLintDocument(document)),
    rewriter: createRewriter({ results, loadLinter: linter }),
    commands: {
      ...createFixCommands({ results, loadLinter: linter, ui }),
      'layerwright.openRulePage': (rule: unknown) => openRulePage(rule, { ui, extensionUri: extension.extensionUri }),
      'layerwright.showLintStatus': () => showLintStatus({ diagnostics, ui, log }),
    } satisfies Partial<Record<CommandId, unknown>>,
    dispose: () => owned.dispose(),
  };
}

/** Relative to the folder of the workspace that holds the document. */
function resolveConfigPath(uri: string, path: string): string {
  if (isAbsolute(path)) return path;
  const folder = workspace.getWorkspaceFolder(Uri.parse(uri)) ?? workspace.workspaceFolders?.[0];
  return folder ? join(folder.uri.fsPath, path) : path;
}
