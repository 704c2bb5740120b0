import type { Disposable } from './disposable';

/** An event source for code that cannot see the editor. Listeners that throw do not keep the others from hearing. */
export class Emitter<T> implements Disposable {
  private readonly listeners = new Set<(value: T) => void>();

  readonly event = (listener: (value: T) => void): Disposable => {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  };

  fire(value: T): void {
    for (const listener of [...this.listeners]) {
      try {
        listener(value);
      } catch {
        // A listener's failure is its own.
      }
    }
  }

  dispose(): void {
    this.listeners.clear();
  }
}

export type Event<T> = (listener: (value: T) => void) => Disposable;
