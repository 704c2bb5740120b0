import type { RunInstruction } from '../../dockerfile/model';
import type { LintFile, SpanEdit } from '../rule';
import { blockOf, indentOf } from './block';

/** One RUN of two that follow each other, joined by `&&`; undefined where the second would not do the same behind the first. */
export function mergeRuns(
  file: LintFile,
  first: RunInstruction,
  second: RunInstruction,
): readonly SpanEdit[] | undefined {
  const { dockerfile } = file;
  if (second.index !== first.index + 1 || first.stage !== second.stage) return undefined;
  if (![first, second].every((run) => run.command.form === 'shell' && run.heredocs.length === 0)) return undefined;
  const scripts = [first, second].map((run) => file.shell(run));
  const plain = scripts.every(
    ({ complete, dialect, steps }) =>
      complete && dialect === 'posix' && steps.every(({ operator }) => operator !== '||' && operator !== '&'),
  );
  const stateful = scripts[0]?.commands.some(({ name }) =>
    /^(?:cd|pushd|export|source|\.|exec|umask)$/.test(name.value),
  );
  const block = blockOf(dockerfile, second);
  const commented = dockerfile.comments.some(
    ({ span }) => span.start >= first.span.start && span.end <= second.argumentSpan.start,
  );
  if (!plain || stateful || commented) return undefined;
  const body = dockerfile.text.slice(second.argumentSpan.start, second.argumentSpan.end);
  const end = first.argumentSpan.end;
  const joint = ` ${dockerfile.escape}${dockerfile.eol}${indentOf(dockerfile, first)}    && `;
  return [
    { span: { start: end, end }, newText: joint + body },
    {
      span: { start: dockerfile.lines.lineStart(dockerfile.lines.positionAt(second.span.start).line), end: block.end },
      newText: '',
    },
  ];
}
