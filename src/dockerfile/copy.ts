import { readJsonWords } from './json-words';
import type { Word } from './model';
import type { Source } from './source';
import { type Extent, makeWord, splitAtBlanks } from './words';

export interface Paths {
  readonly sources: readonly Word[];
  readonly destination: Word | undefined;
  readonly json: boolean;
}

/** Sources and destination of COPY and ADD. A single path is a source without a destination, unless a heredoc is there. */
export function readPaths({ line, escaper, heredocs }: Source, argument: Extent): Paths {
  const json = readJsonWords(line, argument, escaper);
  if (json) return json.length > 1 ? { ...endsWithDestination(json), json: true } : onlySources(json, true);
  const extents = splitAtBlanks(line.text, argument.start, argument.end);
  const paths = heredocs ? outside(extents, heredocs.openers) : extents;
  const words = paths.map((extent) => makeWord(line, extent, escaper));
  const last = extents.at(-1);
  const hasDestination = extents.length > 1 && last !== undefined && last === paths.at(-1);
  return hasDestination ? { ...endsWithDestination(words), json: false } : onlySources(words, false);
}

function endsWithDestination(words: readonly Word[]): Pick<Paths, 'sources' | 'destination'> {
  return { sources: words.slice(0, -1), destination: words.at(-1) };
}

function onlySources(sources: readonly Word[], json: boolean): Paths {
  return { sources, destination: undefined, json };
}

/** The words that belong to no heredoc; both lists are in order. */
function outside(extents: readonly Extent[], openers: readonly Extent[]): readonly Extent[] {
  let next = 0;
  return extents.filter(({ start, end }) => {
    while ((openers[next]?.end ?? end) <= start) next++;
    const opener = openers[next];
    return !opener || end <= opener.start;
  });
}
