/** A file's text with lines at its end, on lines of their own. */
export function appended(before: string, addition: string): string {
  return before === '' || before.endsWith('\n') ? before + addition : `${before}\n${addition}`;
}
