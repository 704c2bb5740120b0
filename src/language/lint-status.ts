import { commands, type LanguageStatusItem, LanguageStatusSeverity, languages, window } from 'vscode';
import type { Log } from '../host/log';
import type { PickItem, Ui } from '../host/ui';
import type { Disposable } from '../shared/disposable';
import { DisposableList } from '../shared/disposable';
import type { Diagnostics, LintState } from './diagnostics';
import { dockerfileSelector, isDockerfile } from './documents';
import {
  type LintStatusText,
  statusAfterFailure,
  statusOf,
  statusWhenOff,
  statusWhileRunning,
} from './lint-status-text';

/** What the linter says about the active Dockerfile, in the language status of the status bar. */
export function createLintStatus(diagnostics: Diagnostics): Disposable {
  const owned = new DisposableList();
  const item = owned.add(languages.createLanguageStatusItem('layerwright.lint', dockerfileSelector));
  item.name = 'Layerwright';
  const update = () => {
    const document = window.activeTextEditor?.document;
    if (!document || !isDockerfile(document)) return;
    show(item, toText(diagnostics.state(document.uri.toString())));
  };
  owned.add(diagnostics.onDidChangeState(update));
  owned.add(window.onDidChangeActiveTextEditor(update));
  update();
  return owned;
}

/** What one can do about linting in the active Dockerfile. */
export async function showLintStatus(options: {
  readonly diagnostics: Diagnostics;
  readonly ui: Ui;
  readonly log: Log;
}): Promise<void> {
  const { diagnostics, ui, log } = options;
  const uri = window.activeTextEditor?.document.uri.toString();
  const state = uri === undefined ? undefined : diagnostics.state(uri);
  const items: PickItem<() => unknown>[] = [
    {
      label: 'Show problems',
      icon: 'warning',
      description: toText(state).text,
      value: () => commands.executeCommand('workbench.actions.view.problems'),
    },
  ];
  const configFile = state?.kind === 'done' ? state.result.configFile : undefined;
  if (configFile !== undefined) {
    const value = () => ui.openFile(configFile);
    items.push({ label: 'Open the configuration file', icon: 'file', description: configFile, value });
  }
  items.push(
    {
      label: 'Open settings',
      icon: 'gear',
      value: () => commands.executeCommand('workbench.action.openSettings', 'layerwright.lint'),
    },
    { label: 'Show output', icon: 'output', value: () => log.show() },
  );
  const chosen = await ui.pick(items, { title: 'Layerwright: linting' });
  await chosen?.();
}

function toText(state: LintState | undefined): LintStatusText {
  if (!state || state.kind === 'running') return statusWhileRunning;
  if (state.kind === 'off') return statusWhenOff;
  return state.kind === 'failed' ? statusAfterFailure : statusOf(state.result);
}

function show(item: LanguageStatusItem, { severity, text, detail, busy }: LintStatusText): void {
  item.severity = LanguageStatusSeverity[severity];
  item.text = text;
  item.detail = detail;
  item.busy = busy;
  item.command = { command: 'layerwright.showLintStatus', title: 'More' };
}
