import type { IncomingMessage } from 'node:http';
import { StringDecoder } from 'node:string_decoder';
import type { EngineError } from '../errors';
import { type Raw, rawObject } from './raw';

/**
 * The JSON lines of an answer, as they come. Throws what `failure` makes of an answer that breaks off. Leaving the loop
 * early closes the connection, which makes the engine stop what it does.
 */
export async function* jsonLines(
  answer: IncomingMessage,
  failure: (cause: unknown) => EngineError,
): AsyncGenerator<Raw> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  try {
    for await (const chunk of answer) {
      const lines = (rest + decoder.write(chunk as Buffer)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line.trim() !== '') yield rawObject(JSON.parse(line));
      }
    }
    if (rest.trim() !== '') yield rawObject(JSON.parse(rest));
  } catch (cause) {
    throw failure(cause);
  } finally {
    answer.destroy();
  }
}

/** What a progress stream reports as its failure; undefined for an ordinary line. */
export function reportedError(line: Raw): string | undefined {
  const { error, errorDetail } = line;
  if (error === undefined && errorDetail === undefined) return undefined;
  const message = rawObject(errorDetail).message;
  if (typeof message === 'string' && message !== '') return message;
  return typeof error === 'string' ? error : JSON.stringify(error ?? errorDetail);
}
