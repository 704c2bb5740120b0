import type { Comment, Dockerfile } from '../../dockerfile/model';
import type { Span } from '../../shared/span';

/** A comment that switches rules off. Three languages are understood: ours, hadolint's and BuildKit's. */
export interface Pragma {
  readonly comment: Comment;
  readonly scope: 'line' | 'stage' | 'global';
  readonly words: readonly PragmaWord[];
}

export interface PragmaWord {
  readonly text: string;
  readonly span: Span;
}

const ownSyntax = /^[ \t]*layerwright[ \t]+(?:(stage|global)[ \t]+)?ignore[ \t]*=[ \t]*/;
const hadolintSyntax =
  /^[ \t]*hadolint[ \t]+(?:(stage|global)[ \t]+)?ignore[ \t]*=[ \t]*([DLSC0-9]+(?:[ \t]*,[ \t]*[DLSC0-9]+)*)[ \t]*(?:#.*)?$/;
const checkSyntax = /^[ \t]*check[ \t]*=[ \t]*(\S+)/i;

/**
 * `# layerwright [stage|global] ignore=rule, rule why it is right here`: words joined by commas; what follows them is the
 * reason.
 */
export function ownPragma(comment: Comment): Pragma | undefined {
  const head = comment.text.includes('layerwright') ? ownSyntax.exec(comment.text) : null;
  if (!head) return undefined;
  const list = /^[^\s,]+(?:[ \t]*,[ \t]*[^\s,]+)*/.exec(comment.text.slice(head[0].length))?.[0] ?? '';
  const start = comment.span.start + 1 + head[0].length;
  const words = [...list.matchAll(/[^\s,]+/g)].map((match) => ({
    text: match[0],
    span: { start: start + match.index, end: start + match.index + match[0].length },
  }));
  return { comment, scope: scopeOf(head[1]), words };
}

/** hadolint's syntax to the letter: one bad code, and the whole comment is prose. */
export function hadolintPragma(comment: Comment): Pragma | undefined {
  const match = comment.text.includes('hadolint') ? hadolintSyntax.exec(comment.text) : null;
  if (!match) return undefined;
  const words = (match[2] ?? '').split(/[ \t]*,[ \t]*/).map((text) => ({ text, span: comment.span }));
  return { comment, scope: scopeOf(match[1]), words };
}

/** Names behind `skip=` of a comment `# check=skip=A,B why`; undefined when the comment is no `check`. */
export function inlineSkips(comment: Comment): readonly string[] | undefined {
  const match = comment.text.includes('=') ? checkSyntax.exec(comment.text) : null;
  return match ? checksIn(match[1] ?? '', 'skip') : undefined;
}

/** Names behind `skip=` in the file's `# check=` directive, which ends at its first blank. */
export function directiveSkips(dockerfile: Dockerfile): readonly string[] {
  return inDirective(dockerfile, 'skip');
}

/** Names behind `experimental=` there: checks that run only if they are asked for. */
export function directiveExperiments(dockerfile: Dockerfile): readonly string[] {
  return inDirective(dockerfile, 'experimental');
}

function inDirective(dockerfile: Dockerfile, option: string): readonly string[] {
  return dockerfile.directives
    .filter((directive) => directive.name === 'check')
    .flatMap((directive) => checksIn(directive.value.split(/\s/, 1)[0] ?? '', option));
}

/** `skip=A,B;error=true;experimental=C`. An unknown option makes all of it void, as it fails the build. */
function checksIn(value: string, option: string): readonly string[] {
  const parts = value.split(';').map((part) => /^([^=]*)=(.*)$/.exec(part));
  if (parts.some((part) => !['skip', 'error', 'experimental'].includes(part?.[1] ?? ''))) return [];
  return parts.flatMap((part) => (part?.[1] === option ? (part[2] ?? '').split(',') : []));
}

function scopeOf(word: string | undefined): Pragma['scope'] {
  return word === 'stage' || word === 'global' ? word : 'line';
}
