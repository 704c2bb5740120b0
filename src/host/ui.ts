import {
  commands,
  env,
  type OpenDialogOptions,
  Position,
  ProgressLocation,
  Range,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { Disposable } from '../shared/disposable';
import { DisposableList } from '../shared/disposable';
import { toAbortSignal } from './abort';
import { pickOne, pickSeveral } from './quick-pick';
import { createVirtualDocuments } from './virtual-documents';

/** The person at the editor. Commands speak through this port, so that tests can answer for them. */
export interface Ui {
  /** Resolves to the chosen action, undefined when dismissed. */
  info(message: string, ...actions: readonly string[]): Promise<string | undefined>;
  warn(message: string, ...actions: readonly string[]): Promise<string | undefined>;
  error(message: string, ...actions: readonly string[]): Promise<string | undefined>;
  /** Modal. `detail` names what goes; `action` is the button (`Remove 3 images`). */
  confirm(options: { message: string; detail?: string; action: string }): Promise<boolean>;
  /** Modal with several ways; undefined when cancelled. */
  choose(options: { message: string; detail?: string; actions: readonly string[] }): Promise<string | undefined>;
  /** Undefined when cancelled. `validate` returns what is wrong, while typing. */
  input(options: InputOptions): Promise<string | undefined>;
  pick<T>(
    items: readonly PickItem<T>[] | Promise<readonly PickItem<T>[]>,
    options: PickOptions,
  ): Promise<T | undefined>;
  pickMany<T>(
    items: readonly PickItem<T>[] | Promise<readonly PickItem<T>[]>,
    options: PickOptions,
  ): Promise<readonly T[] | undefined>;
  pickFolder(options: { title: string; from?: string }): Promise<string | undefined>;
  pickFile(options: { title: string; from?: string; filters?: Record<string, string[]> }): Promise<string | undefined>;
  /** Where to write a file; asks before one is overwritten. `path` is proposed. */
  pickSaveFile(options: {
    title: string;
    path: string;
    filters?: Record<string, string[]>;
  }): Promise<string | undefined>;
  pickFiles(options: { title: string }): Promise<readonly string[] | undefined>;
  /** In a notification; the signal aborts when the person cancels. */
  progress<T>(
    title: string,
    task: (report: (message: string, fraction?: number) => void, signal: AbortSignal) => Promise<T>,
  ): Promise<T>;
  /** A read-only document that can be folded and searched; same title, same document. */
  showText(options: { title: string; language: string; text: string }): Promise<void>;
  /** `line` from zero: the cursor goes there. */
  openFile(path: string, line?: number): Promise<void>;
  /** As the Explorer opens it: text, image or whatever there is an editor for. */
  openUri(uri: string): Promise<void>;
  /** In the system's file manager, or the Explorer where that is elsewhere. */
  reveal(path: string): Promise<void>;
  openExternal(url: string): Promise<void>;
  copy(text: string): Promise<void>;
  statusMessage(message: string): void;
}

export interface InputOptions {
  readonly title: string;
  readonly prompt?: string;
  readonly value?: string;
  readonly placeholder?: string;
  readonly password?: boolean;
  readonly validate?: (value: string) => string | undefined;
  /** Hears every change while the person types. */
  readonly onType?: (value: string) => void;
}

export interface PickItem<T> {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly icon?: string;
  readonly picked?: boolean;
  readonly value: T;
}

export interface PickOptions {
  readonly title: string;
  readonly placeholder?: string;
  /** Shown instead of an empty list. */
  readonly empty?: string;
}

export function createUi(): Ui & Disposable {
  const owned = new DisposableList();
  const texts = owned.add(createVirtualDocuments('layerwright-text'));
  return {
    info: async (message, ...actions) => window.showInformationMessage(message, ...actions),
    warn: async (message, ...actions) => window.showWarningMessage(message, ...actions),
    error: async (message, ...actions) => window.showErrorMessage(message, ...actions),
    confirm: async ({ message, detail, action }) =>
      (await window.showWarningMessage(message, modal(detail), action)) === action,
    choose: async ({ message, detail, actions }) => window.showWarningMessage(message, modal(detail), ...actions),
    input,
    pick: pickOne,
    pickMany: pickSeveral,
    pickFolder: async ({ title, from }) =>
      (await open({ title, canSelectFiles: false, canSelectFolders: true }, from))?.fsPath,
    pickFile: async ({ title, from, filters }) =>
      (await open({ title, ...(filters ? { filters } : {}) }, from))?.fsPath,
    pickSaveFile: async ({ title, path, filters }) =>
      (await window.showSaveDialog({ title, defaultUri: Uri.file(path), ...(filters ? { filters } : {}) }))?.fsPath,
    pickFiles: async ({ title }) =>
      (await window.showOpenDialog({ title, canSelectMany: true, ...startingAt(undefined) }))?.map(
        ({ fsPath }) => fsPath,
      ),
    progress,
    showText: texts.show,
    openFile: async (path, line) => {
      const at = line === undefined ? undefined : new Position(line, 0);
      await window.showTextDocument(Uri.file(path), at ? { selection: new Range(at, at) } : {});
    },
    openUri: async (uri) => {
      await commands.executeCommand('vscode.open', Uri.parse(uri, true));
    },
    reveal: async (path) => {
      await commands.executeCommand('revealFileInOS', Uri.file(path));
    },
    openExternal: async (url) => {
      await env.openExternal(Uri.parse(url, true));
    },
    copy: async (text) => env.clipboard.writeText(text),
    statusMessage: (message) => {
      window.setStatusBarMessage(message, statusMessageMilliseconds);
    },
    dispose: () => owned.dispose(),
  };
}

const statusMessageMilliseconds = 5000;

function modal(detail: string | undefined): { modal: true; detail?: string } {
  return detail === undefined ? { modal: true } : { modal: true, detail };
}

/** Stays open when another window gets the focus: answers are often copied from there. */
async function input({ title, prompt, value, placeholder, password, validate, onType }: InputOptions) {
  return window.showInputBox({
    title,
    ignoreFocusOut: true,
    ...(prompt === undefined ? {} : { prompt }),
    ...(value === undefined ? {} : { value }),
    ...(placeholder === undefined ? {} : { placeHolder: placeholder }),
    ...(password === undefined ? {} : { password }),
    ...(validate || onType
      ? {
          validateInput: (text: string) => {
            onType?.(text);
            return validate?.(text);
          },
        }
      : {}),
  });
}

async function open(options: OpenDialogOptions, from: string | undefined): Promise<Uri | undefined> {
  const chosen = await window.showOpenDialog({ ...options, canSelectMany: false, ...startingAt(from) });
  return chosen?.[0];
}

function startingAt(from: string | undefined): OpenDialogOptions {
  const folder = workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri;
  const start = from === undefined ? folder : Uri.file(from);
  return start ? { defaultUri: start } : {};
}

const progress: Ui['progress'] = async (title, task) =>
  window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, (notification, token) => {
    let shown = 0;
    const report = (message: string, fraction?: number) => {
      const percent = fraction === undefined ? shown : Math.max(shown, Math.min(1, fraction) * 100);
      notification.report({ message, increment: percent - shown });
      shown = percent;
    };
    return task(report, toAbortSignal(token));
  });
