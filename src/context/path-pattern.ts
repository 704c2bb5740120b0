/**
 * A pattern of COPY or ADD as Go's `path.Match` reads it: `*` and `?` stay within a name, `[a-z]` and `[^a-z]` are one character,
 * `\` quotes. Undefined for a malformed one.
 */
export function pathPattern(pattern: string): RegExp | undefined {
  let source = '';
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern.charAt(at);
    if (char === '*') source += '[^/]*';
    else if (char === '?') source += '[^/]';
    else if (char === '\\') {
      at++;
      if (at >= pattern.length) return undefined;
      source += quoted(pattern.charAt(at));
    } else if (char === '[') {
      const end = /^\[\^?(?:\\.|[^\]\\])(?:\\.|[^\]\\])*\]/.exec(pattern.slice(at))?.[0].length;
      if (end === undefined) return undefined;
      source += `(?!/)${pattern.slice(at, at + end).replace(/(?!^)\[/g, '\\[')}`;
      at += end - 1;
    } else source += quoted(char);
  }
  try {
    return new RegExp(`^${source}$`, 's');
  } catch {
    return undefined;
  }
}

/** Whether a source of COPY or ADD names files by a pattern. */
export function isPattern(path: string): boolean {
  return /[*?[]/.test(path.replace(/\\./g, ''));
}

function quoted(char: string): string {
  return char.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
}
