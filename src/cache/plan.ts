import type { Instruction, Stage } from '../dockerfile/model';
import type { Builder } from './builder';

/** What decides whether the instructions of a build are taken from the cache. */
export interface Plan {
  readonly builder: Builder;
  /** In the order of stages and instructions: what a step refers to stands before it. */
  readonly steps: readonly PlannedStep[];
  /** FROM instructions that are needed, with what is known of their image. */
  readonly starts: ReadonlyMap<Stage, Origin>;
  /** Which of two equal steps is found when one was made a second time; undefined where there never are two. */
  readonly found: 'older' | 'newer' | 'unsure' | undefined;
  /** Stages that are not built. */
  readonly skipped: readonly Stage[];
}

/** What a step starts from: another step, or something that was there before the build. */
export type Origin =
  | { readonly kind: 'step'; readonly step: PlannedStep }
  /** An image, or nothing; `key` is the digest of what counts of it. */
  | { readonly kind: 'fixed'; readonly key: string }
  /** The engine would have to fetch it to know it. */
  | { readonly kind: 'unknown'; readonly reason: Unknown };

/** Something other than the step below it that a step's result depends on. */
export type Input =
  /** Files of the build context, of an image, or a text. `opaque`: other keys may stand for the same files. */
  | { readonly kind: 'content'; readonly key: string; readonly opaque?: boolean }
  /** Files that another step of this build makes. */
  | { readonly kind: 'output'; readonly of: PlannedStep; readonly path: string }
  | { readonly kind: 'unknown'; readonly reason: Unknown };

export interface Rerun {
  /** It runs when that step does. */
  readonly with: PlannedStep | 'every build';
  /** Undefined where it is certain; else what it depends on that nobody has tried. */
  readonly unsure?: Unknown | undefined;
}

export interface Unknown {
  readonly kind: 'remote-source' | 'base-unknown' | 'variable-unknown' | 'context-unreadable' | 'not-supported';
  /** An address, an image, a variable, a feature, or a sentence. */
  readonly detail: string;
}

export interface PlannedStep {
  readonly instruction: Instruction;
  readonly stage: Stage;
  /** Number of a trigger of the base image, from 0; undefined for an instruction of the file. */
  readonly trigger: number | undefined;
  /** Its place in the file, for comparison with earlier builds: `build/3`. */
  readonly place: string;
  readonly parent: Origin;
  /** What a linked copy is laid over: it stands on nothing itself, and what comes next stands on both. */
  readonly over?: Origin | undefined;
  readonly inputs: readonly Input[];
  /** What makes it run again whatever records say. */
  readonly reruns: readonly Rerun[];
  /** Digest of what the step does, without what it does it to. */
  readonly operation: string;
  /** Steps of equal definition on equal steps are one step to BuildKit. */
  readonly definition: string;
  /** What `operation` is made of, each part as a digest: to say later what has changed. */
  readonly ingredients: Readonly<Record<string, string>>;
  /** Files of the build context by path, each with its digest. */
  readonly files: ReadonlyMap<string, string>;
  /** Files whose change the builder does not notice. */
  readonly stale: readonly string[];
  /** A source that is not in the context: the build fails. */
  readonly missing: string | undefined;
}
