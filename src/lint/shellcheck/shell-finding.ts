import type { Instruction } from '../../dockerfile/model';
import type { Span } from '../../shared/span';
import type { Severity, SpanEdit } from '../rule';

/** What ShellCheck says about the script of a RUN, with its place in the Dockerfile. */
export interface ShellFinding {
  /** `SC2086`. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  readonly instruction: Instruction;
  /** The change ShellCheck proposes; empty where it has none. */
  readonly edits: readonly SpanEdit[];
}

/** A record of `shellcheck --format=json1`. Lines and columns count from one, columns in code points. */
export interface ShellComment extends ShellExtent {
  readonly level: string;
  readonly code: number;
  readonly message: string;
  readonly fix?: {
    readonly replacements: readonly (ShellExtent & { readonly replacement: string; readonly insertionPoint: string })[];
  } | null;
}

export interface ShellExtent {
  readonly line: number;
  readonly endLine: number;
  readonly column: number;
  readonly endColumn: number;
}

/** One list for each of a Dockerfile's `checkedScripts`, in their order. */
export type ShellComments = readonly (readonly ShellComment[])[];
