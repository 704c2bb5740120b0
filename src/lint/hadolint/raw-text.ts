import type { Dockerfile, Instruction } from '../../dockerfile/model';

/** The argument of USER and the like as hadolint keeps it: quotes and the blanks at the end of the line stay. */
export function rawText({ text }: Dockerfile, { argument, argumentSpan }: Instruction): string {
  let end = argumentSpan.end;
  while (text[end] === ' ' || text[end] === '\t') end++;
  return argument.text + text.slice(argumentSpan.end, end);
}
