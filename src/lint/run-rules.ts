import type { Dockerfile, Instruction } from '../dockerfile/model';
import type { ShellParser } from '../shell/shell-parser';
import { allCodes, codes, experimentalChecks } from './codes';
import { defaultConfig, type LintConfig } from './config/config';
import type { ContextFiles } from './context-files';
import { Dispatch } from './dispatch';
import { compareFindings, type Finding, type FindingFix } from './finding';
import { clampSpan, createLintFile, instructionAt } from './lint-file';
import type { Fix, LintFile, RelatedCodes, Rule, RuleFinding, Severity } from './rule';
import { severities } from './severity';
import type { ShellComments } from './shellcheck/shell-finding';
import { directiveExperiments } from './suppress/pragmas';
import { createSuppressions, type Suppressions } from './suppress/suppressions';

export interface LintOptions {
  readonly shell: ShellParser;
  readonly context?: ContextFiles | undefined;
  readonly config?: LintConfig;
  /** What ShellCheck said about the file's scripts, where it is installed. */
  readonly shellComments?: ShellComments | undefined;
  /** A rule threw, which it must not; the others' findings are reported all the same. */
  readonly onRuleError?: (rule: Rule, error: unknown) => void;
}

/** Findings of the given rules, sorted by position, then rule. `lint` runs all there are. */
export function runRules(dockerfile: Dockerfile, rules: readonly Rule[], options: LintOptions): readonly Finding[] {
  const config = options.config ?? defaultConfig;
  const suppressions = config.ignoreSuppressions ? undefined : createSuppressions(dockerfile);
  const dispatch = enabledRules(rules, config, dockerfile);
  const file = createLintFile(dockerfile, {
    ...options,
    unusedSuppressions: () => {
      const called = new Set(dispatch.rules.flatMap(({ id, related }): string[] => [id, ...allCodes(related)]));
      return (suppressions?.unused() ?? []).filter(({ text }) => called.has(text));
    },
  });
  const findings: Finding[] = [];
  const reporting = { config, suppressions, onRuleError: options.onRuleError };
  for (const rule of dispatch.rulesFor(file)) {
    try {
      if (rule.applies?.(file) === false) continue;
      for (const found of rule.check(file)) {
        const finding = report(file, rule, found, reporting);
        if (finding) findings.push(finding);
      }
    } catch (error) {
      options.onRuleError?.(rule, error);
    }
  }
  return findings.sort(compareFindings);
}

/** The rule can report something under this configuration. */
export function isEnabled(rule: Rule, config: LintConfig, dockerfile: Dockerfile): boolean {
  const severity = config.severities[rule.id];
  if (severity) return severity !== 'off';
  if (allCodes(rule.related).some((code) => (config.codes[code] ?? 'off') !== 'off')) return true;
  if (rule.off && !config.allRules && config.profile !== 'strict' && !isAskedFor(rule, dockerfile)) return false;
  return inProfile(rule, rule.related, config);
}

const enabledByConfig = new WeakMap<LintConfig, WeakMap<readonly Rule[], Dispatch>>();

/** The rules that are on, those that run last at the end: the same for all files but those that ask for experiments. */
function enabledRules(rules: readonly Rule[], config: LintConfig, dockerfile: Dockerfile): Dispatch {
  const known = enabledByConfig.get(config) ?? new WeakMap<readonly Rule[], Dispatch>();
  enabledByConfig.set(config, known);
  const own = directiveExperiments(dockerfile).length > 0;
  const remembered = own ? undefined : known.get(rules);
  if (remembered) return remembered;
  const enabled = rules.filter((rule) => isEnabled(rule, config, dockerfile));
  const ordered = new Dispatch([...enabled.filter(({ last }) => !last), ...enabled.filter(({ last }) => last)]);
  if (!own) known.set(rules, ordered);
  return ordered;
}

/** An experimental check of BuildKit that the file's `# check=experimental=` names. */
function isAskedFor(rule: Rule, dockerfile: Dockerfile): boolean {
  const experiments = codes(rule.related, 'buildkit').filter((code) => experimentalChecks.has(code));
  if (experiments.length === 0) return false;
  const asked = directiveExperiments(dockerfile);
  return asked.includes('all') || experiments.some((code) => asked.includes(code));
}

/** The profile of one tool holds what that tool reports, and what makes the rest meaningless: a file nobody can read. */
function inProfile(rule: Rule, related: RelatedCodes | undefined, { profile }: LintConfig): boolean {
  if (profile === 'recommended' || profile === 'strict' || rule.id === 'parse-error') return true;
  if (rule.id === 'shell-problem') return profile === 'hadolint';
  return codes(related, profile).length > 0;
}

interface Reporting {
  readonly config: LintConfig;
  readonly suppressions: Suppressions | undefined;
  readonly onRuleError?: LintOptions['onRuleError'] | undefined;
}

function report(
  file: LintFile,
  rule: Rule,
  found: RuleFinding,
  { config, suppressions, onRuleError }: Reporting,
): Finding | undefined {
  const severity = severityOf(rule, found, config);
  if (severity === 'off') return undefined;
  const { dockerfile } = file;
  const span = clampSpan(found.span, dockerfile.text.length);
  const related = found.codes ?? rule.related ?? {};
  const around = instructionAt(dockerfile, span.start);
  const owner: Instruction | undefined = found.instruction
    ? (dockerfile.instructions[found.instruction.index] ?? around)
    : around;
  if (suppressions?.covers({ rule: rule.id, related, span, around, owner })) return undefined;
  const places = (found.related ?? noPlaces).map((place) => ({
    range: file.range(place.span),
    message: place.message,
  }));
  return new LateFinding(
    {
      rule: rule.id,
      category: rule.category,
      severity,
      message: found.message,
      range: file.range(span),
      related,
      places,
    },
    () => fixesOf(file, found, (error) => onRuleError?.(rule, error)),
  );
}

const noPlaces: readonly never[] = [];

/** A finding whose fixes are worked out late. A class, since a getter in a literal gives each object a shape of its own. */
class LateFinding implements Finding {
  readonly rule: Finding['rule'];
  readonly category: Finding['category'];
  readonly severity: Severity;
  readonly message: string;
  readonly range: Finding['range'];
  readonly related: RelatedCodes;
  readonly places: Finding['places'];
  #fixes: readonly FindingFix[] | undefined;
  readonly #workOut: () => readonly FindingFix[];

  constructor(said: Omit<Finding, 'fixes'>, workOut: () => readonly FindingFix[]) {
    this.rule = said.rule;
    this.category = said.category;
    this.severity = said.severity;
    this.message = said.message;
    this.range = said.range;
    this.related = said.related;
    this.places = said.places;
    this.#workOut = workOut;
  }

  get fixes(): readonly FindingFix[] {
    this.#fixes ??= this.#workOut();
    return this.#fixes;
  }
}

function fixesOf(file: LintFile, { fixes }: RuleFinding, onError: (error: unknown) => void): readonly FindingFix[] {
  try {
    const found = (typeof fixes === 'function' ? fixes() : fixes) ?? [];
    return ('title' in found ? [found] : [...found]).map((fix) => findingFix(file, fix));
  } catch (error) {
    onError(error);
    return [];
  }
}

function severityOf(rule: Rule, found: RuleFinding, config: LintConfig): Severity | 'off' {
  const own = config.severities[rule.id];
  if (own) return own;
  const related = found.codes ?? rule.related;
  if (decidesNoCode(config) && inProfile(rule, related, config)) return found.severity ?? rule.severity;
  const byCode = allCodes(related).flatMap((code) => config.codes[code] ?? []);
  if (byCode.includes('off')) return 'off';
  if (byCode.length === 0 && !inProfile(rule, related, config)) return 'off';
  return severities.find((severity) => byCode.includes(severity)) ?? found.severity ?? rule.severity;
}

/** The configuration says nothing about codes of other tools. */
function decidesNoCode({ codes: decided }: LintConfig): boolean {
  for (const _ in decided) return false;
  return true;
}

function findingFix(file: LintFile, fix: Fix): FindingFix {
  const { length } = file.dockerfile.text;
  return {
    title: fix.title,
    safe: fix.safe,
    edits: fix.edits.map((edit) => ({ range: file.range(clampSpan(edit.span, length)), newText: edit.newText })),
    files: fix.files ?? [],
  };
}
