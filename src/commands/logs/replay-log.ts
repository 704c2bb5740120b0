/** Text that is still being written, for readers that come at any time: each gets all of it, and then what follows. */
export interface ReplayLog {
  write(text: string): void;
  end(): void;
  /** Ends with the log, or when the signal aborts. */
  read(signal: AbortSignal): AsyncGenerator<string>;
}

/** Beyond that the beginning is forgotten. */
const mostCharacters = 8 * 1024 * 1024;

export function createReplayLog(): ReplayLog {
  let pieces: string[] = [];
  let characters = 0;
  /** How many pieces were forgotten. */
  let dropped = 0;
  let ended = false;
  const waiting = new Set<() => void>();

  function wake(): void {
    for (const resolve of waiting) resolve();
    waiting.clear();
  }

  return {
    write(text) {
      pieces.push(text);
      characters += text.length;
      if (characters > mostCharacters) {
        const half = pieces.length >> 1;
        dropped += half;
        pieces = pieces.slice(half);
        characters = pieces.reduce((sum, piece) => sum + piece.length, 0);
      }
      wake();
    },
    end() {
      ended = true;
      wake();
    },
    async *read(signal) {
      const onAbort = () => wake();
      signal.addEventListener('abort', onAbort);
      try {
        for (let next = 0; !signal.aborted; ) {
          next = Math.max(next, dropped);
          const piece = pieces[next - dropped];
          if (piece !== undefined) {
            next += 1;
            yield piece;
          } else if (ended) return;
          else await new Promise<void>((resolve) => waiting.add(resolve));
        }
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
    },
  };
}
