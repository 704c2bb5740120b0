import type { Dockerfile, Instruction, RunInstruction } from '../dockerfile/model';
import { looksLikeWindows, scopeBefore } from '../dockerfile/scope';
import type { Span } from '../shared/span';
import { isPosixShell } from '../shell/dialect';
import { scriptFromWords } from '../shell/exec-form';
import type { ShellScript } from '../shell/script';
import type { ShellParser } from '../shell/shell-parser';
import { sourceOf } from './codes';
import { defaultConfig, type LintConfig } from './config/config';
import type { ContextFiles } from './context-files';
import type { LintFile, RuleSettings } from './rule';
import { placeComments } from './shellcheck/place-comments';
import { checkedScripts } from './shellcheck/scripts';
import type { ShellComments, ShellFinding } from './shellcheck/shell-finding';

/** Characters of shell that the grammar reads of one file: several times what real files have for it. */
const grammarLimit = 50_000;

const foreign: ShellScript = { dialect: 'other', complete: true, commands: [], steps: [], pipes: [] };

/** The view rules have on a file: shell scripts are parsed when a rule first asks, and once. */
export function createLintFile(
  dockerfile: Dockerfile,
  options: {
    readonly shell: ShellParser;
    readonly context?: ContextFiles | undefined;
    readonly config?: LintConfig | undefined;
    readonly shellComments?: ShellComments | undefined;
    readonly unusedSuppressions?: LintFile['unusedSuppressions'];
  },
): LintFile {
  const scripts = new Map<RunInstruction, ShellScript>();
  const budget = { characters: grammarLimit };
  const shell: ShellParser = { parse: (script) => options.shell.parse(script, budget) };
  return {
    dockerfile,
    context: options.context,
    runs: dockerfile.instructions.filter((instruction) => instruction.kind === 'RUN'),
    shell(run) {
      let script = scripts.get(run);
      if (!script) {
        script = parseRun(dockerfile, run, shell);
        scripts.set(run, script);
      }
      return script;
    },
    parseShell: shell.parse,
    range: (span) => dockerfile.lines.range(span.start, span.end),
    settings: ruleSettings(options.config ?? defaultConfig),
    memory: [],
    shellFindings: shellFindings(dockerfile, options.shellComments),
    unusedSuppressions: options.unusedSuppressions ?? (() => []),
  };
}

/** The top-level instruction an offset belongs to: the one around it, or the next one. */
export function instructionAt(dockerfile: Dockerfile, offset: number): Instruction | undefined {
  const { instructions } = dockerfile;
  let low = 0;
  let high = instructions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instructions[middle]?.span.end ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return instructions[low];
}

/** The span moved into the text, so that no rule's mistake reaches an editor. */
export function clampSpan(span: Span, length: number): Span {
  const start = Math.max(0, Math.min(span.start, length));
  return { start, end: Math.max(start, Math.min(span.end, length)) };
}

function shellFindings(dockerfile: Dockerfile, comments: ShellComments | undefined): readonly ShellFinding[] {
  if (!comments) return [];
  return checkedScripts(dockerfile).flatMap((script, index) => placeComments(script, comments[index] ?? []));
}

function ruleSettings(config: LintConfig): RuleSettings {
  const { trustedRegistries, labelSchema, strictLabels, codes, profile, allRules } = config;
  return {
    trustedRegistries,
    labelSchema,
    strictLabels,
    asked: (code) => (codes[code] ?? 'off') !== 'off' || sourceOf(code) === profile,
    asHadolint: profile === 'hadolint',
    thorough: allRules || profile === 'strict' || profile === 'cache',
  };
}

function parseRun(dockerfile: Dockerfile, run: RunInstruction, shell: ShellParser): ShellScript {
  const { command } = run;
  if (command.form === 'exec') return scriptFromWords(command.words, shell);
  if (looksLikeWindows(dockerfile, run.stage)) return foreign;
  return isPosixShell(scopeBefore(dockerfile, run).shell) ? shell.parse(command.script) : foreign;
}
