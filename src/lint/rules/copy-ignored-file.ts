import type { CopyInstruction, Word } from '../../dockerfile/model';
import { expand, scopeBefore } from '../../dockerfile/scope';
import { cleanPath } from '../../shared/posix-path';
import type { ContextFiles } from '../context-files';
import { isRemote } from '../flow/copy-step';
import { onFirstLine } from '../instructions/first-line';
import type { Fix, Rule } from '../rule';

export const copyIgnoredFile: Rule = {
  id: 'copy-ignored-file',
  summary: 'Copy nothing that the ignore file keeps out',
  category: 'correctness',
  severity: 'warning',
  since: '0.1.0',
  related: { buildkit: 'CopyIgnoredFile' },
  docs: {
    why: 'The builder never sees what the ignore file names, so the copy fails with “not found” although the file is there.',
    notes:
      'Take the file out of the ignore file, or except it with a `!` line. A pattern in the copy is compared as it stands (`COPY *.log` with `*.log` in the ignore file). Nothing is reported where the ignore file has an exception already, as BuildKit does it.',
    bad: [
      {
        dockerfile: 'FROM alpine:3.20\nCOPY docs/setup.md /srv/\n',
        context: { 'docs/setup.md': '', '.dockerignore': 'docs\n' },
      },
    ],
    good: [
      {
        dockerfile: 'FROM alpine:3.20\nCOPY docs/setup.md /srv/\n',
        context: { 'docs/setup.md': '', '.dockerignore': 'docs\n!docs/setup.md\n' },
      },
      'FROM alpine:3.20\nCOPY docs/setup.md /srv/\n',
    ],
  },
  applies: ({ context }) => context !== undefined,
  *check({ dockerfile, context }) {
    const ignoreFile = context?.ignoreFile;
    if (!context || !ignoreFile || hasException(ignoreFile.text)) return;
    for (const instruction of dockerfile.instructions) {
      if ((instruction.kind !== 'COPY' && instruction.kind !== 'ADD') || !instruction.stage || instruction.from)
        continue;
      const scope = scopeBefore(dockerfile, instruction);
      for (const word of instruction.sources) {
        const source = expand(word, scope);
        if (source === undefined || isFetched(instruction, word, source)) continue;
        const path = cleanPath(`/${source}`).slice(1);
        if (path === '' ? !ignoresAll(ignoreFile.text) : !context.ignored(path)) continue;
        yield {
          ...onFirstLine(dockerfile, instruction, word.span, `"${source}"`),
          message: `${ignoreFile.path} keeps ${path === '' ? 'everything' : `"${path}"`} out of the build context, so this copy finds nothing. Except it there, or copy something else.`,
          fixes: path === '' ? [] : except(ignoreFile, path),
        };
      }
    }
  },
};

type IgnoreFile = NonNullable<ContextFiles['ignoreFile']>;

function except({ path }: IgnoreFile, source: string): readonly Fix[] {
  return [{ title: `Except ${source} in ${path}`, safe: false, edits: [], files: [{ path, append: `!${source}\n` }] }];
}

function isFetched({ kind }: CopyInstruction, word: Word, source: string): boolean {
  return (
    isRemote(word) || /^(?:https?|git|ssh):\/\/|^git@/.test(source) || (kind === 'ADD' && /\.git(?:#|$)/.test(source))
  );
}

function patterns(text: string): readonly string[] {
  return text.split('\n').map((line) => line.replace(/^\ufeff/, '').trim());
}

function hasException(text: string): boolean {
  return patterns(text).some((line) => line.startsWith('!'));
}

function ignoresAll(text: string): boolean {
  return patterns(text).some((line) => line === '*' || line === '**' || line === '**/*');
}
