import { CodeLens, commands, EventEmitter, languages, Range, type TextDocument, Uri, window, workspace } from 'vscode';
import { type Disposable, DisposableList } from '../shared/disposable';
import type { Event } from '../shared/emitter';
import { plural } from '../shared/plural';
import { maskData } from '../shared/secrets';
import type { Log } from './log';

/** What the engine says of an object, as read-only JSON that follows it, with what looks like a secret hidden until asked. */
export interface InspectDocuments {
  show(source: InspectSource): Promise<void>;
}

export interface InspectSource {
  /** The object's identity: `container/<id>`. The same object has one document. */
  readonly key: string;
  /** The document's name, without `.json`. */
  readonly title: string;
  /** The engine's own answer; rejects with EngineError. */
  read(): Promise<unknown>;
  /** Something happened to the object: the document is read again, when it is open. */
  readonly onDidChange?: Event<void>;
}

interface Open {
  readonly source: InspectSource;
  data: unknown;
  revealed: boolean;
  /** The last reading failed: what is shown is what was. */
  gone: string | undefined;
  following: Disposable | undefined;
}

const scheme = 'layerwright-inspect';
const toggle = 'layerwright.internal.toggleSecrets';

export function createInspectDocuments({ log }: { readonly log: Log }): InspectDocuments & Disposable {
  const owned = new DisposableList();
  const open = new Map<string, Open>();
  const changed = owned.add(new EventEmitter<Uri>());
  const lensesChanged = owned.add(new EventEmitter<void>());

  function refresh(uri: Uri): void {
    changed.fire(uri);
    lensesChanged.fire();
  }

  async function readAgain(uri: Uri, entry: Open): Promise<void> {
    try {
      entry.data = await entry.source.read();
      entry.gone = undefined;
    } catch (error) {
      entry.gone = error instanceof Error ? error.message : String(error);
      log.warn(`${entry.source.title}: ${entry.gone}`);
    }
    refresh(uri);
  }

  owned.add(
    workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) => {
        const entry = open.get(uri.toString());
        // A window that was reloaded asks for documents of the session before.
        if (!entry) return '"This was read before the window was reloaded. Run the command again."\n';
        return `${JSON.stringify(entry.revealed ? entry.data : maskData(entry.data).value, undefined, 2)}\n`;
      },
    }),
  );
  owned.add(
    languages.registerCodeLensProvider(
      { scheme },
      {
        onDidChangeCodeLenses: lensesChanged.event,
        provideCodeLenses: ({ uri }) => {
          const entry = open.get(uri.toString());
          return entry ? lenses(uri, entry) : [];
        },
      },
    ),
  );
  owned.add(
    commands.registerCommand(toggle, (uri: Uri) => {
      const entry = open.get(uri.toString());
      if (!entry) return;
      entry.revealed = !entry.revealed;
      refresh(uri);
    }),
  );
  // A change of language closes a document for a moment, too.
  owned.add(
    workspace.onDidCloseTextDocument(() => {
      setTimeout(() => {
        const shown = new Set(workspace.textDocuments.map((document: TextDocument) => document.uri.toString()));
        for (const [key, entry] of open) {
          if (shown.has(key)) continue;
          entry.following?.dispose();
          open.delete(key);
        }
      }, 1000);
    }),
  );
  owned.add({
    dispose: () => {
      for (const { following } of open.values()) following?.dispose();
    },
  });

  return {
    async show(source) {
      const uri = Uri.from({ scheme, path: `/${source.title}.json`, query: source.key });
      const data = await source.read();
      const key = uri.toString();
      const known = open.get(key);
      known?.following?.dispose();
      const entry: Open = { source, data, revealed: known?.revealed ?? false, gone: undefined, following: undefined };
      entry.following = source.onDidChange?.(() => void readAgain(uri, entry));
      open.set(key, entry);
      refresh(uri);
      const document = await workspace.openTextDocument(uri);
      if (document.languageId !== 'json') await languages.setTextDocumentLanguage(document, 'json');
      await window.showTextDocument(document, { preview: true });
    },
    dispose: () => owned.dispose(),
  };
}

function lenses(uri: Uri, { data, revealed, gone }: Open): CodeLens[] {
  const top = new Range(0, 0, 0, 0);
  const { count } = maskData(data);
  const made: CodeLens[] = [];
  if (gone !== undefined) made.push(new CodeLens(top, { title: `$(warning) As it was. ${gone}`, command: '' }));
  if (count > 0) {
    const title = revealed
      ? `$(eye-closed) Hide ${plural(count, 'value')} that ${count === 1 ? 'looks' : 'look'} like a secret`
      : `$(eye) ${plural(count, 'value')} that ${count === 1 ? 'looks' : 'look'} like a secret ${count === 1 ? 'is' : 'are'} hidden. Show`;
    made.push(new CodeLens(top, { title, command: toggle, arguments: [uri] }));
  }
  return made;
}
