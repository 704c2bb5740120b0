import { type ImageReference, readImageReference } from './image-reference';
import type { Word } from './model';
import type { Source } from './source';
import { type Extent, makeWord, splitAtBlanks } from './words';

export interface From {
  readonly imageWord: Word | undefined;
  readonly image: ImageReference | undefined;
  readonly alias: Word | undefined;
}

/** `image [AS name]`. More words are an error for the builder; the name is read all the same. */
export function readFrom({ line, escaper }: Source, argument: Extent): From {
  const [first, as, name] = splitAtBlanks(line.text, argument.start, argument.end);
  if (!first) return { imageWord: undefined, image: undefined, alias: undefined };
  const imageWord = makeWord(line, first, escaper);
  const quotes = imageWord.quote ? 1 : 0;
  const named = name !== undefined && as !== undefined && line.text.slice(as.start, as.end).toUpperCase() === 'AS';
  return {
    imageWord,
    image: readImageReference(line, first.start + quotes, first.end - quotes, escaper),
    alias: named ? makeWord(line, name, escaper) : undefined,
  };
}
