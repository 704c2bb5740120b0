import { dirname, isAbsolute, join, relative } from 'node:path';
import { Position, type TextDocument, Uri, WorkspaceEdit, workspace } from 'vscode';
import type { TextEdit } from '../lint/finding';
import type { FileChange } from '../lint/fix';
import { toEditorRange } from './to-diagnostic';

export interface Change {
  readonly edits: readonly TextEdit[];
  /** Relative to the build context, which is the Dockerfile's folder unless `root` says otherwise. */
  readonly files: readonly FileChange[];
  /** Another build context, as a path of the file system. */
  readonly root?: string;
}

/** One undoable edit over the Dockerfile and the files beside it. */
export async function toWorkspaceEdit(document: TextDocument, change: Change): Promise<WorkspaceEdit> {
  const edit = new WorkspaceEdit();
  for (const { range, newText } of change.edits) edit.replace(document.uri, toEditorRange(range), newText);
  for (const file of change.files) await addFile(edit, document, file, change.root);
  return edit;
}

async function addFile(
  edit: WorkspaceEdit,
  document: TextDocument,
  { path, append }: FileChange,
  root: string | undefined,
): Promise<void> {
  const target = contextFile(document, path, root);
  if (!target) return;
  const existing = await workspace.openTextDocument(target).then(
    (found) => found,
    () => undefined,
  );
  if (!existing) {
    edit.createFile(target, { ignoreIfExists: true });
    edit.insert(target, new Position(0, 0), append);
    return;
  }
  const text = existing.getText();
  const separator = text === '' || text.endsWith('\n') ? '' : '\n';
  edit.insert(target, existing.positionAt(text.length), separator + append);
}

/** Undefined where there is no context, or the path leads out of it. */
function contextFile(document: TextDocument, path: string, root = dirname(document.uri.fsPath)): Uri | undefined {
  if (document.uri.scheme !== 'file') return undefined;
  const target = join(root, path);
  const inside = relative(root, target);
  return inside === '' || inside.startsWith('..') || isAbsolute(inside) ? undefined : Uri.file(target);
}
