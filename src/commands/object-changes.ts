import type { EngineEvent } from '../engine/engine';
import type { Event } from '../shared/emitter';

/** What is done with a container and leaves no trace in what the engine says of it. */
const traceless = /^(?:exec_|top|attach|detach|resize|export|archive-path)/;

/** Happens when the engine tells that this object has changed; what comes at once is told once. */
export function objectChanges(
  events: Event<EngineEvent>,
  object: { readonly kind: EngineEvent['kind']; readonly id: string },
): Event<void> {
  return (listener) => {
    let timer: NodeJS.Timeout | undefined;
    const following = events(({ kind, action, id, attributes }) => {
      const itself = kind === object.kind && id === object.id && !traceless.test(action);
      const connected = kind === 'network' && object.kind === 'container' && attributes.container === object.id;
      if (!itself && !connected) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        listener();
      }, settleMs);
    });
    return {
      dispose() {
        clearTimeout(timer);
        following.dispose();
      },
    };
  };
}

/** Engines tell a little before their answers say so. */
const settleMs = 150;
