import { commands, EventEmitter, TabInputTextDiff, Uri, window, workspace } from 'vscode';
import { type Disposable, DisposableList } from '../shared/disposable';

/** What files would become, shown beside what they are. */
export interface RewriteDocuments {
  /** Opens the comparison, or gives the open one another text. */
  show(options: { path: string; title: string; text: string }): Promise<void>;
  /** Path of the file whose rewrite an address names, or of the one that was shown last; undefined when there is none. */
  pathOf(address: unknown): string | undefined;
  close(path: string): Promise<void>;
}

/** Also in the `when` of the buttons above a comparison. */
const scheme = 'layerwright-rewrite';

export function createRewriteDocuments(): RewriteDocuments & Disposable {
  const owned = new DisposableList();
  const texts = new Map<string, string>();
  const changed = owned.add(new EventEmitter<Uri>());
  let last: string | undefined;
  owned.add(
    workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      // A window that was reloaded asks for documents of the session before.
      provideTextDocumentContent: (uri) =>
        texts.get(uri.toString()) ?? '# This was made before the window was reloaded.\n',
    }),
  );
  const addressOf = (path: string) => Uri.file(path).with({ scheme });
  return {
    async show({ path, title, text }) {
      const address = addressOf(path);
      texts.set(address.toString(), text);
      last = path;
      changed.fire(address);
      await commands.executeCommand('vscode.diff', Uri.file(path), address, title, { preview: true });
    },
    pathOf(address) {
      const named = typeof address === 'string' && address.startsWith(`${scheme}:`) ? Uri.parse(address) : undefined;
      const active = window.activeTextEditor?.document.uri;
      const uri = named ?? (active?.scheme === scheme ? active : undefined);
      return uri ? uri.with({ scheme: 'file' }).fsPath : last;
    },
    async close(path) {
      const address = addressOf(path).toString();
      texts.delete(address);
      const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
      const own = tabs.filter(
        ({ input }) => input instanceof TabInputTextDiff && input.modified.toString() === address,
      );
      await window.tabGroups.close(own);
    },
    dispose: () => owned.dispose(),
  };
}
