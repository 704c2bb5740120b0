import { EngineError } from '../engine/errors';
import { isPlainName } from '../shared/file-name-bytes';

export type FileProblem = 'missing' | 'exists' | 'is-folder' | 'not-folder' | 'no-permission' | 'unavailable';

/** Why something cannot be done with a file of a container. The message is a sentence for the person. */
export class FileError extends EngineError {
  constructor(
    readonly problem: FileProblem,
    message: string,
    options?: { readonly cause?: unknown; readonly hint?: string },
  ) {
    super(problem === 'missing' ? 'not-found' : 'invalid', message, options);
  }
}

export function missing(path: string, container: string): FileError {
  return new FileError('missing', `There is no ${path} in ${container}.`);
}

/** Engines make an empty archive of a file whose name is not UTF-8. */
export function noContent(path: string, container: string): FileError {
  const reason = isPlainName(path) ? '' : ', because its name is not UTF-8';
  return new FileError('unavailable', `The engine does not give the content of ${path} in ${container}${reason}.`);
}
