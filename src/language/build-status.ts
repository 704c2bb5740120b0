import { StatusBarAlignment, type StatusBarItem, window } from 'vscode';
import type { BuildRun } from '../builds/build-run';
import type { Builds } from '../builds/builds';
import { countSteps, describeSize, describeWork } from '../builds/describe-run';
import type { CommandId } from '../ids';
import { type Disposable, DisposableList } from '../shared/disposable';
import { formatSeconds } from '../shared/duration';
import { formatBytes } from '../shared/quantity';

/** What a status bar item says. */
interface StatusText {
  readonly text: string;
  readonly tooltip: string;
}

const millisecondsBetween = 250;

/** The last build of the Dockerfile that is looked at; while one goes on, that one, wherever one looks. */
export function createBuildStatus(builds: Builds): Disposable {
  const owned = new DisposableList();
  const item: StatusBarItem = owned.add(window.createStatusBarItem('layerwright.build', StatusBarAlignment.Left, -10));
  item.name = 'Layerwright: build';
  item.command = 'layerwright.showBuild' satisfies CommandId;
  let timer: NodeJS.Timeout | undefined;
  const update = () => {
    const path = window.activeTextEditor?.document.uri.fsPath;
    const run = builds.all.findLast(({ outcome }) => outcome === undefined) ?? (path && builds.of(path));
    if (!run) return item.hide();
    const { text, tooltip } = statusOf(run);
    item.text = text;
    item.tooltip = tooltip;
    item.show();
  };
  const request = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      update();
    }, millisecondsBetween);
  };
  owned.add(builds.onDidBegin(update));
  owned.add(builds.onDidChange(request));
  update();
  owned.add(window.onDidChangeActiveTextEditor(update));
  owned.add({ dispose: () => clearTimeout(timer) });
  return owned;
}

export function statusOf(run: BuildRun): StatusText {
  const { tag } = run.request;
  const { outcome } = run;
  switch (outcome?.kind) {
    case undefined: {
      const { done, known } = countSteps(run);
      return {
        text: `$(loading~spin) Building ${tag}${known > 0 ? ` ${done}/${known}` : ''}`,
        tooltip: `Building ${tag} from ${run.request.dockerfile}.`,
      };
    }
    case 'failed':
      return { text: '$(error) Build failed', tooltip: outcome.message };
    case 'cancelled':
      return { text: '$(circle-slash) Build cancelled', tooltip: `The build of ${tag} was cancelled.` };
    case 'built': {
      const seconds = ((run.endedAt ?? run.startedAt) - run.startedAt) / 1000;
      const { bytes, formerBytes } = outcome;
      const size = bytes === undefined ? '' : ` · ${formatBytes(bytes)}${difference(bytes, formerBytes)}`;
      return {
        text: `$(package) ${formatSeconds(seconds)}${size}`,
        tooltip: `Built ${tag} ${describeWork(run)}: ${describeSize(run)}.`,
      };
    }
  }
}

function difference(bytes: number, former: number | undefined): string {
  if (former === undefined || former === bytes) return '';
  return ` (${bytes > former ? '+' : '−'}${formatBytes(Math.abs(bytes - former))})`;
}
