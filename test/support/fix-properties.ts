import { parseDockerfile } from '../../src/dockerfile/parse';
import { expand, scopeBefore } from '../../src/dockerfile/scope';
import type { Finding, FindingFix } from '../../src/lint/finding';
import { applyEdits, fixAll } from '../../src/lint/fix';
import { rules } from '../../src/lint/rules';
import { severities } from '../../src/lint/severity';
import { LineMap } from '../../src/shared/line-map';
import type { Position } from '../../src/shared/position';

/** Rules a team has to ask for: what they want may not be what others do. */
const optional: ReadonlySet<string> = new Set(rules.filter(({ off }) => off).map(({ id }) => id));

/** What a fix makes possible, or lets see, is no harm that it does. */
const advice: ReadonlySet<string> = new Set(['delete-in-later-layer', 'merge-consecutive-runs']);

/** Their safe fix says something else about the image than before, which nothing reads. */
const describing: ReadonlySet<string> = new Set(['no-maintainer']);

/** Fixes that are the first of two steps; the finding has the second one. */
const halves: ReadonlySet<string> = new Set(['copy-source-before-install: Build in a RUN of its own']);

export type Lint = (text: string) => readonly Finding[];

/** A promise that a finding or a fix does not keep. */
export interface Broken {
  readonly rule: string;
  /** Title of the fix, if it is about one. */
  readonly fix?: string;
  readonly promise: string;
}

/** Every range of every finding lies inside the document, on places that it has. */
export function brokenRanges(text: string, findings: readonly Finding[]): readonly Broken[] {
  const lines = new LineMap(text);
  const has = (at: Position) => {
    const back = lines.positionAt(lines.offsetAt(at));
    return back.line === at.line && back.character === at.character;
  };
  return findings.flatMap(({ rule, range, places, fixes }) => {
    const edits = fixes.flatMap((fix) => fix.edits);
    return [range, ...[...places, ...edits].map((one) => one.range)]
      .filter(({ start, end }) => !has(start) || !has(end) || lines.offsetAt(start) > lines.offsetAt(end))
      .map(() => ({ rule, promise: 'its ranges are inside the document' }));
  });
}

/** What the fixes of a text, each on its own and the safe ones together, do that no fix may do. */
export function brokenFixes(text: string, lint: Lint): readonly Broken[] {
  const findings = lint(text);
  const done = new Set<string>();
  const broken: Broken[] = [];
  for (const finding of findings) {
    for (const fix of finding.fixes) {
      // Findings may share a fix: one SHELL for several pipes.
      const key = JSON.stringify([finding.rule, fix.edits]);
      if (fix.edits.length === 0 || done.has(key)) continue;
      done.add(key);
      for (const promise of brokenPromises(text, findings, finding, fix, lint)) {
        broken.push({ rule: finding.rule, fix: fix.title, promise });
      }
    }
  }
  return [...broken, ...brokenTogether(text, findings, lint)];
}

function* brokenPromises(
  text: string,
  before: readonly Finding[],
  finding: Finding,
  fix: FindingFix,
  lint: Lint,
): Iterable<string> {
  const fixed = applyEdits(text, fix.edits);
  if (overlap(text, fix)) yield 'its edits do not overlap';
  if (fixed === text) {
    yield 'it changes something';
    return;
  }
  const after = lint(fixed);
  if (unknownInstructions(fixed) > unknownInstructions(text)) yield 'the result parses';
  const half = halves.has(`${finding.rule}: ${fix.title}`);
  if (!half && alike(after, finding) >= alike(before, finding)) yield 'the finding is gone';
  if (crOnlyWith(text) && /(?<!\r)\n/.test(fixed)) yield 'line breaks stay CRLF';
  if (fix.safe && !isRemoval(finding, fix) && !keepsComments(text, fixed)) yield 'comments stay';
  // A keyword that is none is mended in its own casing.
  const [casing, other] = finding.rule === 'parse-error' ? [] : keywordCasings(text);
  if (casing && !other && keywordCasings(fixed).some((one) => one !== casing)) yield 'the casing of keywords stays';
  if (!fix.safe) return;
  if (!describing.has(finding.rule) && configuration(fixed) !== configuration(text))
    yield 'the image is configured as before';
  const worse = severities.slice(0, severities.indexOf(finding.severity));
  const worst = after.filter(({ rule, severity }) => worse.includes(severity) && !optional.has(rule));
  for (const other of new Set(worst.map(({ rule }) => rule))) {
    if (other !== finding.rule && !advice.has(other) && count(after, other) > count(before, other))
      yield `it does not bring ${other}`;
  }
}

function brokenTogether(text: string, before: readonly Finding[], lint: Lint): readonly Broken[] {
  const rule = 'all safe fixes';
  const { text: fixed } = fixAll(text, lint, { safeOnly: true });
  if (fixed === text) return [];
  const broken: string[] = [];
  const left = lint(fixed).filter(({ fixes }) =>
    fixes.some((fix) => fix.safe && applyEdits(fixed, fix.edits) !== fixed),
  );
  if (left[0]) broken.push(`they come to an end (${[...new Set(left.map((one) => one.rule))].join(', ')} goes on)`);
  if (unknownInstructions(fixed) > unknownInstructions(text)) broken.push('the result parses');
  if (crOnlyWith(text) && /(?<!\r)\n/.test(fixed)) broken.push('line breaks stay CRLF');
  if (count(lint(fixed), 'parse-error') > count(before, 'parse-error')) broken.push('they do not bring parse-error');
  return broken.map((promise) => ({ rule, promise }));
}

function overlap(text: string, { edits }: FindingFix): boolean {
  const lines = new LineMap(text);
  const spans = edits
    .map(({ range }) => [lines.offsetAt(range.start), lines.offsetAt(range.end)] as const)
    .sort(([a, b], [c, d]) => a - c || b - d);
  return spans.some(([start], at) => start < (spans[at - 1]?.[1] ?? 0));
}

/** Findings that say the same: what a fix uncovers may be the same mistake elsewhere. */
function alike(findings: readonly Finding[], { rule, message }: Finding): number {
  return findings.filter((one) => one.rule === rule && one.message === message).length;
}

function count(findings: readonly Finding[], rule: string): number {
  return findings.filter((finding) => finding.rule === rule).length;
}

function unknownInstructions(text: string): number {
  return parseDockerfile(text).instructions.filter(({ kind }) => kind === 'UNKNOWN').length;
}

/** What the stages say about the image, whatever the words, in one text. */
function configuration(text: string): string {
  const file = parseDockerfile(text);
  const stages = file.stages.map(({ from, instructions }) => {
    const said = new Map<string, string | undefined>([['FROM', from.imageWord?.value.toLowerCase()]]);
    for (const instruction of instructions) {
      const { kind } = instruction;
      if (kind === 'ENV' || kind === 'LABEL') {
        const scope = scopeBefore(file, instruction);
        for (const { key, value } of instruction.pairs)
          said.set(`${kind} ${key.value}`, value && (expand(value, scope) ?? value.value));
      } else if (/^(?:CMD|ENTRYPOINT|HEALTHCHECK|STOPSIGNAL|SHELL)$/.test(kind))
        said.set(kind, instruction.argument.text);
      else if (kind === 'USER') said.set(kind, instruction.argument.text.replace(/^root\b/, '0'));
    }
    return [...said].sort(([a], [b]) => (a < b ? -1 : 1));
  });
  return JSON.stringify(stages);
}

function keywordCasings(text: string): readonly string[] {
  const known = parseDockerfile(text).instructions.filter(({ kind }) => kind !== 'UNKNOWN');
  const words = known.map(({ keywordText }) => keywordText);
  return [
    ...new Set(
      words.map((word) => (word === word.toLowerCase() ? 'lower' : word === word.toUpperCase() ? 'upper' : 'mixed')),
    ),
  ];
}

function crOnlyWith(text: string): boolean {
  return text.includes('\r\n') && !/(?<!\r)\n/.test(text);
}

/** Comments about what it removes go, too. */
function isRemoval({ rule }: Finding, { title }: FindingFix): boolean {
  return /^(?:Delete|Leave out|Remove)\b/.test(title) || /suppression|check-option/.test(rule);
}

/** All comments that were there are there; one may have got more words in front. */
function keepsComments(text: string, fixed: string): boolean {
  const there = comments(fixed);
  return comments(text).every((comment) => {
    const at = there.findIndex((one) => one.endsWith(comment.replace(/^#\s*/, '')));
    if (at >= 0) there.splice(at, 1);
    return at >= 0;
  });
}

function comments(text: string): string[] {
  const { comments: found, text: all } = parseDockerfile(text);
  return found.map(({ span }) => all.slice(span.start, span.end).trim());
}
