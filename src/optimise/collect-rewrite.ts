import { withIgnoreLines } from '../context/with-ignore-lines';
import { parseDockerfile } from '../dockerfile/parse';
import type { LintConfig } from '../lint/config/config';
import type { ContextFiles } from '../lint/context-files';
import type { Finding, FindingFix } from '../lint/finding';
import { applyEdits, chooseFixes, type FileChange } from '../lint/fix';
import { lint } from '../lint/lint';
import type { Category, Rule } from '../lint/rule';
import type { RuleId } from '../lint/rule-ids';
import type { ShellParser } from '../shell/shell-parser';

/** A Dockerfile with what the rules of the cache and of the image's size make of it. */
export interface Rewrite {
  readonly text: string;
  /** Files of the build context that get lines at their end or are created with them, each once: the ignore file. */
  readonly files: readonly FileChange[];
  /** In the order in which they were applied. */
  readonly applied: readonly AppliedFix[];
  /** What stays as it is, and why. */
  readonly refused: readonly Refusal[];
}

export interface AppliedFix {
  readonly rule: RuleId;
  readonly title: string;
}

export interface Refusal {
  readonly rule: RuleId;
  /** Zero-based, in the rewritten text. */
  readonly line: number;
  readonly message: string;
  /** Its fix was not asked for, because it may change what the image holds. */
  readonly fix: string | undefined;
}

export interface RewriteOptions {
  readonly shell: ShellParser;
  readonly config: LintConfig;
  /** Undefined: nothing is known about the build context, and little can be rewritten. */
  readonly context: ContextFiles | undefined;
  /** Default `safe`: only what cannot change what the image does. */
  readonly include?: 'safe' | 'all';
  readonly onRuleError?: (rule: Rule, error: unknown) => void;
}

const categories: readonly Category[] = ['cache', 'size'];
const maximumPasses = 12;

/**
 * Applies the fixes of the rules for cache and size until none is left: in each pass those that do not touch each other,
 * then the result is looked at again, with what the fixes did to the ignore file. Pure; writes nothing.
 */
export function collectRewrite(original: string, options: RewriteOptions): Rewrite {
  const safeOnly = options.include !== 'all';
  const seen = new Set([original]);
  const applied: AppliedFix[] = [];
  let files: readonly FileChange[] = [];
  let text = original;
  for (let pass = 0; pass < maximumPasses; pass++) {
    const findings = findingsOf(text, files, options);
    const fixes = chooseFixes(text, findings, safeOnly);
    const next = applyEdits(
      text,
      fixes.flatMap(({ edits }) => edits),
    );
    const changed = fixes.flatMap((fix) => fix.files).reduce(withLines, files);
    if ((next === text && changed === files) || (next !== text && seen.has(next))) break;
    files = changed;
    applied.push(...fixes.flatMap((fix) => appliedFix(fix, findings)));
    seen.add(next);
    text = next;
  }
  return { text, files, applied, refused: refusals(findingsOf(text, files, options), safeOnly) };
}

/** Nothing in the Dockerfile or beside it is rewritten. */
export function isUnchanged({ applied }: Rewrite): boolean {
  return applied.length === 0;
}

function findingsOf(text: string, files: readonly FileChange[], options: RewriteOptions): readonly Finding[] {
  const { shell, config, context, onRuleError } = options;
  return lint(parseDockerfile(text), {
    shell,
    config,
    context: context && withIgnoreLines(context, files),
    ...(onRuleError ? { onRuleError } : {}),
  }).filter(({ category }) => categories.includes(category));
}

function appliedFix(fix: FindingFix, findings: readonly Finding[]): readonly AppliedFix[] {
  return findings.filter(({ fixes }) => fixes.includes(fix)).map(({ rule }) => ({ rule, title: fix.title }));
}

/** Two fixes may want the same line. The same list when nothing is new. */
function withLines(files: readonly FileChange[], { path, append }: FileChange): readonly FileChange[] {
  const known = files.find((file) => file.path === path)?.append ?? '';
  const lines = append.split(/(?<=\n)/).filter((line) => !known.split(/(?<=\n)/).includes(line));
  if (lines.length === 0) return files;
  return [...files.filter((file) => file.path !== path), { path, append: known + lines.join('') }];
}

function refusals(findings: readonly Finding[], safeOnly: boolean): readonly Refusal[] {
  return findings.map(({ rule, range, message, fixes }) => ({
    rule,
    line: range.start.line,
    message,
    fix: safeOnly ? fixes[0]?.title : undefined,
  }));
}
