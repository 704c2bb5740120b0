import type { RunInstruction } from '../../dockerfile/model';
import type { ShellStep } from '../../shell/script';
import { indentOf, keywordLike } from '../flow/block';
import type { LintFile, SpanEdit } from '../rule';

/** The first step of a RUN may become an instruction of its own: nothing in front of it, `&&` behind it, no comments. */
export function firstStep(file: LintFile, run: RunInstruction): ShellStep | undefined {
  const script = file.shell(run);
  const [step, next] = script.steps;
  if (!script.complete || run.onbuild || run.command.form !== 'shell' || run.heredocs.length > 0) return undefined;
  if (step?.kind !== 'command' || step.commands.length !== 1 || (next && next.operator !== '&&')) return undefined;
  if (run.flags.some(({ name }) => name !== 'mount' && name !== 'network')) return undefined;
  const end = next?.span.start ?? step.span.end;
  const { comments } = file.dockerfile;
  return comments.some(({ span }) => span.start >= run.span.start && span.end <= end) ? undefined : step;
}

/** Writes an instruction in front of the RUN and takes the RUN's first step away. */
export function replaceFirstStep(
  file: LintFile,
  run: RunInstruction,
  keyword: string,
  rest: string,
): readonly SpanEdit[] {
  const { dockerfile } = file;
  const next = file.shell(run).steps[1];
  const line = `${keywordLike(run, keyword)} ${rest}`;
  if (!next) return [{ span: run.span, newText: line }];
  const start = run.span.start;
  const first = file.shell(run).steps[0];
  return [
    { span: { start, end: start }, newText: `${line}${dockerfile.eol}${indentOf(dockerfile, run)}` },
    { span: { start: first?.span.start ?? start, end: next.span.start }, newText: '' },
  ];
}

/** The `# syntax=` line pins a frontend older than this minor version of Dockerfile 1. */
export function syntaxBelow(file: LintFile, minor: number): boolean {
  const syntax = file.dockerfile.directives.find(({ name }) => name === 'syntax');
  const [, pinned] = /dockerfile:1\.(\d+)/.exec(syntax?.value ?? '') ?? [];
  return pinned !== undefined && Number(pinned) < minor;
}
