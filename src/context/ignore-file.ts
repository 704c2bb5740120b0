/**
 * Patterns of a `.dockerignore` file, as BuildKit applies them: in order, the last one that matches a path or a directory
 * above it decides. Paths are relative to the context, with slashes.
 */
export interface IgnoreFile {
  readonly patterns: readonly IgnorePattern[];
  /** Lines that are no pattern; a builder stops at them. */
  readonly problems: readonly { readonly line: number; readonly text: string }[];
  /** There is a `!` line. */
  readonly hasExceptions: boolean;
  ignores(path: string): boolean;
  /** An exception could match something below the directory, so it has to be entered although it is ignored. */
  mayReinclude(directory: string): boolean;
}

export interface IgnorePattern {
  /** Zero-based. */
  readonly line: number;
  /** Cleaned, without `!`. */
  readonly text: string;
  readonly negated: boolean;
}

interface Compiled extends IgnorePattern {
  readonly expression: RegExp;
  readonly segments: readonly string[];
}

export function parseIgnoreFile(text: string): IgnoreFile {
  const patterns: Compiled[] = [];
  const problems: { line: number; text: string }[] = [];
  for (const [line, written] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    if (written.startsWith('#') || written.trim() === '') continue;
    const negated = written.trim().startsWith('!');
    const body = negated ? written.trim().slice(1).trim() : written.trim();
    const cleaned = cleanPattern(body);
    const expression = body === '' ? undefined : compile(cleaned);
    if (expression) patterns.push({ line, text: cleaned, negated, expression, segments: cleaned.split('/') });
    else problems.push({ line, text: written.trim() });
  }
  const exceptions = patterns.filter(({ negated }) => negated);
  const ignores = (path: string): boolean => {
    const candidates = withParents(path);
    const last = patterns.findLast(({ expression }) => candidates.some((candidate) => expression.test(candidate)));
    return last !== undefined && !last.negated;
  };
  return {
    patterns: patterns.map(({ line, text, negated }) => ({ line, text, negated })),
    problems,
    hasExceptions: exceptions.length > 0,
    ignores,
    mayReinclude: (directory) => exceptions.some((exception) => reachesBelow(exception, directory)),
  };
}

/** As Go's `filepath.Clean`, and without a leading slash: `./a//b/../c/` is `a/c`. */
export function cleanPattern(pattern: string): string {
  const rooted = pattern.startsWith('/');
  const segments: string[] = [];
  for (const segment of pattern.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.length > 0 && segments.at(-1) !== '..') segments.pop();
    else if (!rooted) segments.push('..');
  }
  return segments.join('/') || (rooted ? '/' : '.');
}

function withParents(path: string): readonly string[] {
  const candidates = [path];
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    candidates.push(path.slice(0, slash));
  }
  return candidates;
}

function reachesBelow(exception: Compiled, directory: string): boolean {
  const names = directory.split('/');
  for (const [index, name] of names.entries()) {
    const segment = exception.segments[index];
    if (segment === undefined) return false;
    if (segment.includes('**')) return true;
    if (!compile(segment)?.test(name)) return false;
  }
  return exception.segments.length > names.length;
}

/**
 * `*` and `?` stay within one name, `**` crosses any number of them, `[a-z]` and `[^a-z]` are one character, `\` quotes.
 * `**` in front of a plain word is any beginning (`**.log` is every name that ends so); elsewhere it is whole directories.
 */
function compile(pattern: string): RegExp | undefined {
  const ending = /^\*\*([^/*?[\\][^*?[\\]*)$/.exec(pattern)?.[1];
  if (ending !== undefined) return new RegExp(`${escapeCharacters(ending)}$`);
  let source = '';
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern.charAt(i);
    if (char === '*' && pattern[i + 1] === '*') {
      i++;
      if (pattern[i + 1] === '/') i++;
      source += i + 1 >= pattern.length ? '.*' : '(?:.*/)?';
    } else if (char === '*') source += '[^/]*';
    else if (char === '?') source += '[^/]';
    else if (char === '[') {
      const end = classEnd(pattern, i);
      if (end === undefined) return undefined;
      source += `(?!/)${pattern.slice(i, end).replace(/\[(?!$)/g, (match, at: number) => (at === 0 ? match : '\\['))}]`;
      i = end;
    } else if (char === '\\') {
      i++;
      if (i >= pattern.length) return undefined;
      source += escapeCharacters(pattern.charAt(i));
    } else source += escapeCharacters(char);
  }
  try {
    return new RegExp(`^${source}$`, 's');
  } catch {
    return undefined;
  }
}

/** Index of the `]` that ends the class; undefined when it is empty or has no end. */
function classEnd(pattern: string, start: number): number | undefined {
  let i = start + 1;
  if (pattern[i] === '^') i++;
  const first = i;
  for (; i < pattern.length; i++) {
    if (pattern[i] === '\\') i++;
    else if (pattern[i] === ']') return i > first ? i : undefined;
  }
  return undefined;
}

function escapeCharacters(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
