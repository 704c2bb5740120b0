import { Diagnostic, DiagnosticSeverity, languages, type TextDocument, Uri, workspace } from 'vscode';
import { buildProblems } from '../builds/build-problem';
import type { BuildRun } from '../builds/build-run';
import type { Builds } from '../builds/builds';
import type { Dockerfile } from '../dockerfile/model';
import { type Disposable, DisposableList } from '../shared/disposable';
import { findDocument, isDockerfile } from './documents';
import { diagnosticSource, toEditorRange } from './to-diagnostic';

/** A failed step is a problem of its instruction, until the next build or until somebody edits it. */
export function createBuildDiagnostics(options: {
  readonly builds: Builds;
  readonly model: (document: TextDocument) => Promise<Dockerfile>;
}): Disposable {
  const owned = new DisposableList();
  const painted = owned.add(languages.createDiagnosticCollection('layerwright-build'));

  function show(run: BuildRun): void {
    if (run.outcome?.kind !== 'failed') return;
    const document = findDocument(Uri.file(run.request.dockerfile).toString());
    if (document) void paint(document, run);
    else set(run, run.file);
  }

  async function paint(document: TextDocument, run: BuildRun): Promise<void> {
    if (run.outcome?.kind !== 'failed' || options.builds.of(run.request.dockerfile) !== run) return;
    const { version } = document;
    const file = document.getText() === run.request.text ? run.file : await options.model(document);
    if (document.version === version && options.builds.of(run.request.dockerfile) === run) set(run, file);
  }

  function set(run: BuildRun, file: Dockerfile): void {
    const diagnostics = buildProblems(run, file).map(({ range, message }) => {
      const diagnostic = new Diagnostic(toEditorRange(range), message, DiagnosticSeverity.Error);
      diagnostic.source = diagnosticSource;
      diagnostic.code = 'build';
      return diagnostic;
    });
    painted.set(Uri.file(run.request.dockerfile), diagnostics);
  }

  owned.add(options.builds.onDidBegin(({ request }) => painted.delete(Uri.file(request.dockerfile))));
  owned.add(options.builds.onDidChange(show));
  owned.add(
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length === 0 || !isDockerfile(document)) return;
      const run = options.builds.of(document.uri.fsPath);
      if (run) void paint(document, run);
    }),
  );
  return owned;
}
