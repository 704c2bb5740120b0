/**
 * An instruction as builders that keep no model of it have it: its lines from `start` on joined, comment lines and blank lines
 * inside it dropped, all other blanks kept, also those at its end.
 */
export function originalText(text: string, start: number, escaper: string): string {
  const lines = text.slice(start).split(/\r?\n/);
  let joined = '';
  for (const [number, line] of lines.entries()) {
    if (number > 0 && /^\s*(?:#|$)/.test(line)) continue;
    const kept = withoutContinuation(line, escaper);
    joined += kept ?? line;
    if (kept === undefined) break;
  }
  return joined;
}

/** Undefined for a line that the next one does not continue. */
function withoutContinuation(line: string, escaper: string): string | undefined {
  const end = line.replace(/[ \t]+$/, '');
  return end.endsWith(escaper) ? end.slice(0, -1) : undefined;
}
