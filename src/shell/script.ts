import type { MappedText } from '../shared/mapped-text';
import type { Span } from '../shared/span';

/**
 * A shell script with the place of every word. All spans are document offsets (mapped back through continuations, comment
 * lines and heredocs). Made by a `ShellParser`, which never throws.
 */
export interface ShellScript {
  /** `other`: PowerShell, cmd or a program named by `#!`; nothing is known about it and `commands` is empty. */
  readonly dialect: 'posix' | 'other';
  /** False when the text has a syntax error; commands are then what could be recognised, and fixes are off. */
  readonly complete: boolean;
  /** Every simple command anywhere: chains, pipelines, groups, subshells, bodies, conditions, `$(…)`; in source order. */
  readonly commands: readonly ShellCommand[];
  /** The top level as a list of steps with the operator in front of each. */
  readonly steps: readonly ShellStep[];
  /** Every `|` and `|&` between two commands, wherever commands are looked for. */
  readonly pipes: readonly ShellPipe[];
}

export interface ShellPipe {
  /** The operator. */
  readonly span: Span;
  /** What writes into it: one side of the pipeline. */
  readonly source: Span;
  /** As for commands: it stands inside the script of a `sh -c '…'` or `sh <<EOF`. */
  readonly nested?: true;
}

/** One statement of the top-level list (`a && b | c; d` has three steps: `a`, `b | c`, `d`). */
export interface ShellStep {
  /** Redirections included, bodies of here-documents not. */
  readonly span: Span;
  /** What joins it to the step before; undefined for the first. */
  readonly operator: '&&' | '||' | ';' | '&' | '\n' | undefined;
  readonly operatorSpan: Span | undefined;
  /**
   * A single simple command, a pipeline of them, or something compound (if, for, group, subshell, function, `!`).
   * Assignments and `[ … ]` are simple commands that list no command.
   */
  readonly kind: 'command' | 'pipeline' | 'compound';
  /** All commands in it, those in substitutions too. */
  readonly commands: readonly ShellCommand[];
}

export interface ShellCommand {
  /** Leading assignments, name, arguments and redirections. */
  readonly span: Span;
  readonly name: ShellWord;
  readonly args: readonly ShellWord[];
  readonly assignments: readonly ShellAssignment[];
  readonly redirects: readonly ShellRedirect[];
  /** Index into `ShellScript.steps`. */
  readonly step: number;
  /** Where it stands inside its step. Outermost first is lost: `substitution` wins over the others. */
  readonly place: 'top' | 'pipeline' | 'subshell' | 'group' | 'condition' | 'body' | 'function' | 'substitution';
  /**
   * It runs only if something else decides so: behind `||` or a test (`[ -f x ] &&`, `command -v x &&`), in a branch or
   * loop body, in a function.
   */
  readonly conditional: boolean;
  /** Subshells and branches around it, outermost first; commands of the same one share the object. */
  readonly scopes: readonly ShellScope[];
  /** It stands inside the script of a `sh -c '…'` or `sh <<EOF`. Rules that follow hadolint leave such commands out. */
  readonly nested?: true;
  /** This is a `sh -c '…'` or `sh <<EOF`, and this is the script, if the outer shell runs nothing in it. */
  readonly script?: MappedText;
}

/**
 * `subshell`: `cd`, variables and options set in it end with it (also one side of a pipe, a substitution, `sh -c`).
 * `branch`: it may not run at all.
 */
export interface ShellScope {
  readonly kind: 'subshell' | 'branch';
}

export interface ShellWord {
  /** As written, continuations removed. */
  readonly raw: string;
  /** Quotes and escapes removed; expansions kept as written (`$X`, `${X:-y}`, `$(…)`). */
  readonly value: string;
  readonly span: Span;
  /** No expansion, substitution or glob in it: `value` is what the program gets. */
  readonly literal: boolean;
  /** Some of it stands in quotes. */
  readonly quoted: boolean;
}

export interface ShellAssignment {
  readonly name: string;
  readonly value: ShellWord | undefined;
  readonly span: Span;
}

export interface ShellRedirect {
  /** `>`, `>>`, `<`, `<<`, `<<<`, `&>`, … */
  readonly operator: string;
  /** `2` in `2>file`. */
  readonly descriptor: string | undefined;
  /** The file, the text of a `<<<`, or the delimiter of a here-document as written. */
  readonly target: ShellWord | undefined;
  /** Descriptor, operator and target. */
  readonly span: Span;
  /** Body of a here-document. */
  readonly body?: Span;
}
