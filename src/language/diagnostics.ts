import { type DiagnosticCollection, languages, type TextDocument, Uri, workspace } from 'vscode';
import type { Disposable } from '../shared/disposable';
import { DisposableList } from '../shared/disposable';
import { Emitter, type Event } from '../shared/emitter';
import { findDocument, isDockerfile, openDockerfiles, toLintDocument } from './documents';
import type { LintResult, LintResults } from './lint-results';
import { createScheduler } from './scheduler';
import { toConfigDiagnostic, toDiagnostic } from './to-diagnostic';

/** What became of the last run of a document. */
export type LintState =
  | { readonly kind: 'running' }
  | { readonly kind: 'off' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'done'; readonly result: LintResult };

export interface Diagnostics extends Disposable {
  readonly onDidChangeState: Event<{ readonly uri: string; readonly state: LintState }>;
  state(uri: string): LintState | undefined;
  /** Lints every open Dockerfile again: settings, configuration or files of a build context changed. */
  refresh(): void;
}

const millisecondsAfterTyping = 200;

/** Lints while one types, on the text as it is in the editor. What belongs to an older version is never painted. */
export function createDiagnostics(options: {
  readonly results: LintResults;
  /** Gets what is wrong with configuration files. */
  readonly paintedConfig: DiagnosticCollection;
  readonly onFailure: (error: unknown) => void;
}): Diagnostics {
  const owned = new DisposableList();
  const painted = owned.add(languages.createDiagnosticCollection('layerwright'));
  const { paintedConfig } = options;
  const scheduler = owned.add(createScheduler(millisecondsAfterTyping));
  const changes = owned.add(new Emitter<{ readonly uri: string; readonly state: LintState }>());
  const states = new Map<string, LintState>();

  function setState(uri: string, state: LintState): void {
    states.set(uri, state);
    changes.fire({ uri, state });
  }

  async function lintNow(document: TextDocument): Promise<void> {
    const uri = document.uri.toString();
    const { version } = document;
    scheduler.cancel(uri);
    if (!states.has(uri)) setState(uri, { kind: 'running' });
    try {
      const result = await options.results.of(toLintDocument(document));
      if (document.isClosed || document.version !== version) return;
      if (result) paint(document.uri, result);
      else painted.delete(document.uri);
      setState(uri, result ? { kind: 'done', result } : { kind: 'off' });
      const complete = result && (await options.results.withShellCheck(toLintDocument(document)));
      if (!complete || document.isClosed || document.version !== version) return;
      paint(document.uri, complete);
      setState(uri, { kind: 'done', result: complete });
    } catch (error) {
      if (document.isClosed) return;
      painted.delete(document.uri);
      setState(uri, { kind: 'failed', error });
      options.onFailure(error);
    }
  }

  function paint(uri: Uri, { findings, configFile, configProblems }: LintResult): void {
    painted.set(
      uri,
      findings.map((finding) => toDiagnostic(finding, uri)),
    );
    if (configFile !== undefined) paintedConfig.set(Uri.file(configFile), configProblems.map(toConfigDiagnostic));
  }

  function forget(document: TextDocument): void {
    const uri = document.uri.toString();
    scheduler.cancel(uri);
    options.results.forget(uri);
    states.delete(uri);
    painted.delete(document.uri);
    // With the last Dockerfile goes what was said of the configuration it was linted with.
    if (states.size === 0) paintedConfig.clear();
  }

  owned.add(
    workspace.onDidOpenTextDocument((document) => {
      if (isDockerfile(document)) void lintNow(document);
    }),
  );
  owned.add(
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length === 0 || !isDockerfile(document)) return;
      const uri = document.uri.toString();
      scheduler.schedule(uri, () => {
        const current = findDocument(uri);
        if (current) void lintNow(current);
      });
    }),
  );
  owned.add(workspace.onDidCloseTextDocument(forget));
  for (const document of openDockerfiles()) void lintNow(document);

  return {
    onDidChangeState: changes.event,
    state: (uri) => states.get(uri),
    refresh() {
      options.results.invalidate();
      paintedConfig.clear();
      for (const document of openDockerfiles()) void lintNow(document);
    },
    dispose: () => owned.dispose(),
  };
}
