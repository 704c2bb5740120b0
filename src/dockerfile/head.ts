import type { MappedText } from '../shared/mapped-text';
import { isBlank } from './characters';
import { type ReadFlags, readFlags } from './flags';
import type { Keyword } from './model';
import type { Extent } from './words';

/** What every instruction starts with; extents are offsets into its joined text. */
export interface Head {
  /** Undefined for a word that is no instruction. */
  readonly keyword: Keyword | undefined;
  readonly keywordExtent: Extent;
  readonly flags: ReadFlags;
  /** From behind the flags to the end. */
  readonly argument: Extent;
}

const keywords: Readonly<Record<Keyword, true>> = {
  ADD: true,
  ARG: true,
  CMD: true,
  COPY: true,
  ENTRYPOINT: true,
  ENV: true,
  EXPOSE: true,
  FROM: true,
  HEALTHCHECK: true,
  LABEL: true,
  MAINTAINER: true,
  ONBUILD: true,
  RUN: true,
  SHELL: true,
  STOPSIGNAL: true,
  USER: true,
  VOLUME: true,
  WORKDIR: true,
};

export function readHead(line: MappedText, start: number, escaper: string): Head {
  const { text } = line;
  let end = start;
  while (end < text.length && !isBlank(text.charCodeAt(end))) end++;
  const flags = readFlags(line, end, escaper);
  return {
    keyword: keywordOf(text.slice(start, end)),
    keywordExtent: { start, end },
    flags,
    argument: { start: flags.end, end: text.length },
  };
}

/** Instructions that may hold heredocs; for the other ones `<<` is text. */
export function holdsHeredocs(keyword: Keyword | undefined): boolean {
  return keyword === 'RUN' || keyword === 'COPY' || keyword === 'ADD';
}

function keywordOf(text: string): Keyword | undefined {
  if (text.length > 11 || !/^[a-z]+$/i.test(text)) return undefined;
  const upper = text.toUpperCase();
  return Object.hasOwn(keywords, upper) ? (upper as Keyword) : undefined;
}
