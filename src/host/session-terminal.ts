import type { Writable } from 'node:stream';
import { EventEmitter, type Pseudoterminal } from 'vscode';
import type { Session } from '../engine/engine';
import { createKeySequence, type DetachKeys } from '../shared/detach-keys';
import { exitCodeWords } from '../shared/exit-code';
import { describeFailure } from './failure';
import { createLineInput, type TypedLine } from './line-input';
import { createPace } from './pace';
import { createTerminalText, terminalNotice } from './terminal-text';
import type { TerminalSize } from './terminals';

const defaultSize: TerminalSize = { columns: 80, rows: 24 };

/** Joins a terminal and a process: keys to its input, its output and exit code to the screen. */
export function createSessionTerminal(options: {
  readonly name: string;
  /** The process has a terminal, which echoes and makes line ends. */
  readonly tty: boolean;
  readonly intro?: string;
  readonly detach?: { readonly keys: DetachKeys; readonly says: string };
  readonly onInterrupt?: () => Promise<string>;
  readonly redraw?: boolean;
  readonly input?: boolean;
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
  let detached = false;
  const detachKeys = options.detach && createKeySequence(options.detach.keys.sequence);

  async function run(): Promise<void> {
    try {
      const opened = await options.open(size, abort.signal);
      if (abort.signal.aborted) return opened.close();
      session = opened;
      opened.stdin.on('error', () => {
        // The process ended while something was typed; its output says so.
      });
      await drawAgain();
      type(typedEarly);
      await print(opened);
      if (detached) return end(options.detach?.says ?? '');
      const code = await opened.exitCode();
      end(
        code === undefined ? 'The connection to the process ended.' : `The process ended with ${exitCodeWords(code)}.`,
      );
    } catch (error) {
      if (detached) return end(options.detach?.says ?? '');
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
    const pace = createPace();
    for await (const { stream, data } of opened.output) {
      if (detached) return;
      const translated = text[stream].next(data);
      writes.fire(translated);
      await pace(translated.length);
    }
  }

  /** A program draws its screen when its size changes. */
  async function drawAgain(): Promise<void> {
    if (options.redraw && options.tty) await session?.resize(size.columns + 1, size.rows + 1).catch(() => {});
    resize();
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

  function type(keys: string): void {
    if (!session || keys === '') return;
    const { send: typed, found } = detachKeys?.next(keys) ?? { send: keys, found: false };
    if (options.input === false) {
      if (typed.includes('\x03')) interrupt(session);
    } else if (typed !== '') give(session, typed);
    if (!found) return;
    detached = true;
    session.close();
  }

  function give(session: Session, typed: string): void {
    if (!lines) {
      send(session.stdin, typed);
      return;
    }
    const result: TypedLine = lines.next(typed);
    writes.fire(result.echo);
    send(session.stdin, result.send);
    if (result.end) session.stdin.end();
    if (result.interrupt) interrupt(session);
  }

  function interrupt(opened: Session): void {
    if (!options.onInterrupt) {
      opened.close();
      return;
    }
    options.onInterrupt().then(
      (says) => writes.fire(terminalNotice(says)),
      (error: unknown) => writes.fire(terminalNotice(describeFailure(error, 'Ctrl+C').message ?? '')),
    );
  }

  return {
    onDidWrite: writes.event,
    onDidClose: closes.event,
    open(dimensions) {
      if (dimensions) size = dimensions;
      if (options.intro !== undefined) writes.fire(`\x1b[2m${options.intro}\x1b[0m\r\n`);
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
      // What was left running, or has ended, is not to be ended now.
      if (!detached && !ended) abort.abort();
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
