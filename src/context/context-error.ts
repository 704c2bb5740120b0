/** The build context cannot be sent: a sentence for the person, and the path it is about. */
export class ContextError extends Error {
  override readonly name = 'ContextError';

  constructor(
    message: string,
    readonly path: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** For a failed file system call. */
  static from(action: string, path: string, cause: unknown): ContextError {
    if (cause instanceof ContextError) return cause;
    return new ContextError(`Could not ${action} "${path}" of the build context: ${reason(cause)}`, path, { cause });
  }
}

function reason(cause: unknown): string {
  switch ((cause as NodeJS.ErrnoException | undefined)?.code) {
    case 'EACCES':
    case 'EPERM':
      return 'permission denied. Ignore it in .dockerignore or make it readable';
    case 'ENOENT':
      return 'it does not exist';
    case 'ENOTDIR':
      return 'it is no directory';
    default:
      return cause instanceof Error ? cause.message : String(cause);
  }
}
