import type { CommandId } from '../ids';
import type { Services } from './services';

/** What a message's action runs: a command, which shows its own failures. */
export type OfferedCommand = readonly [id: CommandId, ...args: readonly unknown[]];

/** Follows up on a message that may stay for long: the command that shows it is over before somebody answers. */
export function offer(
  { run }: Pick<Services, 'run'>,
  answer: Promise<string | undefined>,
  actions: Readonly<Record<string, OfferedCommand | (() => void)>>,
): void {
  void answer.then((chosen) => {
    const action = chosen === undefined ? undefined : actions[chosen];
    if (typeof action === 'function') return action();
    return action && run(...action);
  });
}
