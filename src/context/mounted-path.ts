import { resolveEntry } from './content-paths';
import type { ContentEntry, ContentTree } from './content-tree';

/** What is mounted for a path: links on the way are followed, one at its end is not. Undefined when it is not in the context. */
export function mountedEntry(tree: ContentTree, path: string): ContentEntry | 'root' | undefined {
  if (path === '') return 'root';
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  const folder = slash < 0 ? 'root' : resolveEntry(tree, path.slice(0, slash), () => {});
  return folder && tree.get(folder === 'root' ? name : `${folder.path}/${name}`);
}

/** Times of an entry and of all that is below it, in seconds, in the order of the names; the context's own directory has none. */
export function timesOf(tree: ContentTree, entry: ContentEntry | 'root'): readonly bigint[] {
  if (entry === 'root') return tree.list('').flatMap((below) => timesOf(tree, below));
  const own = entry.mtimeNs / 1_000_000_000n;
  if (entry.kind !== 'directory') return [own];
  return [own, ...tree.list(entry.path).flatMap((below) => timesOf(tree, below))];
}
