import assert from 'node:assert/strict';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import { type ConfigLayer, mergeConfig } from '../../../src/lint/config/config';
import type { ContextFiles } from '../../../src/lint/context-files';
import type { Finding } from '../../../src/lint/finding';
import { applyEdits } from '../../../src/lint/fix';
import type { Rule, RuleExample } from '../../../src/lint/rule';
import { rules } from '../../../src/lint/rules';
import { runRules } from '../../../src/lint/run-rules';
import type { ShellComments } from '../../../src/lint/shellcheck/shell-finding';
import { type Annotation, drawAnnotations, parseAnnotations } from './annotations';
import { memoryContext } from './memory-context';
import { shell } from './shell';

export interface CheckOptions {
  /** Files of the build context, path → content; without it the rule knows nothing about the context. */
  readonly context?: Readonly<Record<string, string>> | ContextFiles;
  /** What the team configured; all rules are on. */
  readonly config?: ConfigLayer;
  /** What ShellCheck says about each script. */
  readonly shellcheck?: ShellComments;
}

export interface FixOptions extends CheckOptions {
  /** Which of the finding's fixes; default: the first. */
  readonly title?: string;
  /** What the fix has to say about itself. */
  readonly safe?: boolean;
  /** Files the fix appends to, path → text; default: none. */
  readonly files?: Readonly<Record<string, string>>;
  /** The finding is still there after the fix, because the rest of it is for a person to do. */
  readonly remains?: true;
}

/** Findings of one rule on a text, suppressions included; a rule that throws fails the test. */
export function runRule(
  rule: Rule,
  text: string,
  { context, config, shellcheck }: CheckOptions = {},
): readonly Finding[] {
  const known = typeof context?.kind === 'function' ? (context as ContextFiles) : undefined;
  return runRules(parseDockerfile(text), rule.last ? rules : [rule], {
    shell: shell(),
    context: known ?? (context && memoryContext(context as Readonly<Record<string, string>>)),
    config: config ? mergeConfig(everyRule, config) : everyRule,
    shellComments: shellcheck,
    onRuleError: (_, error) => {
      throw error;
    },
  }).filter((finding) => finding.rule === rule.id);
}

/**
 * The rule reports exactly what is drawn (see `parseAnnotations`): every finding is marked, every mark is a finding, and
 * what stands behind the carets is part of its message. Holds for the text with CRLF line breaks, too.
 */
export function checkRule(rule: Rule, annotated: string, options: CheckOptions = {}): void {
  const { text, annotations } = parseAnnotations(annotated);
  compareFindings(text, runRule(rule, text, options), annotations);
  const windows = runRule(rule, withWindowsBreaks(text), options);
  compareFindings(text, windows, annotations, 'with CRLF line breaks');
}

/**
 * The first fix of the first finding that has one (or the first with `title`) turns `before` into `after`. The result
 * parses, the finding is gone from it, and its own fix finds nothing more to do; with CRLF line breaks the same happens and
 * the line breaks stay. A leading line break is dropped from both texts.
 */
export function checkFix(rule: Rule, before: string, after: string, options: FixOptions = {}): void {
  const text = before.replace(/^\n/, '');
  const expected = after.replace(/^\n/, '');
  const findings = runRule(rule, text, options);
  const fix = findFix(findings, options.title);
  if (!fix) {
    const titles = findings.flatMap((finding) => finding.fixes.map(({ title }) => title));
    assert.fail(`No fix${options.title ? ` "${options.title}"` : ''} among ${findings.length} findings: ${titles}`);
  }
  const fixed = applyEdits(text, fix.edits);
  assert.equal(fixed, expected);
  if (options.safe !== undefined) assert.equal(fix.safe, options.safe, `"${fix.title}" has safe: ${fix.safe}`);
  assert.deepEqual(Object.fromEntries(fix.files.map((file) => [file.path, file.append])), options.files ?? {});

  const unknown = (source: string) =>
    parseDockerfile(source).instructions.filter(({ kind }) => kind === 'UNKNOWN').length;
  assert.ok(unknown(fixed) <= unknown(text), 'The fixed file has lines that are no instruction');
  if (fix.edits.length > 0 && !options.remains) {
    const remaining = runRule(rule, fixed, options);
    assert.ok(remaining.length < findings.length, `The finding is still there: ${remaining[0]?.message}`);
    assert.ok(
      !remaining.some((one) =>
        one.fixes.some((other) => applyEdits(fixed, other.edits) === fixed && other.edits.length > 0),
      ),
      'A fix changes nothing',
    );
  }

  const windows = withWindowsBreaks(text);
  const windowsFix = findFix(runRule(rule, windows, options), options.title);
  assert.equal(applyEdits(windows, windowsFix?.edits ?? []), withWindowsBreaks(expected), 'with CRLF line breaks');
}

/** The examples of the rule's documentation: each bad one is reported once, no good one is. */
export function checkDocs(rule: Rule): void {
  const { bad, good } = rule.docs;
  assert.ok(bad.length > 0, 'There is no bad example');
  assert.ok(good.length > 0, 'There is no good example');
  for (const example of bad) {
    const found = runExample(rule, example);
    assert.equal(found.length, 1, `Bad example with ${found.length} findings:\n${textOf(example)}\n${messages(found)}`);
  }
  for (const example of good) {
    const found = runExample(rule, example);
    assert.equal(found.length, 0, `Good example is reported:\n${textOf(example)}\n${messages(found)}`);
  }
}

export function runExample(rule: Rule, example: RuleExample): readonly Finding[] {
  if (typeof example === 'string') return runRule(rule, example);
  const { dockerfile, context, settings, shellcheck } = example;
  return runRule(rule, dockerfile, {
    ...(context && { context }),
    ...(settings && { config: settings }),
    ...(shellcheck && { shellcheck }),
  });
}

/** Off by default or not: a rule under test is on. */
const everyRule = mergeConfig({ allRules: true });

function textOf(example: RuleExample): string {
  return typeof example === 'string' ? example : example.dockerfile;
}

function messages(findings: readonly Finding[]): string {
  return findings
    .map(({ range, message }) => `${range.start.line + 1}:${range.start.character + 1} ${message}`)
    .join('\n');
}

function findFix(findings: readonly Finding[], title: string | undefined) {
  return findings.flatMap(({ fixes }) => fixes).find((fix) => title === undefined || fix.title === title);
}

function withWindowsBreaks(text: string): string {
  return text.replace(/\n/g, '\r\n');
}

function compareFindings(
  text: string,
  findings: readonly Finding[],
  expected: readonly Annotation[],
  circumstances = 'what is drawn',
): void {
  const lines = text.split('\n');
  const actual = findings.map(({ range, message }): Annotation => {
    const end = range.end.line === range.start.line ? range.end.character : (lines[range.start.line]?.length ?? 0);
    return {
      line: range.start.line,
      start: range.start.character,
      end: Math.max(end, range.start.character + 1),
      message,
    };
  });
  const left = [...expected];
  const shown = actual.map((finding) => {
    const index = left.findIndex(
      (one) =>
        one.line === finding.line &&
        one.start === finding.start &&
        one.end === finding.end &&
        finding.message.includes(one.message),
    );
    return index < 0 ? finding : (left.splice(index, 1)[0] ?? finding);
  });
  assert.equal(drawAnnotations(text, shown), drawAnnotations(text, inOrder(expected, shown)), circumstances);
}

/** The expected annotations in the order of the actual ones, so that only differences differ. */
function inOrder(expected: readonly Annotation[], actual: readonly Annotation[]): readonly Annotation[] {
  const common = actual.filter((one) => expected.includes(one));
  return [...common, ...expected.filter((one) => !common.includes(one))];
}
