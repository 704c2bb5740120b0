import { writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { BuildRun } from '../../builds/build-run';
import type { WebviewView } from '../../host/webview-view';
import type { Disposable } from '../../shared/disposable';
import { createBuildPanel } from '../../webviews/build/panel';
import type { FromPage, ToPage } from '../../webviews/build/protocol';
import type { Services } from '../services';

/** The panel of builds, with what can be done with their output. */
export function openBuildPanel(
  view: WebviewView<FromPage, ToPage>,
  { builds, ui, log, workspace }: Pick<Services, 'builds' | 'ui' | 'log' | 'workspace'>,
): Disposable {
  return createBuildPanel({
    view,
    builds,
    copy: async (text) => {
      await ui.copy(text);
      ui.statusMessage('The output was copied.');
    },
    save: async (name, text) => {
      const path = join(workspace.folders[0] ?? homedir(), name);
      const chosen = await ui.pickSaveFile({ title: 'Save the output of the build', path });
      if (chosen === undefined) return;
      await writeFile(chosen, text);
      ui.statusMessage(`The output was saved to ${chosen}.`);
    },
    open: (run, step) => ui.openFile(run.request.dockerfile, lineOf(run, step)),
    onFailure: (error) => {
      log.error('The build panel', error);
      void ui.error(error instanceof Error ? error.message : String(error));
    },
  });
}

/** Zero-based line of a step's instruction. */
function lineOf({ file, matched }: BuildRun, step: string): number | undefined {
  const found = [...matched.instructions.values()].find(({ stepIds }) => stepIds.includes(step));
  return found && file.lines.positionAt(found.instruction.span.start).line;
}
