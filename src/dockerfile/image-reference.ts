import type { MappedText } from '../shared/mapped-text';
import type { Span } from '../shared/span';
import { lex } from './lexer';

/** `[registry/]repository[:tag][@digest]` as written; spans are document offsets. Variables stay in the text. */
export interface ImageReference {
  readonly text: string;
  readonly span: Span;
  /** `localhost:5000`, `ghcr.io`; undefined for Docker Hub's short names. */
  readonly registry: string | undefined;
  /** Repository without registry, tag and digest. */
  readonly repository: string;
  readonly repositorySpan: Span;
  readonly tag: string | undefined;
  /** Without the colon. */
  readonly tagSpan: Span | undefined;
  readonly digest: string | undefined;
  readonly digestSpan: Span | undefined;
}

/**
 * Takes an image reference apart as Docker does: a first component with a dot or a colon, or `localhost`, is a registry.
 * A variable is one opaque piece: the colon of `${TAG:-1}` separates nothing.
 */
export function readImageReference(line: MappedText, start: number, end: number, escaper: string): ImageReference {
  return takeApart(line.text.slice(start, end), escaper, (from, to) => line.span(start + from, start + to));
}

/** A reference that stands nowhere as it is, for example because its variables were replaced: all spans are `span`. */
export function imageReferenceOf(text: string, span: Span): ImageReference {
  return takeApart(text, '\\', () => span);
}

function takeApart(text: string, escaper: string, place: (start: number, end: number) => Span): ImageReference {
  const shape = withoutVariables(text, escaper);
  const at = shape.indexOf('@');
  const nameEnd = at < 0 ? text.length : at;
  const colon = shape.lastIndexOf(':', nameEnd - 1);
  const tagged = colon > shape.lastIndexOf('/', nameEnd - 1) && nameEnd > 0;
  const repositoryEnd = tagged ? colon : nameEnd;
  const slash = shape.indexOf('/');
  const first = slash > 0 && slash < repositoryEnd ? shape.slice(0, slash) : '';
  const hasRegistry = first === 'localhost' || /[.:]/.test(first);
  const repositoryStart = hasRegistry ? slash + 1 : 0;
  return {
    text,
    span: place(0, text.length),
    registry: hasRegistry ? text.slice(0, slash) : undefined,
    repository: text.slice(repositoryStart, repositoryEnd),
    repositorySpan: place(repositoryStart, repositoryEnd),
    tag: tagged ? text.slice(colon + 1, nameEnd) : undefined,
    tagSpan: tagged ? place(colon + 1, nameEnd) : undefined,
    digest: at < 0 ? undefined : text.slice(at + 1),
    digestSpan: at < 0 ? undefined : place(at + 1, text.length),
  };
}

/** The text with each variable replaced by as many letters. */
function withoutVariables(text: string, escaper: string): string {
  let shape = '';
  for (const { start, end } of lex(text, escaper).variables) {
    if (start < shape.length) continue;
    shape += text.slice(shape.length, start) + 'v'.repeat(end - start);
  }
  return shape + text.slice(shape.length);
}
