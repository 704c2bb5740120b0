import { isEngineError } from '../engine/errors';
import { LoadError } from '../shared/load-error';

/** What the person is told about a failure. */
export interface Failure {
  /** Undefined: nothing is shown, because the person asked for it. */
  readonly message: string | undefined;
  /** Actions beside the message, most useful first. */
  readonly actions: readonly FailureAction[];
  /** It is a mistake of ours, not of the engine or the person: the log gets the stack. */
  readonly unexpected: boolean;
}

export type FailureAction = 'Try again' | 'Open settings' | 'Reload window' | 'Show output';

/** The one place that turns an error into words; see `register-commands.ts`, which shows them. */
export function describeFailure(error: unknown, doing: string): Failure {
  if (isEngineError(error, 'cancelled') || isAbort(error))
    return { message: undefined, actions: [], unexpected: false };
  if (isEngineError(error)) {
    const sentences = [error.message, error.hint].filter((text) => text !== undefined).map(asSentence);
    const connection = error.reason === 'unreachable' || error.reason === 'permission';
    return {
      message: sentences.join(' '),
      actions: connection ? ['Try again', 'Open settings', 'Show output'] : ['Show output'],
      unexpected: error.reason === 'protocol',
    };
  }
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof LoadError) {
    const why = "Layerwright's files may have been updated or removed while this window was open: reload it.";
    return {
      message: `${asSentence(`${doing} could not be read: ${firstLine(reason)}`)} ${why}`,
      actions: ['Reload window', 'Show output'],
      unexpected: true,
    };
  }
  return {
    message: asSentence(`${doing} failed because of a mistake in Layerwright: ${firstLine(reason)}`),
    actions: ['Show output'],
    unexpected: true,
  };
}

/** Error, stack and causes, for the log. */
export function describeCause(error: unknown): string {
  const parts: string[] = [];
  let current: unknown = error;
  while (current !== undefined && parts.length < 5) {
    parts.push(current instanceof Error ? (current.stack ?? current.message) : String(current));
    current = current instanceof Error ? current.cause : undefined;
  }
  return parts.join('\ncaused by ');
}

/** One sentence with its full stop. */
export function asSentence(text: string): string {
  const trimmed = text.trim();
  return /[.?!…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'Canceled');
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
