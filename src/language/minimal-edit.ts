import type { TextEdit } from '../lint/finding';
import { LineMap } from '../shared/line-map';

/** The smallest single replacement that turns one text into another; undefined when they are equal. Cursors outside stay. */
export function minimalEdit(before: string, after: string): TextEdit | undefined {
  if (before === after) return undefined;
  const limit = Math.min(before.length, after.length);
  let start = 0;
  while (start < limit && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < limit - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  // Neither a line break nor a surrogate pair is cut in two.
  if (cutsPair(before, start) || cutsPair(after, start)) start--;
  if (tail > 0 && (cutsPair(before, before.length - tail) || cutsPair(after, after.length - tail))) tail--;
  return {
    range: new LineMap(before).range(start, before.length - tail),
    newText: after.slice(start, after.length - tail),
  };
}

function cutsPair(text: string, offset: number): boolean {
  const pair = text.slice(offset - 1, offset + 1);
  return pair === '\r\n' || /^[\ud800-\udbff][\udc00-\udfff]$/.test(pair);
}
