import { commands, type WebviewView as EditorView, type Uri, window } from 'vscode';
import { type Disposable, DisposableList } from '../shared/disposable';
import { Emitter, type Event } from '../shared/emitter';
import { fillPage, pageRoots, ready } from './webview';

/** A view whose page is a script of ours. `In` is what the page says, `Out` what it is told. */
export interface WebviewView<In, Out> extends Disposable {
  /** The page runs and knows nothing: when it is first shown, and whenever the editor made it anew. */
  readonly open: boolean;
  readonly onDidOpen: Event<void>;
  /** Reaches the page while it is open, and nobody else. */
  post(message: Out): void;
  readonly onMessage: Event<In>;
  /** Brings it to the front; the cursor stays where it is. */
  show(): Promise<void>;
}

/** `id` as in the manifest; `name` as for panels. */
export function createWebviewView<In, Out>(
  extension: Uri,
  { id, name, title }: { readonly id: string; readonly name: string; readonly title: string },
): WebviewView<In, Out> {
  const owned = new DisposableList();
  const opens = owned.add(new Emitter<void>());
  const messages = owned.add(new Emitter<In>());
  let view: EditorView | undefined;
  let open = false;

  function resolve(resolved: EditorView): void {
    view = resolved;
    open = false;
    resolved.webview.options = { enableScripts: true, enableForms: false, localResourceRoots: pageRoots(extension) };
    const parts = owned.add(new DisposableList());
    parts.add(
      resolved.webview.onDidReceiveMessage((message: In | typeof ready) => {
        if (message !== ready) return messages.fire(message);
        open = true;
        opens.fire();
      }),
    );
    parts.add(
      resolved.onDidDispose(() => {
        parts.dispose();
        if (view !== resolved) return;
        view = undefined;
        open = false;
      }),
    );
    fillPage(resolved.webview, extension, { name, title });
  }

  // What was read and searched there should still be there when one comes back from another tab.
  const webviewOptions = { retainContextWhenHidden: true };
  owned.add(window.registerWebviewViewProvider(id, { resolveWebviewView: resolve }, { webviewOptions }));
  return {
    get open() {
      return open;
    },
    onDidOpen: opens.event,
    post(message) {
      if (open) void view?.webview.postMessage(message);
    },
    onMessage: messages.event,
    async show() {
      if (view) view.show(true);
      else await commands.executeCommand(`${id}.focus`, { preserveFocus: true });
    },
    dispose: () => owned.dispose(),
  };
}
