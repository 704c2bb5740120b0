import type { Span } from '../../shared/span';
import type { LintFile } from '../rule';

/** Words of a RUN as a message shows them: on one line. */
export function wordsOf(file: LintFile, { start, end }: Span): string {
  return file.dockerfile.text.slice(start, end).replace(/\s*\\?\s*\r?\n\s*/g, ' ');
}
