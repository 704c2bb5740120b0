import { LineMap } from '../shared/line-map';
import { overlaps, type Span } from '../shared/span';
import type { Finding, FindingFix, TextEdit } from './finding';

/** A file of the build context that gets lines at its end, or is created with them. */
export interface FileChange {
  readonly path: string;
  readonly append: string;
}

export interface FixResult {
  readonly text: string;
  readonly files: readonly FileChange[];
  /** Fixes applied, over all passes. */
  readonly applied: number;
}

const maximumPasses = 10;

/**
 * The text with the edits in it. Of two edits that overlap the earlier one is applied and the other left out. What is
 * inserted where another edit begins comes in front of it.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const lines = new LineMap(text);
  let result = '';
  let copied = 0;
  for (const { span, newText } of edits
    .map((edit) => toSpanEdit(lines, edit))
    .sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)) {
    if (span.start < copied) continue;
    result += text.slice(copied, span.start) + newText;
    copied = span.end;
  }
  return result + text.slice(copied);
}

/**
 * Applies the best fix of every finding until none is left: in each pass those that do not touch each other, then the
 * result is linted again. Stops when a pass changes nothing or brings back a text seen before. Pure: `files` is for the
 * caller to write.
 */
export function fixAll(
  text: string,
  lintOnce: (text: string) => readonly Finding[],
  options: { readonly safeOnly: boolean },
): FixResult {
  const files = new Map<string, FileChange>();
  const seen = new Set([text]);
  let applied = 0;
  for (let pass = 0; pass < maximumPasses; pass++) {
    const fixes = chooseFixes(text, lintOnce(text), options.safeOnly).filter(
      (fix) => fix.edits.length > 0 || fix.files.some((file) => !files.has(fileKey(file))),
    );
    if (fixes.length === 0) break;
    const next = applyEdits(
      text,
      fixes.flatMap((fix) => fix.edits),
    );
    if (next !== text && seen.has(next)) break;
    for (const file of fixes.flatMap((fix) => fix.files)) files.set(fileKey(file), file);
    applied += fixes.length;
    if (next === text) break;
    seen.add(next);
    text = next;
  }
  return { text, files: [...files.values()], applied };
}

/** One fix per finding, in order, without those whose edits touch an earlier one's. */
export function chooseFixes(text: string, findings: readonly Finding[], safeOnly: boolean): readonly FindingFix[] {
  const lines = new LineMap(text);
  const taken: Span[] = [];
  const chosen: FindingFix[] = [];
  for (const finding of findings) {
    const fix = finding.fixes.find(({ safe }) => safe || !safeOnly);
    if (!fix) continue;
    const spans = fix.edits.map((edit) => toSpanEdit(lines, edit).span);
    if (spans.some((span) => taken.some((other) => touches(span, other)))) continue;
    taken.push(...spans);
    chosen.push(fix);
  }
  return chosen;
}

function toSpanEdit(lines: LineMap, edit: TextEdit): { readonly span: Span; readonly newText: string } {
  const start = lines.offsetAt(edit.range.start);
  return { span: { start, end: Math.max(start, lines.offsetAt(edit.range.end)) }, newText: edit.newText };
}

/** They share a character, or an insertion's place is in or at the edge of the other: the order would decide the result. */
function touches(a: Span, b: Span): boolean {
  if (overlaps(a, b)) return true;
  return (a.start === a.end || b.start === b.end) && a.start <= b.end && b.start <= a.end;
}

function fileKey(file: FileChange): string {
  return `${file.path}\0${file.append}`;
}
