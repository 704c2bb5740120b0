import type { EngineError } from '../errors';
import { isEngineError } from '../errors';
import type { Api } from './api';

/** Watches over an answer that may take as long as it takes. */
export interface SilenceWatch {
  /** Something came or went. */
  heard(): void;
  end(): void;
}

/** After a while without a word the engine is asked whether it is there at all; `onGone` is told when it is not. */
export function watchSilence(api: Api, onGone: (error: EngineError) => void): SilenceWatch {
  const wait = api.patience.quick * 1000;
  let last = performance.now();
  let ended = false;
  let timer = setTimeout(check, wait);

  async function check(): Promise<void> {
    const silent = performance.now() - last;
    if (silent >= wait - 1) {
      try {
        await api.head({ path: '/_ping' });
      } catch (error) {
        // Any other answer is one.
        if (!ended && isEngineError(error, 'unreachable')) return onGone(error);
      }
      last = performance.now();
    }
    if (!ended) timer = setTimeout(check, Math.max(1, wait - (performance.now() - last)));
  }

  return {
    heard() {
      last = performance.now();
    },
    end() {
      ended = true;
      clearTimeout(timer);
    },
  };
}
