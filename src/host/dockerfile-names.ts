/** Names the manifest gives the language `dockerfile`, as one glob for a search in folders. */
export const dockerfileGlob =
  '**/{Dockerfile,dockerfile,Containerfile,containerfile,Dockerfile.*,Containerfile.*,*.Dockerfile,*.dockerfile,*.Containerfile,*.containerfile}';

/** Ignore files of a single Dockerfile carry its name: `Dockerfile.dockerignore`. */
export function isIgnoreFileName(path: string): boolean {
  return /\.(?:docker|container)ignore$/i.test(path);
}

/** Nearest to `from` first: the fewest folders up and down; then by path. Paths have slashes or backslashes. */
export function sortByDistance(paths: readonly string[], from: string): readonly string[] {
  const start = segments(from);
  const measured = paths.map((path) => ({ path, distance: distance(start, segments(path).slice(0, -1)) }));
  return measured
    .sort((a, b) => a.distance - b.distance || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
    .map(({ path }) => path);
}

function segments(path: string): readonly string[] {
  return path.split(/[\\/]/).filter(Boolean);
}

function distance(a: readonly string[], b: readonly string[]): number {
  let shared = 0;
  while (shared < a.length && a[shared] === b[shared]) shared++;
  return a.length + b.length - 2 * shared;
}
