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
  /** The same, without looking at the directories above again: `above` is the answer for the one it is in. */
  match(path: string, above: IgnoreMatch | undefined): IgnoreMatch;
  /** An exception could match something below the directory, so it has to be entered although it is ignored. */
  mayReinclude(directory: string): boolean;
}

export interface IgnoreMatch {
  readonly ignored: boolean;
  /** By pattern, whether it matches the path or a directory above it. */
  readonly matched: readonly boolean[];
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
}

export function parseIgnoreFile(text: string): IgnoreFile {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  return ignoreFileOf(
    [...lines.entries()].flatMap(([line, written]) =>
      written.startsWith('#') || written.trim() === '' ? [] : [{ line, text: written.trim() }],
    ),
  );
}

/** Of lines that are patterns, whatever they begin with. */
export function ignoreFileOf(lines: readonly { readonly line: number; readonly text: string }[]): IgnoreFile {
  const patterns: Compiled[] = [];
  const problems: { line: number; text: string }[] = [];
  for (const { line, text } of lines) {
    const negated = text.startsWith('!');
    const body = negated ? text.slice(1).trim() : text;
    const cleaned = cleanPattern(body);
    const expression = body === '' ? undefined : compile(cleaned);
    if (expression) patterns.push({ line, text: cleaned, negated, expression });
    else problems.push({ line, text });
  }
  const exceptions = patterns.filter(({ negated }) => negated).map(({ text }) => text.split('/').map(segmentOf));
  const match = (path: string, above: IgnoreMatch | undefined): IgnoreMatch => {
    const matched = new Array<boolean>(patterns.length);
    let ignored = false;
    for (let i = 0; i < patterns.length; i++) {
      const pattern = patterns[i];
      if (!pattern) continue;
      matched[i] = above?.matched[i] === true || pattern.expression.test(path);
      if (matched[i]) ignored = !pattern.negated;
    }
    return { ignored, matched };
  };
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
    match,
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

/** What a name at that depth has to match; `anything` is any number of directories. */
type Segment = RegExp | 'anything';

function segmentOf(text: string): Segment {
  return text.includes('**') ? 'anything' : (compile(text) ?? 'anything');
}

function reachesBelow(exception: readonly Segment[], directory: string): boolean {
  const names = directory.split('/');
  for (const [index, name] of names.entries()) {
    const segment = exception[index];
    if (segment === undefined) return false;
    if (segment === 'anything') return true;
    if (!segment.test(name)) return false;
  }
  return exception.length > names.length;
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
