import type { Comment, Dockerfile, Instruction } from '../../dockerfile/model';
import { onFirstLine } from '../instructions/first-line';
import type { Rule } from '../rule';
import { instructionBelow } from '../suppress/suppressions';

export const definitionDescription: Rule = {
  id: 'definition-description',
  summary: 'Begin the description of an ARG or a stage with its name',
  category: 'maintainability',
  severity: 'info',
  since: '0.1.0',
  off: true,
  related: { buildkit: 'InvalidDefinitionDescription' },
  docs: {
    why: '`docker build --call=outline` and `--call=targets` show the comment above an `ARG` or a named stage as its description, if it begins with the name. Any other comment there is left out, and looks as if it were one.',
    notes:
      'Off unless configured, or named in the file as BuildKit wants it for this experimental check: `# check=experimental=InvalidDefinitionDescription`. A blank line between does not separate a comment from the line below; an empty comment line (`#`) does.',
    bad: ['# The version of the tool\nARG VERSION=1.4\nFROM alpine:3.20\n'],
    good: [
      '# VERSION of the tool\nARG VERSION=1.4\nFROM alpine:3.20\n',
      '# All of this is about versions.\n#\nARG VERSION=1.4\nFROM alpine:3.20\n',
    ],
  },
  *check({ dockerfile }) {
    const comments = lastComments(dockerfile);
    for (const instruction of dockerfile.instructions) {
      const names = definedBy(instruction);
      const comment = names.length > 0 ? comments.get(instruction.index) : undefined;
      if (!comment) continue;
      const text = comment.text.trim();
      if (text === '' || names.some((name) => text.startsWith(`${name} `))) continue;
      const [name = ''] = names;
      const place = { start: comment.span.end, end: comment.span.end };
      const indent = dockerfile.text.slice(dockerfile.lines.lineStart(comment.line), comment.span.start);
      const prefix = { start: comment.span.start + 1, end: comment.span.start + 1 };
      const gap = /^\s/.test(comment.text) ? '' : ' ';
      yield {
        ...onFirstLine(dockerfile, instruction, instruction.keywordSpan, 'The definition'),
        message: `The comment above does not begin with "${name}", so it describes nothing. Begin it so, or set it apart with a line that holds only a "#".`,
        related: [{ span: comment.span, message: 'The comment' }],
        fixes: [
          {
            title: 'Set the comment apart',
            safe: true,
            edits: [{ span: place, newText: `${dockerfile.eol}${indent}#` }],
          },
          { title: `Begin the comment with ${name}`, safe: true, edits: [{ span: prefix, newText: ` ${name}${gap}` }] },
        ],
      };
    }
  },
};

function definedBy(instruction: Instruction): readonly string[] {
  if (instruction.kind === 'ARG') return instruction.pairs.map(({ key }) => key.value);
  if (instruction.kind !== 'FROM' || !instruction.alias) return [];
  return [instruction.alias.raw, instruction.alias.raw.toLowerCase()];
}

/** The last comment above each instruction, whatever blank lines are between them. */
function lastComments(dockerfile: Dockerfile): ReadonlyMap<number, Comment> {
  const comments = new Map<number, Comment>();
  for (const comment of dockerfile.comments) {
    const below = comment.inInstruction ? undefined : instructionBelow(dockerfile, comment);
    if (below) comments.set(below.index, comment);
  }
  return comments;
}
