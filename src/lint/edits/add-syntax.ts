import type { LintFile, SpanEdit } from '../rule';

/** `# syntax=docker/dockerfile:1` as the first line, behind a byte order mark and a shebang. */
export function addSyntax({ dockerfile: { text, eol } }: LintFile): SpanEdit {
  const mark = text.startsWith('\ufeff') ? 1 : 0;
  const shebang = /^#!.*(?:\r?\n|$)/.exec(text.slice(mark))?.[0].length ?? 0;
  const start = mark + shebang;
  return { span: { start, end: start }, newText: `# syntax=docker/dockerfile:1${eol}` };
}
