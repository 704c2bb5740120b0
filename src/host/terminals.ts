import { type Pseudoterminal, type Terminal, ThemeIcon, window } from 'vscode';
import type { Session } from '../engine/engine';
import type { Disposable } from '../shared/disposable';
import { DisposableList } from '../shared/disposable';
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
    open: (size: TerminalSize, signal: AbortSignal) => Promise<Session>;
  }): Promise<void>;
  /**
   * Output only: the cursor stays where it is. Ends when the stream does; closing the terminal aborts the signal. Same
   * `key`: the open one is shown.
   */
  openStream(options: {
    key: string;
    name: string;
    icon?: string;
    /** What Ctrl+C does; without it, the terminal stops following. */
    onInterrupt?: () => void;
    open: (signal: AbortSignal) => AsyncIterable<string | Uint8Array>;
  }): Promise<void>;
}

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

const keepFocus = true;

/** Disposing closes every terminal it opened. */
export function createTerminals({ log }: { log: Log }): Terminals & Disposable {
  const owned = new DisposableList();
  const streams = new Map<string, { readonly terminal: Terminal; readonly pty: StreamTerminal }>();
  const open = new Set<Terminal>();
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

  function create(name: string, icon: string, pty: Pseudoterminal): Terminal {
    const terminal = window.createTerminal({ name, pty, iconPath: new ThemeIcon(icon), isTransient: true });
    open.add(terminal);
    return terminal;
  }

  return {
    async openSession({ name, icon = 'terminal', tty = true, open: start }) {
      const onFailure = (error: unknown) => log.error(`Terminal "${name}"`, error);
      create(name, icon, createSessionTerminal({ name, tty, open: start, onFailure })).show();
    },
    async openStream({ key, name, icon = 'output', onInterrupt, open: start }) {
      const former = streams.get(key);
      if (former && !former.pty.ended) return former.terminal.show(keepFocus);
      former?.terminal.dispose();
      const onFailure = (error: unknown) => log.error(`Terminal "${name}"`, error);
      const pty = createStreamTerminal({ name, open: start, onFailure, ...(onInterrupt ? { onInterrupt } : {}) });
      const terminal = create(name, icon, pty);
      streams.set(key, { terminal, pty });
      // Who goes on typing must not lose the keys to it, nor close it with them when it has come to its end.
      terminal.show(keepFocus);
    },
    dispose: () => owned.dispose(),
  };
}
