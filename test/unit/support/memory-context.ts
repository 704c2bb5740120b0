import { createMemoryContext, type MemoryContextOptions } from '../../../src/context/memory-context';
import type { ContextFiles } from '../../../src/lint/context-files';

/** A build context of the given files: path → content. */
export function memoryContext(files: Readonly<Record<string, string>>, options?: MemoryContextOptions): ContextFiles {
  return createMemoryContext(files, options);
}
