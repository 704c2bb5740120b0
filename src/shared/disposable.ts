/** What every `register…` and `create…` returns. Disposing twice is harmless. */
export interface Disposable {
  dispose(): void;
}

/** Owns disposables; what is added after the disposal is disposed at once. */
export class DisposableList implements Disposable {
  private items: Disposable[] | undefined = [];

  add<T extends Disposable>(item: T): T {
    if (this.items) this.items.push(item);
    else item.dispose();
    return item;
  }

  /** Last added goes first; one that throws does not keep the others. */
  dispose(): void {
    const items = this.items ?? [];
    this.items = undefined;
    for (const item of items.reverse()) {
      try {
        item.dispose();
      } catch {
        // Its own business: the others still have to go.
      }
    }
  }
}
