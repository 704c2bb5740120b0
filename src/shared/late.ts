import type { Disposable } from './disposable';

/** Something that is made when it is asked for, once. */
export interface Late<T> extends Disposable {
  get(): Promise<T>;
  /** When it has been made. */
  readonly known: T | undefined;
}

/** A failure to make it is not remembered: who asks again tries again. */
export function createLate<T extends Disposable>(make: () => Promise<T>): Late<T> {
  let made: Promise<T> | undefined;
  let known: T | undefined;
  let disposed = false;
  return {
    get() {
      made ??= make().then(
        (value) => {
          if (disposed) value.dispose();
          known = value;
          return value;
        },
        (error) => {
          made = undefined;
          throw error;
        },
      );
      return made;
    },
    get known() {
      return known;
    },
    dispose() {
      disposed = true;
      known?.dispose();
    },
  };
}
