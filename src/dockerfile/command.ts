import { MappedText } from '../shared/mapped-text';
import { isSpace, skipSpaces } from './characters';
import { readJsonWords } from './json-words';
import type { Command } from './model';
import type { Source } from './source';
import type { Extent } from './words';

/**
 * The command that fills an extent. A malformed JSON array is shell text. A shell command with heredocs is read by the
 * shell together with their bodies, as BuildKit hands it over.
 */
export function makeCommand({ line, heredocs }: Source, extent: Extent): Command {
  const words = readJsonWords(line, extent);
  if (words) return { form: 'exec', words };
  const text = line.slice(extent.start, extent.end);
  if (!heredocs) return { form: 'shell', script: text };
  const [opener] = heredocs.openers;
  const [heredoc] = heredocs.heredocs;
  if (heredoc && heredocs.heredocs.length === 1 && opener?.start === extent.start && opener.end === extent.end) {
    return { form: 'heredoc', script: heredoc.body, heredoc };
  }
  return { form: 'shell', script: MappedText.join([text, heredocs.tail]) };
}

/** Undefined for NONE and for anything else than CMD. */
export function readHealthcheck(source: Source, { start, end }: Extent): Command | undefined {
  const { text } = source.line;
  let typeEnd = start;
  while (typeEnd < end && !isSpace(text.charCodeAt(typeEnd))) typeEnd++;
  if (text.slice(start, Math.min(typeEnd, start + 4)).toUpperCase() !== 'CMD') return undefined;
  return makeCommand(source, { start: skipSpaces(text, typeEnd, end), end });
}
