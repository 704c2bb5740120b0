import type { ContextFiles } from '../lint/context-files';
import type { FileChange } from '../lint/fix';
import { appended } from './appended';
import { parseIgnoreFile } from './ignore-file';

/** The build context as it will be when the lines have been added to its ignore file. Changes of other files are not seen. */
export function withIgnoreLines(context: ContextFiles, changes: readonly FileChange[]): ContextFiles {
  const path = context.ignoreFile?.path ?? '.dockerignore';
  const lines = changes.filter((change) => change.path === path);
  if (lines.length === 0) return context;
  const text = lines.reduce((before, { append }) => appended(before, append), context.ignoreFile?.text ?? '');
  const rules = parseIgnoreFile(text);
  return {
    kind: context.kind,
    list: context.list,
    read: context.read,
    ignored: rules.ignores,
    ignoreFile: { path, text },
    dockerfilePath: context.dockerfilePath,
    walk: (limit) => context.walk(limit).filter((file) => !rules.ignores(file)),
  };
}
