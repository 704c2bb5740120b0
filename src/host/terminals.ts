import { type Pseudoterminal, type Terminal, ThemeIcon, window } from 'vscode';
import type { Session } from '../engine/engine';
import type { DetachKeys } from '../shared/detach-keys';
import type { Disposable } from '../shared/disposable';
import { DisposableList } from '../shared/disposable';
import type { ContextKeys } from './context-keys';
import type { Log } from './log';
import { createSessionTerminal } from './session-terminal';
import { createStreamTerminal, type StreamTerminal } from './stream-terminal';

/** VS Code terminals fed by the engine, without a docker CLI. */
export interface Terminals {
  /** A process one talks to; the terminal says with which exit code it ended. Resolves when the terminal is shown. */
  openSession(options: {
    name: string;
    icon?: string;
    /** False for a process that has no terminal of its own: keys are echoed, lines edited and line ends made here. */
    tty?: boolean;
    /** What the terminal says first: what one is connected to, and how one leaves. */
    intro?: string;
    /** Keys that close the connection and leave the process running, and what is said then. */
    detach?: { readonly keys: DetachKeys; readonly says: string };
    /** False: the process takes none, and typing does nothing. */
    input?: boolean;
    /** What Ctrl+C does where the process has no terminal or takes no input, and what is said; without it, the connection is closed. */
    onInterrupt?: () => Promise<string>;
    /** The process has drawn its screen before: it is made to draw it again. */
    redraw?: boolean;
    /** The signal aborts when the terminal is closed while the process runs, and not after detaching. */
    open: (size: TerminalSize, signal: AbortSignal) => Promise<Session>;
  }): Promise<void>;
  /**
   * Output only: the cursor stays where it is. Ends when the stream does; closing the terminal aborts the signal. Same
   * `key`: the open one is shown, or closed first with `anew`.
   */
  openStream(options: {
    key: string;
    name: string;
    icon?: string;
    /** What Ctrl+C does; without it, the terminal stops following. */
    onInterrupt?: () => void;
    /** What single keys do; without them, any key closes the terminal when the output has ended. */
    keys?: Readonly<Record<string, () => void>>;
    anew?: boolean;
    /** What the terminal says first. */
    intro?: string;
    open: (signal: AbortSignal) => AsyncIterable<string | Uint8Array>;
  }): Promise<void>;
}

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

const keepFocus = true;

/** Disposing closes every terminal it opened. */
export function createTerminals({ log, keys: context }: { log: Log; keys: ContextKeys }): Terminals & Disposable {
  const owned = new DisposableList();
  const streams = new Map<string, { readonly terminal: Terminal; readonly pty: StreamTerminal }>();
  const open = new Set<Terminal>();
  const detachable = new WeakSet<Terminal>();
  owned.add({
    dispose() {
      for (const terminal of open) terminal.dispose();
    },
  });
  owned.add(
    window.onDidCloseTerminal((closed) => {
      open.delete(closed);
      for (const [key, { terminal }] of streams) if (terminal === closed) streams.delete(key);
    }),
  );

  const showKeys = (active: Terminal | undefined) =>
    context.set('layerwright.terminalDetaches', active !== undefined && detachable.has(active));
  owned.add(window.onDidChangeActiveTerminal(showKeys));

  function create(name: string, icon: string, pty: Pseudoterminal): Terminal {
    const terminal = window.createTerminal({ name, pty, iconPath: new ThemeIcon(icon), isTransient: true });
    open.add(terminal);
    return terminal;
  }

  return {
    async openSession({ icon = 'terminal', tty = true, ...options }) {
      const onFailure = (error: unknown) => log.error(`Terminal "${options.name}"`, error);
      const terminal = create(options.name, icon, createSessionTerminal({ ...options, tty, onFailure }));
      if (options.detach) detachable.add(terminal);
      terminal.show();
      showKeys(window.activeTerminal);
    },
    async openStream({ key, name, icon = 'output', onInterrupt, keys, anew = false, intro, open: start }) {
      const former = streams.get(key);
      if (former && !former.pty.ended && !anew) return former.terminal.show(keepFocus);
      former?.terminal.dispose();
      const onFailure = (error: unknown) => log.error(`Terminal "${name}"`, error);
      const pty = createStreamTerminal({
        ...{ name, open: start, onFailure },
        ...(onInterrupt ? { onInterrupt } : {}),
        ...(keys ? { keys } : {}),
        ...(intro === undefined ? {} : { intro }),
      });
      const terminal = create(name, icon, pty);
      streams.set(key, { terminal, pty });
      // Who goes on typing must not lose the keys to it, nor close it with them when it has come to its end.
      terminal.show(keepFocus);
    },
    dispose: () => owned.dispose(),
  };
}
