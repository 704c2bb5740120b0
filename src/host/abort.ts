import type { CancellationToken } from 'vscode';

/** The editor's cancellation as an AbortSignal, which is what everything below `host/` takes. */
export function toAbortSignal(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
