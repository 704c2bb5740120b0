import { statSync } from 'node:fs';

/** What was made of files, made again only when the file is another one. */
export class FileMemory<T> {
  private readonly known = new Map<string, { readonly stamp: string; readonly value: T }>();

  get(file: string, read: (file: string) => T): T {
    const stats = statSync(file, { throwIfNoEntry: false, bigint: true });
    const stamp = stats ? `${stats.ino} ${stats.size} ${stats.mtimeNs}` : '';
    const known = this.known.get(file);
    if (known?.stamp === stamp) return known.value;
    const value = read(file);
    this.known.set(file, { stamp, value });
    return value;
  }
}
