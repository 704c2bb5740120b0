import {
  CustomExecution,
  EventEmitter,
  type Pseudoterminal,
  Task,
  type TaskDefinition,
  TaskGroup,
  tasks,
  Uri,
  type WorkspaceFolder,
  workspace,
} from 'vscode';
import type { Disposable } from '../shared/disposable';
import { describeFailure } from './failure';
import type { Log } from './log';
import { createTerminalText } from './terminal-text';

/** What a task does, and those that nobody has to write down. */
export interface TaskSource {
  list(): Promise<readonly ListedTask[]>;
  run(run: TaskRun): Promise<'done' | 'failed'>;
}

export interface ListedTask {
  readonly name: string;
  readonly folder: string;
  readonly definition: Readonly<Record<string, unknown>>;
}

export interface TaskRun {
  /** As in tasks.json, the editor's variables replaced. */
  readonly definition: Readonly<Record<string, unknown>>;
  /** Of the workspace. */
  readonly folder: string;
  write(text: string): void;
  /** Aborts when the task is ended or its terminal closed. */
  readonly signal: AbortSignal;
  cancel(): void;
}

/** Registers a type of tasks that run in the extension, each in a terminal of the editor's. */
export function registerTasks(options: {
  readonly type: string;
  readonly source: string;
  readonly matcher: string;
  readonly log: Log;
  readonly load: () => Promise<TaskSource>;
}): Disposable {
  const { type, source, matcher, load } = options;

  function make(definition: TaskDefinition, folder: WorkspaceFolder, name: string): Task {
    const execution = new CustomExecution(async (resolved) => terminal(resolved, folder.uri.fsPath));
    const task = new Task(definition, folder, name, source, execution, matcher);
    task.group = TaskGroup.Build;
    return task;
  }

  function terminal(definition: TaskDefinition, folder: string): Pseudoterminal {
    const writes = new EventEmitter<string>();
    const closes = new EventEmitter<number>();
    const abort = new AbortController();
    const text = createTerminalText({ newlines: true });
    const write = (piece: string) => writes.fire(text.next(piece));
    const run = async (): Promise<number> => {
      const cancel = () => abort.abort();
      try {
        const outcome = await (await load()).run({ definition, folder, write, signal: abort.signal, cancel });
        return outcome === 'done' ? 0 : 1;
      } catch (error) {
        const { message } = describeFailure(error, 'The task');
        if (message !== undefined) {
          options.log.error(`Task of ${folder}`, error);
          write(`\n${message}\n`);
        }
        return message === undefined ? 130 : 1;
      }
    };
    return {
      onDidWrite: writes.event,
      onDidClose: closes.event,
      open: () => void run().then((code) => closes.fire(code)),
      handleInput: (typed) => typed === '\x03' && abort.abort(),
      close: () => abort.abort(),
    };
  }

  return tasks.registerTaskProvider(type, {
    async provideTasks() {
      const listed = await (await load()).list();
      return listed.flatMap(({ name, folder, definition }) => {
        const of = workspace.getWorkspaceFolder(Uri.file(folder));
        return of ? [make({ ...definition, type }, of, name)] : [];
      });
    },
    resolveTask(task) {
      const folder = typeof task.scope === 'object' ? task.scope : workspace.workspaceFolders?.[0];
      return folder && make(task.definition, folder, task.name);
    },
  });
}
