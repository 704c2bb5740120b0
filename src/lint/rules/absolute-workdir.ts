import { expand, scopeBefore } from '../../dockerfile/scope';
import { resolvePath } from '../../shared/posix-path';
import type { Fix, Rule } from '../rule';

/** A relative WORKDIR lands wherever the base image, or the WORKDIR above, happens to be. */
export const absoluteWorkdir: Rule = {
  id: 'absolute-workdir',
  summary: 'Give WORKDIR an absolute path',
  category: 'correctness',
  severity: 'error',
  since: '0.1.0',
  related: { hadolint: 'DL3000', buildkit: 'WorkdirRelativePath' },
  docs: {
    why: 'A relative `WORKDIR` is resolved against the working directory in force, which the base image decides. When the base image changes its own, the files of every later `COPY` and `RUN` land elsewhere.',
    notes:
      'Behind an absolute `WORKDIR` of the same file the place is certain; the finding is then a matter of style, and the fix joins the two.',
    bad: ['FROM alpine:3.20\nWORKDIR app\n', 'FROM alpine:3.20\nWORKDIR /srv\nWORKDIR app\n'],
    good: ['FROM alpine:3.20\nWORKDIR /srv/app\n', 'FROM alpine:3.20\nARG HOME_DIR=/srv\nWORKDIR $HOME_DIR\n'],
  },
  *check({ dockerfile }) {
    for (const instruction of dockerfile.instructions) {
      if (instruction.kind !== 'WORKDIR' || !instruction.whole) continue;
      const word = instruction.whole;
      if (/^(\$|\/|[A-Za-z]:)/.test(word.value) || word.value === '') continue;
      const scope = scopeBefore(dockerfile, instruction);
      const path = expand(word, scope);
      if (scope.workdir === undefined) {
        yield {
          span: word.span,
          message: `"${word.value}" is relative to the working directory of the base image, which may change with it. Start the path with a slash.`,
        };
        continue;
      }
      const absolute = path === undefined ? undefined : resolvePath(scope.workdir, path);
      yield {
        span: word.span,
        severity: 'style',
        codes: { hadolint: 'DL3000' },
        message: `"${word.value}" is relative to ${scope.workdir}, set further up. Write the whole path, so that it can be read on its own.`,
        fixes: absolute === undefined || word.variables.length > 0 ? [] : [join(word.span, absolute, word.quote)],
      };
    }
  },
};

function join(span: { start: number; end: number }, path: string, quote: string | undefined): Fix {
  const written = quote ? `${quote}${path}${quote}` : path;
  return { title: `Write ${path}`, safe: true, edits: [{ span, newText: written }] };
}
