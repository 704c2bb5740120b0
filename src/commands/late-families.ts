import type { Handler } from '../host/register-commands';
import type { CommandId } from '../ids';
import { LoadError } from '../shared/load-error';

/** Handlers of commands whose code is read with the first call of one of them. */
export type LateFamily = <Id extends CommandId>(
  ids: readonly Id[],
  read: () => Promise<Readonly<Record<Id, Handler>>>,
) => Readonly<Record<Id, Handler>>;

/**
 * Calls begin in the order in which they are made, also those of several families while one of them is being read. A family
 * that cannot be read makes its calls reject with a LoadError, and is read again for the next one.
 */
export function createLateFamilies(): LateFamily {
  let last: Promise<unknown> = Promise.resolve();
  return <Id extends CommandId>(ids: readonly Id[], read: () => Promise<Readonly<Record<Id, Handler>>>) => {
    let family: Promise<Readonly<Record<Id, Handler>>> | undefined;
    const readOnce = () => {
      family ??= read().catch((cause) => {
        family = undefined;
        throw new LoadError(cause);
      });
      return family;
    };
    const handlerOf = (id: Id): Handler => {
      return async (...args) => {
        const ready = last.then(readOnce);
        last = ready.catch(() => {});
        const handlers = await ready;
        return handlers[id](...args);
      };
    };
    return Object.fromEntries(ids.map((id) => [id, handlerOf(id)])) as Record<Id, Handler>;
  };
}
