import type { LineMap } from '../shared/line-map';
import type { MappedText } from '../shared/mapped-text';
import type { Remembering } from '../shared/remembered';
import type { Span } from '../shared/span';
import type { ImageReference } from './image-reference';

/**
 * What a Dockerfile says, with the place of every word. Made by `parseDockerfile`, which never throws: text that is no
 * instruction becomes an `UnknownInstruction`, a malformed part is absent. All spans are document offsets; `lines` turns
 * them into ranges. Plain data, immutable, no cycles but `stage` and `parent`.
 */
export interface Dockerfile extends Remembering {
  readonly text: string;
  readonly lines: LineMap;
  /** The document's dominant line break, for edits. */
  readonly eol: '\n' | '\r\n';
  /** The escape character in force (`escape` directive). */
  readonly escape: '\\' | '`';
  readonly directives: readonly Directive[];
  /** Every whole-line comment, those inside continued instructions too, in order. Directives are not comments. */
  readonly comments: readonly Comment[];
  /** Top-level instructions in document order. */
  readonly instructions: readonly Instruction[];
  /** ARG instructions before the first FROM. */
  readonly globalArgs: readonly ArgInstruction[];
  readonly stages: readonly Stage[];
}

/** `# name=value` in the leading run of directives. Names lower-cased. */
export interface Directive {
  readonly name: string;
  readonly value: string;
  readonly span: Span;
  readonly valueSpan: Span;
}

export interface Comment {
  /** What follows the `#`, untrimmed. */
  readonly text: string;
  /** From the `#` to the end of the line. */
  readonly span: Span;
  readonly line: number;
  /** It stands between the lines of a continued instruction. */
  readonly inInstruction: boolean;
}

export interface Stage {
  /** 0 for the first FROM. */
  readonly index: number;
  readonly from: FromInstruction;
  /** Lower-cased, as builders compare them. */
  readonly name: string | undefined;
  /** What it starts from: an earlier stage, `scratch`, an image, or unknown (a variable without a value). */
  readonly base: StageBase;
  /** FROM first, then the instructions up to the next FROM. */
  readonly instructions: readonly Instruction[];
}

export type StageBase =
  | { readonly kind: 'stage'; readonly stage: Stage }
  | { readonly kind: 'scratch' }
  | { readonly kind: 'image'; readonly image: ImageReference }
  | { readonly kind: 'unknown' };

export type Keyword =
  | 'ADD'
  | 'ARG'
  | 'CMD'
  | 'COPY'
  | 'ENTRYPOINT'
  | 'ENV'
  | 'EXPOSE'
  | 'FROM'
  | 'HEALTHCHECK'
  | 'LABEL'
  | 'MAINTAINER'
  | 'ONBUILD'
  | 'RUN'
  | 'SHELL'
  | 'STOPSIGNAL'
  | 'USER'
  | 'VOLUME'
  | 'WORKDIR';

interface InstructionBase {
  /** Position among `Dockerfile.instructions`; an ONBUILD's trigger has the ONBUILD's. */
  readonly index: number;
  /** From the keyword to the end of the last line (heredoc terminators included), without the line break. */
  readonly span: Span;
  readonly keywordSpan: Span;
  /** As written. */
  readonly keywordText: string;
  readonly flags: readonly Flag[];
  /** What follows keyword and flags, from its first to its last character; heredoc bodies excluded. Empty if absent. */
  readonly argumentSpan: Span;
  /** The arguments as the builder sees them: continuations and comment lines removed. */
  readonly argument: MappedText;
  readonly heredocs: readonly Heredoc[];
  /** Undefined before the first FROM. */
  readonly stage: Stage | undefined;
  /** It is the trigger of an ONBUILD, not an instruction of this build. */
  readonly onbuild: boolean;
}

export interface FromInstruction extends InstructionBase {
  readonly kind: 'FROM';
  /** The image word; undefined for a bare FROM. */
  readonly imageWord: Word | undefined;
  /** The image word taken apart as written, variables unexpanded. */
  readonly image: ImageReference | undefined;
  readonly platform: Flag | undefined;
  /** Stage name as written. */
  readonly alias: Word | undefined;
}

export interface RunInstruction extends InstructionBase {
  readonly kind: 'RUN';
  readonly command: Command;
  readonly mounts: readonly Mount[];
}

export interface CopyInstruction extends InstructionBase {
  readonly kind: 'COPY' | 'ADD';
  /** Heredoc sources (`<<EOF`) are not among them; see `heredocs`. */
  readonly sources: readonly Word[];
  readonly destination: Word | undefined;
  /** JSON form. */
  readonly json: boolean;
  /** Value of `--from`, undefined for the build context. */
  readonly from: Flag | undefined;
  /** The stage of this file that `--from` names (by name or number), if it does. */
  readonly fromStage: Stage | undefined;
}

export interface CommandInstruction extends InstructionBase {
  readonly kind: 'CMD' | 'ENTRYPOINT';
  readonly command: Command;
}

export interface ShellInstruction extends InstructionBase {
  readonly kind: 'SHELL';
  /** Undefined when the argument is no JSON array. */
  readonly words: readonly Word[] | undefined;
}

export interface HealthcheckInstruction extends InstructionBase {
  readonly kind: 'HEALTHCHECK';
  /** Undefined for NONE. */
  readonly command: Command | undefined;
}

/** ENV and LABEL. `ENV k some text` is one pair and `legacy`. */
export interface PairsInstruction extends InstructionBase {
  readonly kind: 'ENV' | 'LABEL';
  readonly pairs: readonly Pair[];
  readonly legacy: boolean;
}

export interface ArgInstruction extends InstructionBase {
  readonly kind: 'ARG';
  /** `value` undefined: declared without a default. */
  readonly pairs: readonly Pair[];
}

/** Its heredocs are those of the trigger; a second ONBUILD, which builders refuse, has no trigger. */
export interface OnbuildInstruction extends InstructionBase {
  readonly kind: 'ONBUILD';
  readonly trigger: Instruction | undefined;
}

/** EXPOSE, VOLUME (words or JSON), USER, WORKDIR, STOPSIGNAL, MAINTAINER. */
export interface WordsInstruction extends InstructionBase {
  readonly kind: 'EXPOSE' | 'VOLUME' | 'USER' | 'WORKDIR' | 'STOPSIGNAL' | 'MAINTAINER';
  readonly words: readonly Word[];
  /** The whole argument as one word: what USER, WORKDIR, STOPSIGNAL and MAINTAINER take. */
  readonly whole: Word | undefined;
}

export interface UnknownInstruction extends InstructionBase {
  readonly kind: 'UNKNOWN';
}

export type Instruction =
  | FromInstruction
  | RunInstruction
  | CopyInstruction
  | CommandInstruction
  | ShellInstruction
  | HealthcheckInstruction
  | PairsInstruction
  | ArgInstruction
  | OnbuildInstruction
  | WordsInstruction
  | UnknownInstruction;

/** The command of RUN, CMD, ENTRYPOINT or HEALTHCHECK. */
export type Command =
  | { readonly form: 'shell'; readonly script: MappedText }
  /** `RUN <<EOF`: the body is the script. A `#!` line makes it a program of its own. */
  | { readonly form: 'heredoc'; readonly script: MappedText; readonly heredoc: Heredoc }
  | { readonly form: 'exec'; readonly words: readonly Word[] };

export interface Flag {
  /** Without the dashes, as written. */
  readonly name: string;
  /** Undefined for a flag without `=`. */
  readonly value: Word | undefined;
  readonly span: Span;
  readonly nameSpan: Span;
}

/** One `--mount`. Options as written; use the helpers of mount.ts for defaults. */
export interface Mount {
  readonly flag: Flag;
  readonly type: string;
  readonly target: string | undefined;
  readonly source: string | undefined;
  readonly from: string | undefined;
  readonly options: readonly MountOption[];
}

export interface MountOption {
  /** Lower-cased. */
  readonly name: string;
  readonly value: string | undefined;
  readonly span: Span;
}

export interface Heredoc {
  /** The delimiter without quotes. */
  readonly name: string;
  /** `<<-`: leading tabs are removed. */
  readonly stripTabs: boolean;
  /** False when the delimiter is quoted. */
  readonly expand: boolean;
  /** The `<<EOF` in the instruction's line. */
  readonly opener: Span;
  /** From the body's first character to before the terminator's line. */
  readonly bodySpan: Span;
  readonly body: MappedText;
  /** False when the file ends before the delimiter does. */
  readonly terminated: boolean;
}

export interface Pair {
  readonly key: Word;
  readonly value: Word | undefined;
  readonly span: Span;
}

/** One argument. */
export interface Word {
  /** As written, continuations removed. */
  readonly raw: string;
  /** Quotes and escapes resolved, variables left as written. */
  readonly value: string;
  readonly span: Span;
  readonly quote: '"' | "'" | undefined;
  /** Variables the builder expands in it (none inside single quotes). */
  readonly variables: readonly Variable[];
  /** The value in order: literal text and the variables that stand in it (those inside operands are not among them). */
  readonly parts: readonly (string | Variable)[];
}

/** `$name` or `${name…}`. */
export interface Variable {
  readonly name: string;
  readonly span: Span;
  /** `:-`, `:+`, `-`, `+`, `:?`, `?`, `#`, `##`, `%`, `%%`, `/`, `//`. */
  readonly modifier: string | undefined;
  /** What follows the modifier. */
  readonly operand: string | undefined;
}
