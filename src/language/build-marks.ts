import {
  type DecorationOptions,
  DecorationRangeBehavior,
  Range,
  type TextDocument,
  type TextEditor,
  type TextEditorDecorationType,
  ThemeColor,
  window,
  workspace,
} from 'vscode';
import type { BuildRun } from '../builds/build-run';
import type { Builds } from '../builds/builds';
import type { Dockerfile } from '../dockerfile/model';
import { type Disposable, DisposableList } from '../shared/disposable';
import type { BuildInputs } from './build-inputs';
import { type BuildMark, buildMarks, type MarkKind, markKinds } from './build-mark';
import { isDockerfile } from './documents';

export interface BuildMarksOptions {
  readonly builds: Builds;
  readonly inputs: BuildInputs;
  /** The document's model, of its version of now. */
  readonly model: (document: TextDocument) => Promise<Dockerfile>;
  readonly shown: (document: TextDocument) => boolean;
  /** Instructions, by their index, that the next build of the same text takes from the cache. */
  readonly reusedNext: (run: BuildRun) => Promise<ReadonlySet<number> | undefined>;
}

export interface BuildMarks extends Disposable {
  /** Settings changed. */
  refresh(): void;
}

/** A build tells more than anybody can read. */
const millisecondsBetween = 100;
/** While a step prints nothing, its seconds go on. */
const tick = 1000;

/** Paints what builds do at the lines of their instructions, in every visible editor; only kinds whose marks changed. */
export function createBuildMarks({ builds, inputs, model, shown, reusedNext }: BuildMarksOptions): BuildMarks {
  const owned = new DisposableList();
  const types = new Map(markKinds.map((kind) => [kind, owned.add(createType(kind))] as const));
  /** What an editor shows, by kind. */
  const painted = new Map<TextEditor, Map<MarkKind, string>>();
  let timer: NodeJS.Timeout | undefined;
  let ticking: NodeJS.Timeout | undefined;

  function request(): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      for (const editor of window.visibleTextEditors) void paint(editor);
      for (const editor of painted.keys()) if (!window.visibleTextEditors.includes(editor)) painted.delete(editor);
    }, millisecondsBetween);
  }

  async function paint(editor: TextEditor): Promise<void> {
    const { document } = editor;
    const run = isDockerfile(document) ? builds.of(document.uri.fsPath) : undefined;
    if (!run || !shown(document)) return show(editor, []);
    const { version } = document;
    const same = document.getText() === run.request.text;
    const file = same ? run.file : await model(document);
    if (document.isClosed || document.version !== version) return;
    const inputsChanged = inputs.changed(run);
    const reused = inputsChanged && same ? await reusedNext(run) : undefined;
    if (document.isClosed || document.version !== version) return;
    show(editor, buildMarks({ run, file, now: Date.now(), inputsChanged, reused }));
  }

  function show(editor: TextEditor, marks: readonly BuildMark[]): void {
    const before = painted.get(editor);
    if (!before && marks.length === 0) return;
    const after = new Map<MarkKind, string>();
    for (const [kind, type] of types) {
      const own = marks.filter((mark) => mark.kind === kind);
      const key = own.map(({ line, text }) => `${line} ${text}`).join('\n');
      after.set(kind, key);
      if ((before?.get(kind) ?? '') !== key) editor.setDecorations(type, own.map(toOptions));
    }
    painted.set(editor, after);
  }

  function begin(): void {
    ticking ??= setInterval(() => {
      if (builds.all.every(({ outcome }) => outcome !== undefined)) {
        clearInterval(ticking);
        ticking = undefined;
      }
      request();
    }, tick);
    request();
  }

  owned.add(builds.onDidBegin(begin));
  owned.add(builds.onDidChange(request));
  begin();
  owned.add(inputs.onDidChange(request));
  owned.add(window.onDidChangeVisibleTextEditors(request));
  owned.add(workspace.onDidChangeTextDocument(({ document }) => isDockerfile(document) && request()));
  owned.add({
    dispose() {
      clearTimeout(timer);
      clearInterval(ticking);
    },
  });
  return { refresh: request, dispose: () => owned.dispose() };
}

function toOptions({ line, text }: BuildMark): DecorationOptions {
  const end = new Range(line, Number.MAX_SAFE_INTEGER, line, Number.MAX_SAFE_INTEGER);
  return { range: end, renderOptions: { after: { contentText: text } } };
}

/** Colours that every theme has, also those of high contrast. */
const colours: Readonly<Record<MarkKind, string>> = {
  waiting: 'editorCodeLens.foreground',
  running: 'editorInfo.foreground',
  cached: 'editorCodeLens.foreground',
  done: 'charts.green',
  failed: 'editorError.foreground',
  stale: 'editorCodeLens.foreground',
};

function createType(kind: MarkKind): TextEditorDecorationType {
  return window.createTextEditorDecorationType({
    rangeBehavior: DecorationRangeBehavior.ClosedClosed,
    after: {
      margin: '0 0 0 2.5em',
      color: new ThemeColor(colours[kind]),
      ...(kind === 'stale' ? { fontStyle: 'italic' } : {}),
    },
  });
}
