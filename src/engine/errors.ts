export type EngineErrorReason =
  | 'unreachable'
  | 'permission'
  | 'not-found'
  | 'conflict'
  | 'unauthorised'
  | 'registry'
  | 'build-failed'
  | 'invalid'
  | 'cancelled'
  | 'protocol';

/** Every failure of an engine call. `message` is one sentence for the person: what happened and why. */
export class EngineError extends Error {
  override readonly name = 'EngineError';

  constructor(
    readonly reason: EngineErrorReason,
    message: string,
    options?: { readonly cause?: unknown; readonly hint?: string },
  ) {
    super(message, options && 'cause' in options ? { cause: options.cause } : undefined);
    this.hint = options?.hint;
  }

  /** What to do about it, one sentence; undefined where the message says it all. */
  readonly hint: string | undefined;
}

export function isEngineError(error: unknown, reason?: EngineErrorReason): error is EngineError {
  return error instanceof EngineError && (reason === undefined || error.reason === reason);
}
