/** Names that ADD unpacks as far as hadolint knows; case counts, and `.zip` is none. */
const archive = /\.(?:tar|Z|bz2|gz|lz|lzma|tZ|tb2|tbz|tbz2|tgz|tlz|tpz|txz|xz)$/;

export function isArchive(path: string): boolean {
  return archive.test(path);
}
