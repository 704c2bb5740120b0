import { window } from 'vscode';
import type { Disposable } from '../shared/disposable';
import { describeCause } from './failure';

/** The extension's output channel. Never given a secret. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string, cause?: unknown): void;
  show(): void;
}

export function createLog(): Log & Disposable {
  const channel = window.createOutputChannel('Layerwright', { log: true });
  return {
    info: (message) => channel.info(message),
    warn: (message) => channel.warn(message),
    error: (message, cause) => channel.error(cause === undefined ? message : `${message}\n${describeCause(cause)}`),
    show: () => channel.show(true),
    dispose: () => channel.dispose(),
  };
}
