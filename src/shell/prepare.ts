import { type Extent, type Heredoc, type Scan, scan } from './scan';

/** A script as the parser library gets it. */
export interface Prepared extends Scan {
  /** Here-documents by where their operators start. */
  readonly heredocAt: ReadonlyMap<number, Heredoc>;
  /** As long as the script; what stands at an offset in one stands there in the other. */
  readonly text: string;
}

/**
 * Takes out what the grammar reads otherwise than shells do, by putting as many characters of something simpler in its place:
 * here-documents (it loses what follows `<<EOF` in the line) become `< EOF` with blank lines, `<<<` (an error
 * behind another redirection) `<`, backticks (it joins two of them
 * to one) become words, `time` and `!` in front of a compound command become blanks, a `-` in front of a redirection a word,
 * the `&` of `{ …; a & }` a `;`, extended globs words, and ` == ` (it takes the rest of a list for a pattern) ` = `. Words are taken from the script itself, so nothing of this
 * is seen outside. `breaks` are blanks with a line break that the grammar overlooked,
 * `blanks` redirections it cannot place.
 */
export function prepare(script: string, breaks: readonly Extent[] = [], blanks: readonly Extent[] = []): Prepared {
  const found = scan(script);
  const edits = new Edits(script);
  for (const { start, delimiter, body, end } of found.heredocs) {
    edits.fill(start + 1, delimiter.start);
    edits.fill(body.start, end);
  }
  for (const at of found.herestrings) edits.fill(at + 1, at + 3);
  for (const { start, end } of found.backticks) edits.fill(start - 1, end + 1, '_'.repeat(end - start + 2));
  for (const { start, end } of breaks) edits.fill(start, end, ';');
  for (const { start, end } of blanks) edits.fill(start, end);
  const heredocAt = new Map(found.heredocs.map((heredoc) => [heredoc.start, heredoc]));
  return { ...found, heredocAt, text: simplified(edits.finish()) };
}

const timed =
  /(^|[\n;&|({])([ \t]*)time([ \t]+-p)?(?=[ \t]+(?:\(|\{\s|!\s|(?:if|for|while|until|case|select|function)\s|\w+[ \t]*\(\)))/g;
const negated = /(?<=^|[\s;&|({])!(?=\s+(?:[({]|!\s|(?:if|for|while|until|case|select|function)\s|\w+[ \t]*\(\)))/g;

const extendedGlob = /(?<=[\w./*=-]|[^\s;&|({!][ \t]+)[?*@!+]\([^()\s'"`$\\]*\)/g;

function simplified(text: string): string {
  let out = text;
  if (out.includes('(')) out = out.replace(extendedGlob, (glob) => '_'.repeat(glob.length));
  if (out.includes('time'))
    out = out.replace(timed, (all, before: string) => before + ' '.repeat(all.length - before.length));
  if (out.includes('!')) out = out.replace(negated, ' ');
  if (out.includes('}')) out = out.replace(/(?<![&>|])&(?=\s*\})/g, ';');
  if (out.includes(' - ')) out = out.replace(/(?<=[ \t])-(?=[ \t]+(?:\d*[<>]|&>))/g, '_');
  if (out.includes('==')) out = out.replace(/(?<=\s)==(?=[\s;&|)]|$)/g, ' =');
  return out;
}

/** Replacements that keep the length. */
class Edits {
  private readonly edits: (Extent & { readonly text: string })[] = [];

  constructor(private readonly text: string) {}

  /** Puts a text at the start of an extent and blanks the rest of it; line breaks stay. */
  fill(start: number, end: number, head = ''): void {
    if (end <= start) return;
    const rest = this.text.slice(start + head.length, end).replace(/[^\n]/g, ' ');
    this.edits.push({ start, end, text: head + rest });
  }

  /** Where two overlap, the one that starts first counts. */
  finish(): string {
    const parts: string[] = [];
    let at = 0;
    for (const { start, end, text } of this.edits.sort((a, b) => a.start - b.start)) {
      if (start < at) continue;
      parts.push(this.text.slice(at, start), text);
      at = end;
    }
    return parts.join('') + this.text.slice(at);
  }
}
