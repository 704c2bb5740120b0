import type { Comment } from '../../dockerfile/model';
import type { Span } from '../../shared/span';
import type { Fix, LintFile, Rule } from '../rule';

/** A comment that suppresses nothing hides the day on which there is something to suppress. */
export const unusedSuppression: Rule = {
  id: 'unused-suppression',
  summary: 'Remove comments that suppress nothing',
  category: 'maintainability',
  severity: 'info',
  since: '0.1.0',
  off: true,
  last: true,
  docs: {
    why: 'The problem a comment was written for is gone, but the comment stays, and hides the next problem of that kind without anybody having decided it.',
    notes:
      'Comments written for hadolint are looked at, too. Rules that are switched off are not held against a comment, nor are codes that no rule here carries, such as those of ShellCheck.',
    bad: ['FROM alpine:3.20\n# layerwright ignore=absolute-workdir the base image sets it\nWORKDIR /app\n'],
    good: ['FROM alpine:3.20\n# layerwright ignore=absolute-workdir the base image sets it\nWORKDIR app\n'],
  },
  *check(file) {
    const unused = file.unusedSuppressions();
    const words = new Map<Comment, number>();
    for (const { comment } of unused) words.set(comment, (words.get(comment) ?? 0) + 1);
    for (const { text, span, comment } of unused) {
      const others = (words.get(comment) ?? 0) > 1;
      yield {
        span,
        message: `Nothing here is reported as ${text}, so this suppresses nothing. Remove it before it hides something new.`,
        fixes: others || wordsIn(comment) > 1 ? [] : [removeLine(file, comment)],
      };
    }
  },
};

/** How many rules the comment names: with several, what stays is for a person to decide. */
function wordsIn(comment: Comment): number {
  return comment.text.split(',').length;
}

function removeLine({ dockerfile }: LintFile, comment: Comment): Fix {
  const { lines } = dockerfile;
  const span: Span = { start: lines.lineStart(comment.line), end: lines.lineStart(comment.line + 1) };
  return { title: 'Remove the comment', safe: true, edits: [{ span, newText: '' }] };
}
