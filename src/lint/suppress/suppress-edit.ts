import type { Dockerfile } from '../../dockerfile/model';
import type { Finding, TextEdit } from '../finding';
import { instructionAt } from '../lint-file';
import type { RuleId } from '../rule-ids';
import { ownPragma, type Pragma } from './pragmas';
import { instructionBelow } from './suppressions';

/**
 * Suppresses a finding's rule for its instruction: adds the rule to the comment above it, or such a comment. Undefined
 * when the finding belongs to no instruction.
 */
export function suppressEdit(dockerfile: Dockerfile, finding: Pick<Finding, 'rule' | 'range'>): TextEdit | undefined {
  const { lines } = dockerfile;
  const instruction = instructionAt(dockerfile, lines.offsetAt(finding.range.start));
  if (!instruction) return undefined;
  const existing = findPragma(
    dockerfile,
    ({ scope, comment }) =>
      scope === 'line' && !comment.inInstruction && instructionBelow(dockerfile, comment)?.index === instruction.index,
  );
  if (existing) return extend(dockerfile, existing, finding.rule);
  const { line } = lines.positionAt(instruction.span.start);
  const indent = /^\s*/.exec(lines.line(line))?.[0].replace('\ufeff', '') ?? '';
  const start = lines.positionAt(skipMark(dockerfile, lines.lineStart(line)));
  const newText = `${indent}# layerwright ignore=${finding.rule}${dockerfile.eol}`;
  return { range: { start, end: start }, newText };
}

/** Suppresses a rule in the whole file, in a comment below the parser directives. */
export function suppressInFileEdit(dockerfile: Dockerfile, rule: RuleId): TextEdit {
  const { lines } = dockerfile;
  const existing = findPragma(dockerfile, ({ scope }) => scope === 'global');
  if (existing) return extend(dockerfile, existing, rule);
  const directive = dockerfile.directives.at(-1);
  const line = directive ? lines.positionAt(directive.span.end).line + 1 : 0;
  const start = lines.positionAt(skipMark(dockerfile, lines.lineStart(line)));
  const unfinished = line > 0 && line >= lines.lineCount;
  const comment = `# layerwright global ignore=${rule}`;
  const newText = unfinished ? dockerfile.eol + comment : comment + dockerfile.eol;
  return { range: { start, end: start }, newText };
}

function findPragma(dockerfile: Dockerfile, wanted: (pragma: Pragma) => boolean): Pragma | undefined {
  return dockerfile.comments
    .map(ownPragma)
    .find((pragma) => pragma !== undefined && pragma.words.length > 0 && wanted(pragma));
}

function extend(dockerfile: Dockerfile, pragma: Pragma, rule: RuleId): TextEdit {
  const end = pragma.words.at(-1)?.span.end ?? pragma.comment.span.end;
  const at = dockerfile.lines.positionAt(end);
  return { range: { start: at, end: at }, newText: `,${rule}` };
}

/** Behind the byte order mark, which has to stay in front. */
function skipMark(dockerfile: Dockerfile, offset: number): number {
  return offset === 0 && dockerfile.text.startsWith('\ufeff') ? 1 : offset;
}
