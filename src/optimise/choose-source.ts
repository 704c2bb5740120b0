import type { CopyInstruction, Dockerfile, Instruction } from '../dockerfile/model';
import type { ContextFiles } from '../lint/context-files';
import { matchesName } from '../lint/flow/names';
import { cleanPath } from '../shared/posix-path';
import { extensionOf } from './source-edit';

const code = new Set(
  'c cc clj cpp cs dart elm erl ex exs fs go groovy hs java jl js jsx kt lua mjs cjs mts php pl py r rb rs scala svelte swift ts tsx vue zig'.split(
    ' ',
  ),
);
const markup = new Set('css ejs erb hbs htm html less pug scss sql twig xml'.split(' '));

/** What decides about dependencies or how something is built: edited seldom, and not what the cache is for. */
const settings =
  /(?:^|\/)(?:setup\.py|conftest\.py|build\.rs|build\.gradle(?:\.kts)?|settings\.gradle(?:\.kts)?|gemfile|rakefile|mix\.exs|package\.swift|build\.sbt|[^/]*\.config\.[a-z]+|[^/]*\.gemspec|pom\.xml|package\.json|directory\.[^/]*\.(?:props|targets))$/i;
const aside =
  /(?:^|\/)(?:tests?|specs?|__tests__|__mocks__|fixtures|examples?|docs?|scripts?|tools?|config|migrations?|vendor|third_party|dist|build|target|out|patches|plugins|\.[^/]+)\//i;
const test = /(?:^|\/)test_[^/]*$|[._-](?:test|spec)\.[^./]+$|\.d\.ts$|\.min\.[^/]+$|(?:^|\/)\.[^/]+$/i;
const heart = /(?:^|\/)(?:src|app|cmd|internal|server|api|web)\//;
const entry = /(?:^|\/)(?:main|index|app|server|program|application)\.[^./]+$/i;

/**
 * The file of the build context that is most likely edited between two builds: code of the project's language that a wide
 * copy takes, near the entry point rather than a test, a manifest or a tool. Files that a copy takes by name, such as
 * manifests, only when there is nothing else. Undefined: no copy takes a file that is text.
 */
export function chooseSource(files: readonly Dockerfile[], context: ContextFiles): string | undefined {
  const copies = files.flatMap(({ instructions }) => instructions.flatMap(contextSources));
  const wide = copies.filter((source) => isWide(source, context));
  const named = copies.filter((source) => !wide.includes(source));
  const paths = context.walk();
  const shares = languageShares(paths);
  const best = (candidates: readonly string[]) => {
    const scored = candidates.map((path) => ({ path, score: score(path, shares) })).sort((a, b) => b.score - a.score);
    return scored.find(({ path }) => context.read(path) !== undefined)?.path;
  };
  const taken = (sources: readonly string[], path: string) => sources.some((source) => takes(source, path));
  const early = paths.filter((path) => taken(named, path));
  return best(paths.filter((path) => taken(wide, path) && !early.includes(path))) ?? best(early);
}

/** Cleaned sources of a COPY or ADD, and of a bind mount, that come from the build context; '' is all of it. */
function contextSources(instruction: Instruction): readonly string[] {
  if (instruction.kind === 'RUN') {
    return instruction.mounts.flatMap(({ type, from, source }) =>
      type === 'bind' && from === undefined ? [inContext(source ?? '')] : [],
    );
  }
  if (instruction.kind !== 'COPY' && instruction.kind !== 'ADD') return [];
  const copy: CopyInstruction = instruction;
  return copy.from
    ? []
    : copy.sources.filter(({ value }) => !value.includes('://')).map(({ value }) => inContext(value));
}

function inContext(source: string): string {
  const path = cleanPath(source).replace(/^\/+/, '');
  return path === '.' ? '' : path;
}

function isWide(source: string, context: ContextFiles): boolean {
  return source === '' || source === '*' || context.kind(source) === 'directory' || /\*\.[a-z]+$/.test(source);
}

function takes(source: string, path: string): boolean {
  return source === '' || source === '*' || path.startsWith(`${source}/`) || matchesName(source, path);
}

/** By extension, from 0 to 1: how much of the code it is. */
function languageShares(paths: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const extension = extensionOf(path);
    if (code.has(extension) && !aside.test(path)) counts.set(extension, (counts.get(extension) ?? 0) + 1);
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return new Map([...counts].map(([extension, count]) => [extension, count / total]));
}

function score(path: string, shares: ReadonlyMap<string, number>): number {
  const extension = extensionOf(path);
  const kind = code.has(extension)
    ? 10
    : markup.has(extension)
      ? 6
      : extension === 'json' || extension === 'md'
        ? 0
        : 1;
  const place = (heart.test(path) ? 3 : 0) + (entry.test(path) ? 2 : 0) - path.split('/').length * 0.1;
  const unlikely = (settings.test(path) ? 12 : 0) + (aside.test(path) ? 8 : 0) + (test.test(path) ? 8 : 0);
  return kind + (shares.get(extension) ?? 0) * 4 + place - unlikely;
}
