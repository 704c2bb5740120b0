import type { Writable } from 'node:stream';
import { EventEmitter, type Pseudoterminal } from 'vscode';
import type { Session } from '../engine/engine';
import { describeFailure } from './failure';
import { createLineInput, type TypedLine } from './line-input';
import { createTerminalText, terminalNotice } from './terminal-text';
import type { TerminalSize } from './terminals';

const defaultSize: TerminalSize = { columns: 80, rows: 24 };

/** Joins a terminal and a process: keys to its input, its output and exit code to the screen. */
export function createSessionTerminal(options: {
  readonly name: string;
  /** The process has a terminal, which echoes and makes line ends. */
  readonly tty: boolean;
  readonly open: (size: TerminalSize, signal: AbortSignal) => Promise<Session>;
  readonly onFailure: (error: unknown) => void;
}): Pseudoterminal {
  const writes = new EventEmitter<string>();
  const closes = new EventEmitter<number | undefined>();
  const abort = new AbortController();
  const lines = options.tty ? undefined : createLineInput();
  let session: Session | undefined;
  let size = defaultSize;
  let typedEarly = '';
  let ended = false;

  async function run(): Promise<void> {
    try {
      const opened = await options.open(size, abort.signal);
      if (abort.signal.aborted) return opened.close();
      session = opened;
      opened.stdin.on('error', () => {
        // The process ended while something was typed; its output says so.
      });
      resize();
      type(typedEarly);
      await print(opened);
      const code = await opened.exitCode();
      end(code === undefined ? 'The connection to the process ended.' : `The process ended with exit code ${code}.`);
    } catch (error) {
      const { message } = describeFailure(error, `Opening ${options.name}`);
      if (message !== undefined && !abort.signal.aborted) {
        options.onFailure(error);
        end(message);
      } else closes.fire(undefined);
    } finally {
      session?.close();
      session = undefined;
    }
  }

  async function print(opened: Session): Promise<void> {
    const text = { stdout: terminalText(), stderr: terminalText() };
    for await (const { stream, data } of opened.output) writes.fire(text[stream].next(data));
  }

  function terminalText() {
    return createTerminalText({ newlines: !options.tty });
  }

  function end(reason: string): void {
    ended = true;
    writes.fire(terminalNotice(`${reason} Press any key to close the terminal.`));
  }

  function resize(): void {
    session?.resize(size.columns, size.rows).catch(() => {
      // The process has ended, or has no terminal: nothing to fit.
    });
  }

  function type(typed: string): void {
    if (!session || typed === '') return;
    if (!lines) {
      send(session.stdin, typed);
      return;
    }
    const result: TypedLine = lines.next(typed);
    writes.fire(result.echo);
    send(session.stdin, result.send);
    if (result.end) session.stdin.end();
    if (result.interrupt) session.close();
  }

  return {
    onDidWrite: writes.event,
    onDidClose: closes.event,
    open(dimensions) {
      if (dimensions) size = dimensions;
      void run();
    },
    setDimensions(dimensions) {
      size = dimensions;
      resize();
    },
    handleInput(typed) {
      if (ended) closes.fire(undefined);
      else if (session) type(typed);
      else typedEarly += typed;
    },
    close() {
      abort.abort();
      session?.close();
      writes.dispose();
      closes.dispose();
    },
  };
}

/** Nothing piles up in the stream: what it cannot take waits here for its turn, in order. */
const waiting = new WeakMap<Writable, string[]>();

function send(stdin: Writable, text: string): void {
  if (text === '' || stdin.writableEnded || stdin.destroyed) return;
  const queue = waiting.get(stdin);
  if (queue) {
    queue.push(text);
    return;
  }
  if (stdin.write(text)) return;
  waiting.set(stdin, []);
  stdin.once('drain', () => {
    const rest = waiting.get(stdin)?.join('') ?? '';
    waiting.delete(stdin);
    send(stdin, rest);
  });
}
