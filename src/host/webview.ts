import { type Webview as EditorWebview, Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import { type Disposable, DisposableList } from '../shared/disposable';
import { Emitter, type Event } from '../shared/emitter';
import { webviewPage } from './webview-page';

/** Opens panels whose page is a script of ours; see docs/contributing.md on how one is added. */
export interface Webviews {
  open<In, Out>(options: WebviewOptions): Webview<In, Out>;
}

export interface WebviewOptions {
  /** Names the script dist/webviews/<name>.js and the style sheet media/webviews/<name>.css. */
  readonly name: string;
  readonly title: string;
  readonly column?: 'active' | 'beside';
  /** Keeps the page alive while another tab covers it: for forms whose answers must not be lost. */
  readonly keep?: boolean;
}

/** `In` is what the page says, `Out` what it is told. What a page says is data of an outsider: check it. */
export interface Webview<In, Out> extends Disposable {
  /** Reaches the page once it runs; messages of before then wait. */
  post(message: Out): void;
  readonly onMessage: Event<In>;
  /** For pages that cost something while they are seen. */
  readonly visible: boolean;
  readonly onDidChangeVisible: Event<boolean>;
  /** Closed by the person or by `dispose`. */
  readonly onDidClose: Event<void>;
  setTitle(title: string): void;
  reveal(): void;
}

/** The page of every panel says this first, by itself: see `src/webviews/client.ts`. */
export const ready = 'layerwright:ready';

export function createWebviews(extension: Uri): Webviews & Disposable {
  const owned = new DisposableList();
  const roots = pageRoots(extension);
  return {
    open<In, Out>({ name, title, column = 'active', keep = false }: WebviewOptions) {
      const panel = window.createWebviewPanel(
        `layerwright.${name}`,
        title,
        column === 'beside' ? ViewColumn.Beside : ViewColumn.Active,
        { enableScripts: true, enableForms: false, localResourceRoots: roots, retainContextWhenHidden: keep },
      );
      // A tab's icon has no current colour.
      const icon = (theme: string) => Uri.joinPath(extension, 'media', `panel-${theme}.svg`);
      panel.iconPath = { light: icon('light'), dark: icon('dark') };
      fillPage(panel.webview, extension, { name, title });
      return owned.add(wrap<In, Out>(panel));
    },
    dispose: () => owned.dispose(),
  };
}

/** Folders that pages may load from. */
export function pageRoots(extension: Uri): readonly Uri[] {
  return [Uri.joinPath(extension, 'dist', 'webviews'), Uri.joinPath(extension, 'media')];
}

export function fillPage(
  webview: EditorWebview,
  extension: Uri,
  { name, title }: Pick<WebviewOptions, 'name' | 'title'>,
): void {
  const at = (...path: string[]) => webview.asWebviewUri(Uri.joinPath(extension, ...path)).toString();
  webview.html = webviewPage({
    title,
    source: webview.cspSource,
    nonce: Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url'),
    script: at('dist', 'webviews', `${name}.js`),
    styles: [at('media', 'webviews', 'base.css'), at('media', 'webviews', `${name}.css`)],
  });
}

function wrap<In, Out>(panel: WebviewPanel): Webview<In, Out> {
  const owned = new DisposableList();
  const messages = owned.add(new Emitter<In>());
  const visibles = owned.add(new Emitter<boolean>());
  const closes = owned.add(new Emitter<void>());
  let waiting: Out[] | undefined = [];
  let closed = false;
  let visible = panel.visible;
  owned.add(
    panel.webview.onDidReceiveMessage((message: In | typeof ready) => {
      if (message !== ready) return messages.fire(message);
      const held = waiting ?? [];
      waiting = undefined;
      for (const one of held) void panel.webview.postMessage(one);
    }),
  );
  owned.add(
    panel.onDidChangeViewState(() => {
      if (visible === panel.visible) return;
      visible = panel.visible;
      visibles.fire(visible);
    }),
  );
  panel.onDidDispose(() => {
    closed = true;
    closes.fire();
    owned.dispose();
  });
  return {
    post(message) {
      if (waiting) waiting.push(message);
      else if (!closed) void panel.webview.postMessage(message);
    },
    onMessage: messages.event,
    get visible() {
      return !closed && panel.visible;
    },
    onDidChangeVisible: visibles.event,
    onDidClose: closes.event,
    setTitle(title) {
      if (!closed) panel.title = title;
    },
    reveal() {
      if (!closed) panel.reveal();
    },
    dispose() {
      if (!closed) panel.dispose();
    },
  };
}
