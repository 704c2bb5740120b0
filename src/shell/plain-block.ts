import type { ShellAssignment, ShellRedirect, ShellStep, ShellWord } from './script';

/** Statements of a list, in order. Offsets are the script's. */
export type PlainBlock = readonly PlainStatement[];

/** What stands between two operators: a pipeline of one or more members. */
export interface PlainStatement {
  /** From a `!` in front. */
  readonly start: number;
  readonly end: number;
  /** In front of it. */
  readonly operator: ShellStep['operator'];
  readonly operatorAt: number;
  readonly negated: boolean;
  /** A `&` follows. */
  readonly background: boolean;
  readonly members: readonly PlainMember[];
  /** Offsets of the `|` between them. */
  readonly pipes: readonly number[];
}

interface Extent {
  readonly start: number;
  end: number;
}

/** `inside`: the substitutions in its words, in order. */
export type PlainMember =
  | (Extent & PlainCommand & { readonly kind: 'command' })
  | (Extent & { readonly kind: 'test'; readonly inside: readonly PlainBlock[] })
  | (Extent & { readonly kind: 'subshell' | 'group'; readonly body: PlainBlock })
  | (Extent & { readonly kind: 'if'; readonly arms: readonly PlainArm[] })
  | (Extent & { readonly kind: 'while'; readonly condition: PlainBlock; readonly body: PlainBlock })
  | (Extent & { readonly kind: 'for'; readonly inside: readonly PlainBlock[]; readonly body: PlainBlock });

interface PlainCommand {
  /** Undefined for assignments alone. */
  readonly name: ShellWord | undefined;
  readonly args: readonly ShellWord[];
  readonly assignments: readonly ShellAssignment[];
  readonly redirects: readonly ShellRedirect[];
  readonly inside: readonly PlainBlock[];
}

/** One `if`, `elif` or `else`, which has no condition. */
export interface PlainArm {
  readonly condition: PlainBlock | undefined;
  readonly body: PlainBlock;
}
