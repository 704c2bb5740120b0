import { EventEmitter, type Pseudoterminal } from 'vscode';
import { describeFailure } from './failure';
import { createPace } from './pace';
import { createTerminalText, terminalNotice } from './terminal-text';

export interface StreamTerminal extends Pseudoterminal {
  /** The output has come to its end, or failed; the screen is kept for reading. */
  readonly ended: boolean;
}

/** Shows output until it ends. Ctrl+C stops following, or does what it is told to; keys mean what the table says. */
export function createStreamTerminal(options: {
  readonly name: string;
  readonly open: (signal: AbortSignal) => AsyncIterable<string | Uint8Array>;
  readonly onFailure: (error: unknown) => void;
  readonly onInterrupt?: () => void;
  readonly keys?: Readonly<Record<string, () => void>>;
  readonly intro?: string;
}): StreamTerminal {
  const writes = new EventEmitter<string>();
  const closes = new EventEmitter<void>();
  const abort = new AbortController();
  let closed = false;
  let ended = false;

  async function run(): Promise<void> {
    try {
      await print();
      end(abort.signal.aborted ? 'Stopped following.' : 'The output has ended.');
    } catch (error) {
      const { message } = describeFailure(error, `Reading ${options.name}`);
      if (message === undefined || abort.signal.aborted) return end('Stopped following.');
      options.onFailure(error);
      end(message);
    }
  }

  async function print(): Promise<void> {
    const text = createTerminalText({ newlines: true });
    const pace = createPace();
    for await (const piece of options.open(abort.signal)) {
      if (closed) return;
      const translated = text.next(piece);
      writes.fire(translated);
      await pace(translated.length);
    }
  }

  function end(reason: string): void {
    ended = true;
    if (!closed) writes.fire(terminalNotice(`${reason} Press any key to close the terminal.`));
  }

  return {
    get ended() {
      return ended;
    },
    onDidWrite: writes.event,
    onDidClose: closes.event,
    open() {
      if (options.intro !== undefined) writes.fire(`\x1b[2m${options.intro}\x1b[0m\r\n`);
      void run();
    },
    handleInput(typed) {
      if (options.keys?.[typed]) options.keys[typed]();
      else if (ended) closes.fire();
      else if (typed === '\x03') options.onInterrupt ? options.onInterrupt() : abort.abort();
    },
    close() {
      closed = true;
      abort.abort();
      writes.dispose();
      closes.dispose();
    },
  };
}
