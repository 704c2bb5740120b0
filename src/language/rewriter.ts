import { Uri, workspace } from 'vscode';
import type { Rewriter } from '../optimise/rewriter';
import { toLintDocument } from './documents';
import { toWorkspaceEdit } from './fix-edit';
import type { LintResults } from './lint-results';
import type { Linter } from './linter';
import { minimalEdit } from './minimal-edit';

export interface RewriterOptions {
  readonly results: LintResults;
  readonly loadLinter: () => Promise<Linter>;
}

/** With the rules that hold for the document: settings, the team's configuration and comments in the file. */
export function createRewriter({ results, loadLinter }: RewriterOptions): Rewriter {
  return {
    async rewrite(request) {
      const document = toLintDocument(await workspace.openTextDocument(Uri.file(request.path)));
      const config = (await results.of(document))?.config;
      if (!config) return undefined;
      const linter = await loadLinter();
      return { ...request, original: document.text, ...linter.rewrite(document, config, request) };
    },
    async apply({ path, context, original, rewrite }) {
      const document = await workspace.openTextDocument(Uri.file(path));
      if (document.getText() !== original) return 'changed';
      const edit = minimalEdit(original, rewrite.text);
      const change = { edits: edit ? [edit] : [], files: rewrite.files, root: context };
      return (await workspace.applyEdit(await toWorkspaceEdit(document, change))) ? 'applied' : 'refused';
    },
  };
}
