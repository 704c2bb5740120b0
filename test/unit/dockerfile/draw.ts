import assert from 'node:assert/strict';
import type { Dockerfile, Instruction } from '../../../src/dockerfile/model';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import { LineMap } from '../../../src/shared/line-map';
import type { Span } from '../../../src/shared/span';

export type Mark = readonly [label: string, span: Span | undefined];

/** Draws carets with a label under what each span covers: the lines that have marks, each followed by its marks. */
export function draw(text: string, marks: readonly Mark[]): string {
  const lines = new LineMap(text);
  const drawn: string[] = [];
  for (let line = 0; line < lines.lineCount; line++) {
    const start = lines.lineStart(line);
    const end = lines.lineEnd(line);
    const under = marks.flatMap(([label, span]) => {
      if (!span || span.start > end || span.end < start || (span.end === start && span.start < start)) return [];
      const from = Math.max(span.start, start);
      const to = Math.min(span.end, end);
      return [`${' '.repeat(from - start)}${'^'.repeat(to - from) || '|'} ${label}`];
    });
    if (under.length > 0) drawn.push(lines.line(line).replaceAll('\t', ' ').trimEnd(), ...under);
  }
  return drawn.join('\n');
}

/** Parses a text and compares the drawing of the marks that `pick` chooses. A leading line break of both is dropped. */
export function checkDrawing(text: string, pick: (file: Dockerfile) => readonly Mark[], expected: string): void {
  const source = text.replace(/^\n/, '');
  assert.equal(draw(source, pick(parseDockerfile(source))), expected.replace(/^\n/, '').trimEnd());
}

type OfKind<K, I = Instruction> = I extends { readonly kind: infer Kinds } ? (K extends Kinds ? I : never) : never;

/** The one instruction of a kind in a text. */
export function only<K extends Instruction['kind']>(text: string, kind: K): OfKind<K> {
  const found = parseDockerfile(text).instructions.filter((instruction) => instruction.kind === kind);
  assert.equal(found.length, 1, `one ${kind} in ${text}`);
  return found[0] as OfKind<K>;
}

/** Kinds and arguments of all instructions, one per line. */
export function outline(text: string): string[] {
  return parseDockerfile(text).instructions.map(({ kind, argument }) => `${kind} ${argument.text}`.trimEnd());
}
