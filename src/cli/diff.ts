const contextLines = 3;

/** A patch that turns one text into the other, as `patch -p1` takes it; empty when they are equal. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return '';
  const oldLines = splitLines(before);
  const newLines = splitLines(after);
  const operations = compareLines(oldLines, newLines);
  const hunks = groupHunks(operations).map((hunk) => {
    const [first] = hunk;
    const removed = hunk.filter(({ kind }) => kind !== '+').length;
    const added = hunk.filter(({ kind }) => kind !== '-').length;
    const start = (index: number, length: number) => (length === 0 ? index : index + 1);
    const header = `@@ -${start(first?.oldIndex ?? 0, removed)},${removed} +${start(first?.newIndex ?? 0, added)},${added} @@\n`;
    return header + hunk.map(({ kind, line }) => kind + terminated(line)).join('');
  });
  const name = path.replace(/^\/+/, '');
  return `--- a/${name}\n+++ b/${name}\n${hunks.join('')}`;
}

interface Operation {
  readonly kind: ' ' | '-' | '+';
  readonly line: string;
  readonly oldIndex: number;
  readonly newIndex: number;
}

/** Lines with their breaks. */
function splitLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function terminated(line: string): string {
  return line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`;
}

/** The longest common subsequence of what is between the common head and tail. */
function compareLines(before: readonly string[], after: readonly string[]): readonly Operation[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  ) {
    tail++;
  }
  const oldEnd = before.length - tail;
  const newEnd = after.length - tail;
  const common = commonLengths(before.slice(head, oldEnd), after.slice(head, newEnd));
  const operations: Operation[] = [];
  let i = 0;
  let j = 0;
  const push = (kind: Operation['kind'], line: string | undefined) => {
    operations.push({ kind, line: line ?? '', oldIndex: i, newIndex: j });
    if (kind !== '+') i++;
    if (kind !== '-') j++;
  };
  while (i < before.length || j < after.length) {
    const inside = i >= head && j >= head && (i < oldEnd || j < newEnd);
    if (!inside || (i < oldEnd && j < newEnd && before[i] === after[j])) push(' ', before[i]);
    else if (
      j >= newEnd ||
      (i < oldEnd && length(common, i + 1 - head, j - head) >= length(common, i - head, j + 1 - head))
    ) {
      push('-', before[i]);
    } else push('+', after[j]);
  }
  return operations;
}

function commonLengths(before: readonly string[], after: readonly string[]): readonly (readonly number[])[] {
  const table = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  for (let i = before.length - 1; i >= 0; i--) {
    const row = table[i] ?? [];
    for (let j = after.length - 1; j >= 0; j--) {
      const same = before[i] === after[j];
      row[j] = same ? length(table, i + 1, j + 1) + 1 : Math.max(length(table, i + 1, j), length(table, i, j + 1));
    }
  }
  return table;
}

function length(table: readonly (readonly number[])[], i: number, j: number): number {
  return table[i]?.[j] ?? 0;
}

function groupHunks(operations: readonly Operation[]): readonly (readonly Operation[])[] {
  const hunks: Operation[][] = [];
  let end = 0;
  for (const [index, { kind }] of operations.entries()) {
    if (kind === ' ') continue;
    const from = Math.max(index - contextLines, end);
    const to = Math.min(index + contextLines + 1, operations.length);
    const hunk = from <= end && hunks.length > 0 ? hunks.at(-1) : undefined;
    if (hunk) hunk.push(...operations.slice(end, to));
    else hunks.push(operations.slice(from, to));
    end = to;
  }
  return hunks;
}
