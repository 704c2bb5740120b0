import type { Stage, Word } from '../../dockerfile/model';
import { expand, looksLikeWindows, type Scope, scopeBefore } from '../../dockerfile/scope';
import { resolvePath } from '../../shared/posix-path';
import { instructionsOf } from '../facts/instructions-of';
import { startingDirectory } from '../hadolint/known-bases';
import { onFirstLine } from '../instructions/first-line';
import { startsInRoot } from '../instructions/image-environment';
import type { Fix, RelatedCodes, Rule } from '../rule';

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
      'Behind an absolute `WORKDIR` of the same file the place is certain; the finding is then a matter of style, and the fix joins the two. On an image that is known to start in `/`, or in `/src` as those of OSS-Fuzz, the fix writes the whole path. BuildKit looks only at the first `WORKDIR` of a stage and those it starts from, and into variables.',
    bad: ['FROM alpine:3.20\nWORKDIR app\n', 'FROM alpine:3.20\nWORKDIR /srv\nWORKDIR app\n'],
    good: ['FROM alpine:3.20\nWORKDIR /srv/app\n', 'FROM alpine:3.20\nARG HOME_DIR=/srv\nWORKDIR $HOME_DIR\n'],
  },
  when: { has: ['WORKDIR'] },
  *check(file) {
    const { dockerfile } = file;
    const placed = new Set<Stage>();
    for (const instruction of instructionsOf(dockerfile, 'WORKDIR')) {
      if (!instruction.whole) continue;
      const { stage, whole: word } = instruction;
      const isFirst = stage !== undefined && !isPlaced(stage, placed);
      if (stage) placed.add(stage);
      const scope = scopeBefore(dockerfile, instruction);
      const drives = !file.settings.asked('WorkdirRelativePath') || looksLikeWindows(dockerfile, stage);
      const codes = codesFor(word, scope, isFirst, drives);
      if (!codes) continue;
      const directory = isFirst && stage.base.kind !== 'scratch' ? undefined : scope.workdir;
      yield {
        ...onFirstLine(dockerfile, instruction, word.span, 'The path'),
        codes,
        ...(directory === undefined
          ? {
              message: `"${word.value}" is relative to the working directory of the base image, which may change with it. Start the path with a slash.`,
              fixes: isFirst ? onKnownBase(stage, word) : [],
            }
          : {
              severity: isFirst ? 'error' : 'style',
              message: `"${word.value}" is relative to ${directory}, set further up. Write the whole path, so that it can be read on its own.`,
              fixes: fixesFor(word, directory, true),
            }),
      };
    }
  },
};

function onKnownBase(stage: Stage, word: Word): readonly Fix[] {
  const start = startsInRoot(stage) ? '/' : startingDirectory(stage);
  return start === undefined ? [] : fixesFor(word, start, false);
}

/** The stage or one it starts from has a WORKDIR already. */
function isPlaced(stage: Stage, placed: ReadonlySet<Stage>): boolean {
  return placed.has(stage) || (stage.base.kind === 'stage' && isPlaced(stage.base.stage, placed));
}

/** `drives`: `C:\\app` is a whole path. BuildKit knows them in Windows images only, and so it is asked for by its name. */
function codesFor(word: Word, scope: Scope, isFirst: boolean, drives: boolean): RelatedCodes | undefined {
  const hadolint = word.value !== '' && !/^(?:\$|\/|[A-Za-z]:)/.test(word.value);
  const path = expand(word, scope) ?? literalStart(word);
  const empty = word.value === '' && word.quote !== undefined;
  const isWhole = path !== undefined && (drives ? /^(?:[/\\]|[A-Za-z]:)/ : /^\//).test(path);
  const buildkit = isFirst && path !== undefined && (path !== '' || empty) && !isWhole;
  if (!hadolint && !buildkit) return undefined;
  return { ...(hadolint ? { hadolint: 'DL3000' } : {}), ...(buildkit ? { buildkit: 'WorkdirRelativePath' } : {}) };
}

function literalStart({ parts }: Word): string | undefined {
  return typeof parts[0] === 'string' ? parts[0] : undefined;
}

function fixesFor({ span, value, quote, variables }: Word, directory: string, safe: boolean): readonly Fix[] {
  if (variables.length === 0) {
    const path = resolvePath(directory, value);
    const newText = quote ? `${quote}${path}${quote}` : path;
    return [{ title: `Write ${path}`, safe, edits: [{ span, newText }] }];
  }
  // A variable in front may hold an absolute path.
  if (/^[$.]/.test(value)) return [];
  const start = span.start + (quote ? 1 : 0);
  const newText = directory === '/' ? '/' : `${directory}/`;
  return [{ title: `Start the path with ${newText}`, safe, edits: [{ span: { start, end: start }, newText }] }];
}
