/**
 * Whether reading waits for the storage: in a stretch of work that used the processor for less than half of its time. Files that
 * come from memory are read fastest one after the other, those that have to be waited for side by side.
 */
export class StoragePace {
  private since = performance.now();
  private used = process.cpuUsage();
  /** Once it is, it stays so: files that are read side by side are not waited for any more. */
  isSlow = false;

  /** Milliseconds since the stretch began. */
  get elapsed(): number {
    return performance.now() - this.since;
  }

  /** A stretch has ended. */
  pause(): void {
    const { user, system } = process.cpuUsage(this.used);
    if ((user + system) / 1000 < this.elapsed / 2) this.isSlow = true;
  }

  resume(): void {
    this.since = performance.now();
    this.used = process.cpuUsage();
  }
}
