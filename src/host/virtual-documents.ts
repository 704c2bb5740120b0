import { EventEmitter, languages, type TextDocument, Uri, window, workspace } from 'vscode';
import type { Disposable } from '../shared/disposable';
import { DisposableList } from '../shared/disposable';

/** Read-only documents whose text is ours: inspect output and the like. */
export interface VirtualDocuments extends Disposable {
  /** Opens the document of this title, or gives the open one a new text. */
  show(options: { title: string; language: string; text: string }): Promise<void>;
}

export function createVirtualDocuments(scheme: string): VirtualDocuments {
  const owned = new DisposableList();
  const texts = new Map<string, string>();
  const changed = owned.add(new EventEmitter<Uri>());
  owned.add(
    workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      // A window that was reloaded asks for documents of the session before.
      provideTextDocumentContent: (uri) =>
        texts.get(uri.toString()) ?? 'This text was made before the window was reloaded. Run the command again.\n',
    }),
  );
  return {
    async show({ title, language, text }) {
      const uri = Uri.from({ scheme, path: `/${title}` });
      prune(texts);
      texts.set(uri.toString(), text);
      changed.fire(uri);
      const document = await workspace.openTextDocument(uri);
      if (document.languageId !== language) await languages.setTextDocumentLanguage(document, language);
      await window.showTextDocument(document, { preview: true });
    },
    dispose: () => owned.dispose(),
  };
}

/** Forgets texts that no editor shows any more. Closing is no sign of it: a change of language closes a document, too. */
function prune(texts: Map<string, string>): void {
  const open = new Set(workspace.textDocuments.map((document: TextDocument) => document.uri.toString()));
  for (const key of texts.keys()) if (!open.has(key)) texts.delete(key);
}
