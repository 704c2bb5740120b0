import { commands, Uri } from 'vscode';
import type { CommandId, ViewId } from '../ids';
import type { Disposable } from '../shared/disposable';
import { DisposableList } from '../shared/disposable';
import { describeFailure, type FailureAction } from './failure';
import type { Log } from './log';
import { TreeElement } from './tree-state';
import type { Ui } from './ui';

/**
 * Arguments as menus give them, taken out of the editor's types: a tree's node as its view made it, a file as its path,
 * lists of them when several are selected.
 */
export type Handler = (...args: readonly unknown[]) => unknown;

export interface CommandSurroundings {
  readonly ui: Ui;
  readonly log: Log;
  /** Nodes of the rows that are selected in a view: what a key in the view is pressed for. */
  readonly selection: (view: ViewId) => readonly unknown[];
  /** What the person calls the command. */
  readonly title: (id: CommandId) => string;
}

/** Registers every command. The one place where failures are shown; `cancelled` is shown nowhere. */
export function registerCommands(
  table: Readonly<Record<CommandId, Handler>>,
  surroundings: CommandSurroundings,
): Disposable {
  const owned = new DisposableList();
  for (const [id, handler] of Object.entries(table) as [CommandId, Handler][]) {
    owned.add(
      commands.registerCommand(id, async (...args: unknown[]) => {
        try {
          return await handler(...(selected(args, surroundings) ?? args.map(toPlain)));
        } catch (error) {
          void showFailure(id, error, surroundings);
          return undefined;
        }
      }),
    );
  }
  return owned;
}

/** Runs a registered command; its failure is shown like any other and does not reject. */
export async function runCommand(id: CommandId, ...args: readonly unknown[]): Promise<unknown> {
  return commands.executeCommand(id, ...args);
}

/** Not awaited by the command: the message may stay for long, the command is over. */
async function showFailure(id: CommandId, error: unknown, { ui, log, title }: CommandSurroundings): Promise<void> {
  const failure = describeFailure(error, title(id));
  if (failure.message === undefined) return;
  log.error(`${id}: ${failure.message}`, error);
  const chosen = await ui.error(failure.message, ...failure.actions);
  if (chosen !== undefined) await followUps[chosen as FailureAction]();
}

const followUps: Readonly<Record<FailureAction, () => PromiseLike<unknown>>> = {
  'Try again': () => runCommand('layerwright.retryConnection'),
  'Open settings': () => runCommand('layerwright.openEngineSettings'),
  'Reload window': () => commands.executeCommand('workbench.action.reloadWindow'),
  'Show output': () => runCommand('layerwright.showOutput'),
};

/** Keys hand no rows to their commands, only what the manifest says; a menu hands the row and all that are selected. */
function selected(args: readonly unknown[], { selection }: CommandSurroundings): readonly unknown[] | undefined {
  const [argument] = args;
  if (typeof argument !== 'object' || argument === null || !('selectionOf' in argument)) return undefined;
  const nodes = selection(argument.selectionOf as ViewId);
  return nodes.length === 0 ? [] : [nodes[0], nodes];
}

function toPlain(argument: unknown): unknown {
  if (argument instanceof TreeElement) return argument.node;
  if (argument instanceof Uri) return argument.scheme === 'file' ? argument.fsPath : argument.toString();
  return Array.isArray(argument) ? argument.map(toPlain) : argument;
}
