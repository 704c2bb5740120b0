import type { Comment, Dockerfile, Instruction, RunInstruction } from '../dockerfile/model';
import type { MappedText } from '../shared/mapped-text';
import type { Range } from '../shared/position';
import type { Remembering } from '../shared/remembered';
import type { Span } from '../shared/span';
import type { ShellScript } from '../shell/script';
import type { ContextFiles } from './context-files';
import type { EcosystemId, Role } from './ecosystems/ecosystem';
import type { RuleId } from './rule-ids';
import type { ShellComments, ShellFinding } from './shellcheck/shell-finding';

export type Severity = 'error' | 'warning' | 'info' | 'style';

export type Category = 'correctness' | 'cache' | 'size' | 'reproducibility' | 'security' | 'maintainability' | 'style';

/** Codes of the same mistake elsewhere. */
export interface RelatedCodes {
  readonly hadolint?: string | readonly string[];
  readonly buildkit?: string | readonly string[];
  /** Number in the cache catalogue. */
  readonly cache?: string | readonly string[];
}

export interface Rule {
  readonly id: RuleId;
  /** One sentence in the imperative, no full stop. */
  readonly summary: string;
  readonly category: Category;
  readonly severity: Severity;
  /** Version that brought it. */
  readonly since: string;
  /** Off unless configured. */
  readonly off?: true;
  /** It looks at what the others reported, so it runs when they have. */
  readonly last?: true;
  readonly related?: RelatedCodes;
  readonly docs: RuleDocs;
  /** What a file has to hold for the rule to be asked at all. Absent: nothing. */
  readonly when?: Trigger;
  /** Cheap; false where `check` finds nothing in the file, for what `when` cannot tell. Absent: always. */
  applies?(file: LintFile): boolean;
  /** Pure; called once per file. Never throws on bad input; says nothing where it does not know. */
  check(file: LintFile): Iterable<RuleFinding>;
}

/** Any one of these is enough. Answered from indexes by `dispatch.ts`, so that a rule about gem costs nothing without gem. */
export interface Trigger {
  /** An instruction of one of the kinds; what ONBUILD keeps is not among them. */
  readonly has?: readonly Instruction['kind'][];
  /**
   * A RUN, in ONBUILD too, calls one of the programs: by either of the names that `facts/runs-calling.ts` knows it by, a
   * version behind them left out.
   */
  readonly calls?: readonly string[];
  /** A command of one of the package managers. */
  readonly uses?: readonly EcosystemId[];
  /** A command of a package manager does one of these things. */
  readonly does?: readonly Role[];
}

export interface RuleDocs {
  /** Markdown: what goes wrong and what it costs. */
  readonly why: string;
  /** Markdown: what to do where there is no fix, exceptions, limits. */
  readonly notes?: string;
  /** Each is reported exactly once by this rule. */
  readonly bad: readonly RuleExample[];
  /** Never reported by this rule. */
  readonly good: readonly RuleExample[];
}

/** A Dockerfile, alone or with files of its build context (path → content) and what the team's `.hadolint.yaml` says. */
export type RuleExample =
  | string
  | {
      readonly dockerfile: string;
      readonly context?: Readonly<Record<string, string>>;
      readonly settings?: ExampleSettings;
      /** What ShellCheck says about each of its scripts. */
      readonly shellcheck?: ShellComments;
    };

export type ExampleSettings = Partial<Pick<RuleSettings, 'trustedRegistries' | 'labelSchema' | 'strictLabels'>>;

/** One Dockerfile, parsed once and shared by all rules. */
export interface LintFile extends Remembering {
  readonly dockerfile: Dockerfile;
  /** Absent: nothing is known about the build context, and no fix may guess. */
  readonly context: ContextFiles | undefined;
  /** The shell script of a RUN (shell form and heredoc), parsed on first use. Exec form: its words as one command. */
  shell(run: RunInstruction): ShellScript;
  /** Reads any text as a script of a POSIX shell. Not remembered. */
  parseShell(script: MappedText): ShellScript;
  /** RUN instructions of all stages in document order, those in ONBUILD not among them. */
  readonly runs: readonly RunInstruction[];
  range(span: Span): Range;
  readonly settings: RuleSettings;
  /** What ShellCheck said; empty where it was not asked. */
  readonly shellFindings: readonly ShellFinding[];
  /** Words of suppressing comments that no finding needed, of rules that are on. Known to a rule that runs last. */
  unusedSuppressions(): readonly { readonly text: string; readonly span: Span; readonly comment: Comment }[];
}

/** What a team's configuration tells the rules, beyond how severe they are. */
export interface RuleSettings {
  /** Patterns of registries that images may come from; empty: all. */
  readonly trustedRegistries: readonly string[];
  /** Label → what its value has to be. */
  readonly labelSchema: Readonly<Record<string, LabelType>>;
  /** No labels but those of the schema. */
  readonly strictLabels: boolean;
  /**
   * The team configured this foreign code by name, or chose its tool's profile: where our rule knows better than that tool
   * (a cache mount, a git address), it then decides as the tool does.
   */
  asked(code: string): boolean;
  /** The profile is hadolint's: scripts are read as it reads them, whatever shell runs them. */
  readonly asHadolint: boolean;
  /** Every rule is on (`strict`, `all-rules`) or only those of the cache: then also what is a matter of taste. */
  readonly thorough: boolean;
}

export type LabelType = 'text' | 'url' | 'semver' | 'hash' | 'rfc3339' | 'spdx' | 'email';

export interface RuleFinding {
  /** The offending words, not the instruction. */
  readonly span: Span;
  /** One or two sentences: what is wrong here, what it costs; no full stop rules beyond plain prose. */
  readonly message: string;
  /** Replaces the rule's severity, where a variant is milder. */
  readonly severity?: Severity;
  readonly related?: readonly { readonly span: Span; readonly message: string }[];
  /** A function where fixes take work: it is called when somebody asks for them, and once. */
  readonly fixes?: readonly Fix[] | (() => Iterable<Fix> | Fix | undefined);
  /** Codes of this very mistake, where the rule covers several; default: the rule's. */
  readonly codes?: RelatedCodes;
  /** Instruction it belongs to, for suppressions; default: the one at `span`. */
  readonly instruction?: Instruction;
}

/** A change offered for a finding. Edits do not overlap. */
export interface Fix {
  /** In the imperative: `Copy package.json before the install`. */
  readonly title: string;
  /** It cannot change what the image does. Only safe fixes take part in "fix all" and `--fix`. */
  readonly safe: boolean;
  readonly edits: readonly SpanEdit[];
  /** Files of the build context to create or append to; path relative to the context, slashes. */
  readonly files?: readonly { readonly path: string; readonly append: string }[];
}

export interface SpanEdit {
  readonly span: Span;
  readonly newText: string;
}
