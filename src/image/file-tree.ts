import type { ImageFile, Layer } from './image-file';

interface Node {
  file: ImageFile | undefined;
  readonly children: Map<string, Node>;
}

/** The files one sees in a container of these layers, by path: whiteouts applied, further names of a file as files. */
export function fileTree(layers: readonly Layer[]): ReadonlyMap<string, ImageFile> {
  const root: Node = { file: undefined, children: new Map() };
  for (const layer of layers) applyLayer(root, layer);
  const files = new Map<string, ImageFile>();
  collect(root, files);
  return files;
}

/** A layer hides only what is below it, so its removals come before its own files. */
function applyLayer(root: Node, { entries }: Layer): void {
  for (const entry of entries) {
    if (entry.kind === 'removed') remove(root, entry.path);
    if (entry.kind === 'emptied') find(root, entry.path)?.children.clear();
  }
  for (const entry of entries) {
    if (entry.kind === 'file') put(root, entry.file);
    if (entry.kind !== 'hard-link') continue;
    const linked = find(root, entry.target)?.file;
    if (linked) put(root, { ...linked, path: entry.path });
  }
}

function put(root: Node, file: ImageFile): void {
  let at = root;
  for (const name of file.path.split('/')) {
    const next: Node = at.children.get(name) ?? { file: undefined, children: new Map() };
    at.children.set(name, next);
    at = next;
  }
  // A folder on top of a folder changes only what is said of it.
  if (file.type !== 'directory' || (at.file && at.file.type !== 'directory')) at.children.clear();
  at.file = file;
}

function remove(root: Node, path: string): void {
  const slash = path.lastIndexOf('/');
  find(root, slash < 0 ? '' : path.slice(0, slash))?.children.delete(path.slice(slash + 1));
}

function find(root: Node, path: string): Node | undefined {
  let at: Node | undefined = root;
  for (const name of path === '' ? [] : path.split('/')) at = at?.children.get(name);
  return at;
}

function collect({ file, children }: Node, files: Map<string, ImageFile>): void {
  if (file) files.set(file.path, file);
  for (const child of children.values()) collect(child, files);
}
