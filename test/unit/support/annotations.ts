/** A finding as a test draws it: carets under the offending words, and a part of the message. */
export interface Annotation {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

export interface AnnotatedText {
  readonly text: string;
  readonly annotations: readonly Annotation[];
}

const annotationLine = /^(\s*(?:#\s*)?)(\^+)(?:\s+(.*))?$/;

/**
 * Takes the annotations out of a text. The carets of a line that holds nothing but a `#` in front, carets and a message
 * mark the line above, wherever it stands (in a continued RUN or a heredoc too); several such lines mark the same line.
 * Carets in the first column stand without the `#`:
 *
 *     FORM alpine
 *     ^^^^ "FORM" is no
 *     WORKDIR two
 *     #       ^^^ "two" is relative
 *
 * A finding that goes on behind its first line is marked up to the end of that line. A leading line break is dropped, so
 * that the text may start below its quote.
 */
export function parseAnnotations(annotated: string): AnnotatedText {
  const lines: string[] = [];
  const annotations: Annotation[] = [];
  for (const line of annotated.replace(/^\n/, '').split('\n')) {
    const match = annotationLine.exec(line);
    if (!match) {
      lines.push(line);
      continue;
    }
    const start = (match[1] ?? '').length;
    annotations.push({
      line: lines.length - 1,
      start,
      end: start + (match[2] ?? '').length,
      message: (match[3] ?? '').trim(),
    });
  }
  return { text: lines.join('\n'), annotations };
}

/** The text with annotations under its lines: what a failing test shows. */
export function drawAnnotations(text: string, annotations: readonly Annotation[]): string {
  return text
    .split('\n')
    .flatMap((line, index) => [line, ...annotations.filter((one) => one.line === index).map(draw)])
    .join('\n');
}

function draw({ start, end, message }: Annotation): string {
  const indent = start === 0 ? '' : `#${' '.repeat(start - 1)}`;
  return `${indent}${'^'.repeat(Math.max(1, end - start))} ${message}`;
}
