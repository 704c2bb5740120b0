import type { Comment, Dockerfile, Instruction } from '../../dockerfile/model';
import type { Span } from '../../shared/span';
import { allCodes, codes, experimentalChecks } from '../codes';
import { instructionAt } from '../lint-file';
import type { RelatedCodes } from '../rule';
import type { RuleId } from '../rule-ids';
import { directiveSkips, hadolintPragma, inlineSkips, ownPragma, type Pragma, type PragmaWord } from './pragmas';

/** What decides whether a finding is suppressed. */
export interface Suppressible {
  readonly rule: RuleId;
  readonly related: RelatedCodes;
  readonly span: Span;
  /** The top-level instruction at the span. */
  readonly around: Instruction | undefined;
  /** The one the rule names as responsible; mostly the same. */
  readonly owner: Instruction | undefined;
}

export interface Suppressions {
  covers(finding: Suppressible): boolean;
  /** Words of our comments and hadolint's that no finding asked about so far has needed. */
  unused(): readonly UnusedWord[];
}

export interface UnusedWord extends PragmaWord {
  readonly comment: Comment;
}

/** BuildKit reports these in spite of a comment above the instruction. */
const notSkippedInline = new Set([
  'ConsistentInstructionCasing',
  'DuplicateStageName',
  'InvalidBaseImagePlatform',
  'InvalidDefaultArgInFrom',
  'NoEmptyContinuation',
  'ReservedStageName',
]);

/** Reads the comments and directives of a file that switch rules off. */
export function createSuppressions(dockerfile: Dockerfile): Suppressions {
  const words: Uses = { all: [], used: new Set() };
  const sources = [own(dockerfile, words), hadolint(dockerfile, words), buildkit(dockerfile)];
  return {
    // Every source is asked, so that none that covers the finding counts as unused.
    covers: (finding) => sources.filter((covers) => covers(finding)).length > 0,
    unused: () => words.all.filter((word) => !words.used.has(word)),
  };
}

/** The instruction a comment stands above, whatever blank lines and comments are between them. */
export function instructionBelow(dockerfile: Dockerfile, comment: Comment): Instruction | undefined {
  return instructionAt(dockerfile, comment.span.end);
}

type Covers = (finding: Suppressible) => boolean;

/** Every word that can suppress something, and those that have. */
interface Uses {
  readonly all: UnusedWord[];
  readonly used: Set<UnusedWord>;
}

/** The words that hold at one place, by their text. */
type Words = Map<string, UnusedWord[]>;

/**
 * Ours: above an instruction for all of it, between the lines of an instruction for the next line of it; for a stage from
 * above its FROM or anywhere in it; for the file from anywhere. Words are rule ids or codes.
 */
function own(dockerfile: Dockerfile, uses: Uses): Covers {
  const everywhere: Words = new Map();
  const stages = new Map<number | undefined, Words>();
  const instructions = new Map<number, Words>();
  const lines = new Map<number, Words>();
  for (const comment of dockerfile.comments) {
    const pragma = ownPragma(comment);
    if (!pragma) continue;
    const below = instructionBelow(dockerfile, comment);
    const last = below ?? dockerfile.instructions.at(-1);
    if (pragma.scope === 'global') add(everywhere, pragma, uses);
    else if (pragma.scope === 'stage') add(entry(stages, last?.stage?.index), pragma, uses);
    else if (comment.inInstruction) add(entry(lines, nextLine(dockerfile, comment)), pragma, uses);
    else add(below ? entry(instructions, below.index) : new Map(), pragma, uses);
  }
  if (everywhere.size + stages.size + instructions.size + lines.size === 0) return () => false;
  return (finding) => {
    const names = [finding.rule, ...allCodes(finding.related)];
    const owners = [finding.around, finding.owner];
    const sets = [
      everywhere,
      ...owners.map((instruction) => instruction && stages.get(instruction.stage?.index)),
      ...owners.map((instruction) => instruction && instructions.get(instruction.index)),
      lines.get(dockerfile.lines.positionAt(finding.span.start).line),
    ];
    return use(sets, names, uses);
  };
}

/**
 * hadolint's: it knows only first lines of instructions. A comment counts for the very next line; a stage comment from its
 * next line up to the next FROM or stage comment, that line itself not included.
 */
function hadolint(dockerfile: Dockerfile, uses: Uses): Covers {
  const everywhere: Words = new Map();
  const lines = new Map<number, Words>();
  const stages = new Map<number, Words>();
  for (const comment of dockerfile.comments) {
    const pragma = comment.inInstruction ? undefined : hadolintPragma(comment);
    if (!pragma) continue;
    if (pragma.scope === 'global') add(everywhere, pragma, uses);
    else add(entry(pragma.scope === 'stage' ? stages : lines, comment.line + 1), pragma, uses);
  }
  if (everywhere.size + lines.size + stages.size === 0) return () => false;
  const lineOf = (offset: number) => dockerfile.lines.positionAt(offset).line;
  for (const stage of dockerfile.stages) entry(stages, lineOf(stage.from.span.start));
  const starts = [...stages.keys()].sort((a, b) => b - a);
  return (finding) => {
    const line = lineOf(ownerStart(finding));
    const stage = stages.get(starts.find((start) => start < line) ?? -1);
    return use([everywhere, lines.get(line), stage], codes(finding.related, 'hadolint'), uses);
  };
}

/** A finding about a comment belongs to the comment, not to the instruction below it. */
function ownerStart({ owner, around, span }: Suppressible): number {
  const isComment = owner === around && owner !== undefined && span.end <= owner.span.start;
  return isComment || !owner ? span.start : owner.span.start;
}

/** BuildKit's: the directive for the file; of the comments above an instruction the first that is a `check`. */
function buildkit(dockerfile: Dockerfile): Covers {
  const everywhere = new Set(directiveSkips(dockerfile));
  const instructions = new Map<number, ReadonlySet<string>>();
  let group: { below: number; skips: readonly string[] | undefined } | undefined;
  for (const comment of dockerfile.comments) {
    const below = comment.inInstruction ? undefined : instructionBelow(dockerfile, comment)?.index;
    if (below === undefined) continue;
    if (group?.below !== below) group = { below, skips: undefined };
    if (comment.text.trim() === '') group.skips = undefined;
    else group.skips ??= inlineSkips(comment);
    if (group.skips) instructions.set(below, new Set(group.skips));
    else instructions.delete(below);
  }
  if (everywhere.size + instructions.size === 0) return () => false;
  return (finding) => {
    const inline = finding.owner && instructions.get(finding.owner.index);
    return codes(finding.related, 'buildkit').some(
      (code) =>
        (hasCheck(everywhere, code) && !experimentalChecks.has(code)) ||
        (inline !== undefined && hasCheck(inline, code) && !notSkippedInline.has(code)),
    );
  };
}

function hasCheck(skips: ReadonlySet<string>, check: string): boolean {
  return skips.has(check) || skips.has('all');
}

/** The line below a comment inside an instruction that is neither comment nor blank. */
function nextLine(dockerfile: Dockerfile, comment: Comment): number {
  let line = comment.line + 1;
  while (line < dockerfile.lines.lineCount && /^\s*(?:#|$)/.test(dockerfile.lines.line(line))) line++;
  return line;
}

function add(words: Words, pragma: Pragma, uses: Uses): void {
  for (const { text, span } of pragma.words) {
    const word = { text, span, comment: pragma.comment };
    uses.all.push(word);
    words.set(text, [...(words.get(text) ?? []), word]);
  }
}

/** One of the names stands in one of the sets; all that do are used now. */
function use(sets: readonly (Words | undefined)[], names: readonly string[], uses: Uses): boolean {
  const found = sets.flatMap((words) => (words ? names.flatMap((name) => words.get(name) ?? []) : []));
  for (const word of found) uses.used.add(word);
  return found.length > 0;
}

function entry<K>(map: Map<K, Words>, key: K): Words {
  let words = map.get(key);
  if (!words) {
    words = new Map();
    map.set(key, words);
  }
  return words;
}
