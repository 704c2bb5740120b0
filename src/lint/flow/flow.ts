import type { CopyInstruction, RunInstruction, Stage } from '../../dockerfile/model';
import type { Remembering } from '../../shared/remembered';
import type { Invocation } from '../../shell/invocation';
import type { ShellCommand, ShellScript } from '../../shell/script';
import type { Recognised } from '../ecosystems/recognise';

/**
 * What the cache rules look at: each stage as the chain of copies and runs that fill its file system, parents first. Made
 * once per file by `flowOf` and shared by the rules.
 */
export interface Flow {
  /** By `Stage.index`. */
  readonly stages: readonly StageFlow[];
}

export interface StageFlow {
  readonly stage: Stage;
  /** Copies and runs of the chain in order; those of parents first. */
  readonly steps: readonly FlowStep[];
}

export type FlowStep = CopyStep | RunStep;

export interface CopyStep {
  readonly kind: 'copy';
  readonly instruction: CopyInstruction;
  /** The stage it is written in: the chain's own or a parent. */
  readonly stage: Stage;
  /** Working directory in front of it. */
  readonly directory: string;
  readonly origin: 'context' | 'stage' | 'image' | 'url' | 'heredoc';
  /** Cleaned source paths: of the context ('' is its root) or absolute in the other stage; undefined: a variable unknown. */
  readonly sources: readonly (string | undefined)[];
  /** Absolute path in the image; undefined when the working directory or a variable is unknown. */
  readonly destination: string | undefined;
  /** The destination is a directory the sources are put into (ends in `/` or `.`, several sources, or known to be one). */
  readonly intoDirectory: boolean;
  /** Takes the root of the context, all of it, or source files by a glob. */
  readonly wide: boolean;
  /** V2 of the catalogue: built output of a stage that contains a wide copy. */
  readonly builtFromSource: boolean;
}

export interface RunStep extends Remembering {
  readonly kind: 'run';
  readonly instruction: RunInstruction;
  readonly stage: Stage;
  readonly script: ShellScript;
  readonly commands: readonly FlowCommand[];
  readonly workdir: string;
}

export interface FlowCommand {
  readonly command: ShellCommand;
  readonly call: Invocation;
  /** Undefined: no command of a package manager. */
  readonly recognised: Recognised | undefined;
  /** Directory it runs in, with `cd` before it and options like `--prefix` followed; undefined when not static. */
  readonly directory: string | undefined;
}
