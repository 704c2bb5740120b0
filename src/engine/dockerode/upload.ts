import { finished, type Readable } from 'node:stream';

/** A stream on its way to the engine. */
export interface Upload {
  /** The caller's, or that the stream broke off. */
  readonly signal: AbortSignal;
  /** Why the stream broke off; undefined when it did not, or when the caller gave up. */
  error(): Error | undefined;
  end(): void;
}

/** A stream that breaks off must end the call: whoever pipes it into the request would wait for the rest for ever. */
export function watchUpload(stream: Readable, caller: AbortSignal): Upload {
  const abort = new AbortController();
  let over = false;
  let broken: Error | undefined;
  const onAbort = () => abort.abort();
  stream.on('error', () => {});
  finished(stream, { writable: false }, (error) => {
    if (!error || over || caller.aborted) return;
    broken = error;
    abort.abort();
  });
  if (caller.aborted) onAbort();
  caller.addEventListener('abort', onAbort, { once: true });
  return {
    signal: abort.signal,
    error: () => broken,
    end() {
      over = true;
      caller.removeEventListener('abort', onAbort);
      stream.destroy();
    },
  };
}
