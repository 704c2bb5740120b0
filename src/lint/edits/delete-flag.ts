import type { Dockerfile, Flag } from '../../dockerfile/model';
import type { SpanEdit } from '../rule';

/** Takes a flag out, with the blanks behind it that stand on its line. */
export function deleteFlag({ text }: Dockerfile, { span }: Flag): SpanEdit {
  let { end } = span;
  while (text[end] === ' ' || text[end] === '\t') end++;
  return { span: { start: span.start, end }, newText: '' };
}
