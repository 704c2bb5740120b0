import { setImmediate } from 'node:timers/promises';
import type { ContentEntry, ContentTree } from './content-tree';
import type { FileDigests } from './file-digests';
import { StoragePace } from './storage-pace';

export interface PatientReadingOptions {
  readonly tree: ContentTree;
  readonly digests: FileDigests;
  /** Takes an entry in; reads a file that is not known yet. */
  readonly read: (entry: ContentEntry) => void;
  readonly signal: AbortSignal | undefined;
}

/** Milliseconds of work until others have their turn. */
const longestWork = 12;
/** Files that are waited for at once. */
const together = 64;

/** Reads what is below directories, with pauses in which others can work. */
export class PatientReading {
  private readonly pace = new StoragePace();

  constructor(private readonly options: PatientReadingOptions) {}

  /** Rejects with the signal's reason. Throws a ContextError for what cannot be read. */
  async below(directory: string): Promise<void> {
    const { tree, read } = this.options;
    const entries = tree.list(directory);
    for (const [at, entry] of entries.entries()) {
      if (this.pace.isSlow && at % together === 0) await this.rest(this.readTogether(entries.slice(at, at + together)));
      if (entry.kind === 'directory') await this.below(entry.path);
      else read(entry);
      if (this.pace.elapsed > longestWork) await this.rest(setImmediate());
    }
  }

  private async rest(until: Promise<unknown>): Promise<void> {
    this.pace.pause();
    await until;
    this.options.signal?.throwIfAborted();
    this.pace.resume();
  }

  private readTogether(entries: readonly ContentEntry[]): Promise<void> {
    const { tree, digests } = this.options;
    const files = entries.filter(({ kind, digest }) => kind === 'file' && digest === undefined);
    return digests.readTogether(files.map((facts) => ({ path: facts.path, file: tree.file(facts.path), facts })));
  }
}
