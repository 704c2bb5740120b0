import type { Disposable } from '../shared/disposable';

/** Runs a task per key some time after the last request for it. */
export interface Scheduler extends Disposable {
  schedule(key: string, task: () => void): void;
  cancel(key: string): void;
}

export function createScheduler(milliseconds: number): Scheduler {
  const timers = new Map<string, NodeJS.Timeout>();
  const cancel = (key: string) => {
    clearTimeout(timers.get(key));
    timers.delete(key);
  };
  return {
    schedule(key, task) {
      cancel(key);
      timers.set(
        key,
        setTimeout(() => {
          timers.delete(key);
          task();
        }, milliseconds),
      );
    },
    cancel,
    dispose() {
      for (const key of [...timers.keys()]) cancel(key);
    },
  };
}
