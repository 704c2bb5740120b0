import type { Rewrite } from './collect-rewrite';

/** Rewrites Dockerfiles as they are in the editor, saved or not. */
export interface Rewriter {
  /** Undefined when linting is turned off. Rejects when the file cannot be read. */
  rewrite(request: RewriteRequest): Promise<RewrittenFile | undefined>;
  /** One undoable change of the Dockerfile and what is beside it. `changed`: the text is not any more what was rewritten. */
  apply(file: RewrittenFile): Promise<'applied' | 'changed' | 'refused'>;
}

export interface RewriteRequest {
  /** Paths of the file system: the Dockerfile and its build context. */
  readonly path: string;
  readonly context: string;
  readonly include: 'safe' | 'all';
}

export interface RewrittenFile extends RewriteRequest {
  readonly original: string;
  readonly rewrite: Rewrite;
  /** File of the build context that a proof edits. */
  readonly edit: string | undefined;
}
