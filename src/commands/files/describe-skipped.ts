import { listOf } from '../../shared/quantity';

/** What could not be copied, as a sentence that follows another; empty for nothing. */
export function describeSkipped(names: readonly string[]): string {
  if (names.length === 0) return '';
  return ` Left out ${listOf(names)}: devices, pipes, sockets and such names cannot be copied.`;
}
