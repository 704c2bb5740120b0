import {
  Hover,
  InlayHint,
  languages,
  Position,
  Range,
  type TextDocument,
  type TextEditor,
  Uri,
  window,
  workspace,
} from 'vscode';
import { outlookText } from '../builds/forecast-text';
import type { LastBuilds } from '../builds/last-builds';
import type { NextBuilds } from '../builds/next-builds';
import type { OpenForecast } from '../cache/forecaster';
import { instructionAt } from '../dockerfile/instruction-at';
import type { Dockerfile } from '../dockerfile/model';
import type { Settings } from '../host/settings';
import { type Disposable, DisposableList } from '../shared/disposable';
import { Emitter } from '../shared/emitter';
import { escapeMarkdown } from '../shared/markdown';
import type { StageOutlook } from './build-lenses';
import { registerCopyHover } from './copy-hover';
import { dockerfileSelector, isDockerfile } from './documents';
import { type ForecastMark, forecastKinds, forecastMarks, hintOf } from './forecast-mark';

export interface ForecastingOptions {
  readonly documents: NextBuilds;
  readonly settings: Settings;
  readonly model: (document: TextDocument) => Promise<Dockerfile>;
  readonly lastBuilds: LastBuilds;
  readonly extension: Uri;
}

/** What the next build will do, in the gutter or beside the instructions, and in the hover of a keyword. */
export function createForecasting({
  documents,
  settings,
  model,
  lastBuilds,
  extension,
}: ForecastingOptions): Disposable {
  const owned = new DisposableList();
  const hints = owned.add(new Emitter<void>());
  const types = new Map(
    forecastKinds.map((kind) => {
      const icon = (theme: string) => ({
        gutterIconPath: Uri.joinPath(extension, 'media', 'forecast', `${kind}-${theme}.svg`),
      });
      const type = window.createTextEditorDecorationType({
        gutterIconSize: '60%',
        light: icon('light'),
        dark: icon('dark'),
      });
      return [kind, owned.add(type)] as const;
    }),
  );
  const painted = new Map<TextEditor, string>();

  async function marksOf(document: TextDocument): Promise<readonly ForecastMark[]> {
    if (!isDockerfile(document) || document.uri.scheme !== 'file') return [];
    const { version } = document;
    const last = lastBuilds.all.find(({ dockerfile }) => dockerfile === document.uri.fsPath);
    const open = last && (await documents.of(last));
    if (!open || document.isClosed || document.version !== version) return [];
    return forecastMarks(open.forecast, await model(document));
  }

  async function paint(editor: TextEditor): Promise<void> {
    const inGutter = settings.build(editor.document.uri).forecast === 'gutter';
    const marks = inGutter ? await marksOf(editor.document) : [];
    const key = marks.map(({ line, kind }) => `${line} ${kind}`).join('\n');
    if ((painted.get(editor) ?? '') === key) return;
    painted.set(editor, key);
    for (const [kind, type] of types) {
      const lines = marks.filter((mark) => mark.kind === kind).map(({ line }) => new Range(line, 0, line, 0));
      editor.setDecorations(type, lines);
    }
  }

  function refresh(): void {
    for (const editor of window.visibleTextEditors) void paint(editor);
    for (const editor of painted.keys()) if (!window.visibleTextEditors.includes(editor)) painted.delete(editor);
    hints.fire();
  }

  owned.add(documents.onDidChange(refresh));
  owned.add(window.onDidChangeVisibleTextEditors(refresh));
  // What was foretold for another text is not shown beside this one.
  owned.add(
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length === 0 || !isDockerfile(document)) return;
      for (const editor of window.visibleTextEditors) if (editor.document === document) clear(editor);
    }),
  );
  function clear(editor: TextEditor): void {
    if ((painted.get(editor) ?? '') === '') return;
    painted.set(editor, '');
    for (const type of types.values()) editor.setDecorations(type, []);
  }
  owned.add(settings.onDidChange(['layerwright.build.forecast'], refresh));
  owned.add(
    languages.registerInlayHintsProvider(dockerfileSelector, {
      onDidChangeInlayHints: hints.event,
      async provideInlayHints(document, range) {
        if (settings.build(document.uri).forecast !== 'hints') return [];
        return (await marksOf(document))
          .filter(({ line }) => line >= range.start.line && line <= range.end.line)
          .map((mark) => {
            const hint = new InlayHint(new Position(mark.line, document.lineAt(mark.line).text.length), hintOf(mark));
            hint.paddingLeft = true;
            hint.tooltip = `Next build: ${mark.text}`;
            return hint;
          });
      },
    }),
  );
  owned.add(
    languages.registerHoverProvider(dockerfileSelector, {
      async provideHover(document, position) {
        if (settings.build(document.uri).forecast === 'off') return undefined;
        const file = await model(document);
        const instruction = instructionAt(file, document.offsetAt(position));
        if (!instruction || document.offsetAt(position) > instruction.keywordSpan.end) return undefined;
        const mark = (await marksOf(document)).find(({ line }) => line === position.line);
        return mark && new Hover(`**Next build:** ${escapeMarkdown(mark.text)}`);
      },
    }),
  );
  owned.add(registerCopyHover({ documents, lastBuilds, settings, model }));
  refresh();
  return owned;
}

/** In a few words, for the line above a FROM. */
export function outlookOf({ forecast }: OpenForecast): StageOutlook {
  const words = outlookText(forecast);
  return { text: `Next build: ${words}`, tooltip: 'From the records of the builds that this computer knows.' };
}
