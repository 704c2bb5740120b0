import type { Endpoint } from '../engine/endpoints';
import type { Engine } from '../engine/engine';
import type { Disposable } from '../shared/disposable';
import { Emitter, type Event } from '../shared/emitter';

/** The one engine everything talks to. */
export interface Connection extends Disposable {
  /**
   * Asks anew where the engine is, which costs a few looks at the file system, and connects when that has changed: an engine
   * that starts later, or another Docker context, is found without a reload. Rejects with an EngineError.
   */
  engine(): Promise<Engine>;
  /** Forgets the connection: the person wants to try again. */
  reset(): void;
  /** Something changed that decides where the engine is. Without effect when it is where it was: streams go on. */
  recheck(): Promise<void>;
  /** Whoever follows the engine has to start over. */
  readonly onDidReset: Event<void>;
}

export function createConnection(options: {
  readonly resolve: () => Promise<Endpoint>;
  /** Loads the client on first use. */
  readonly connect: (endpoint: Endpoint) => Promise<Engine>;
}): Connection {
  const resets = new Emitter<void>();
  let current: { readonly key: string; readonly engine: Promise<Engine> } | undefined;

  function drop(): void {
    const former = current;
    current = undefined;
    former?.engine.then(
      (engine) => engine.dispose(),
      () => {
        // It never came to be; who asked for it was told.
      },
    );
  }

  function reset(): void {
    drop();
    resets.fire();
  }

  return {
    async engine() {
      const endpoint = await options.resolve();
      const key = JSON.stringify(endpoint);
      if (current?.key === key) return current.engine;
      drop();
      const engine = options.connect(endpoint);
      current = { key, engine };
      engine.catch(() => {
        if (current?.engine === engine) current = undefined;
      });
      return engine;
    },
    reset,
    async recheck() {
      const endpoint = await options.resolve().catch(() => undefined);
      if (!endpoint || current?.key !== JSON.stringify(endpoint)) reset();
    },
    onDidReset: resets.event,
    dispose() {
      drop();
      resets.dispose();
    },
  };
}
