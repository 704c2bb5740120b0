import { baseName } from '../../shared/posix-path';

const patterns = new Map<string, RegExp>();

/** A name, or a glob of Go's `filepath.Match` (`*`, `?`, `[…]`), against a name or path. `**` takes any number of folders. */
export function matchesName(glob: string, path: string): boolean {
  const target = glob.includes('/') ? path : baseName(path);
  let pattern = patterns.get(glob);
  if (!pattern) {
    pattern = compile(glob);
    patterns.set(glob, pattern);
  }
  return pattern.test(target);
}

/** A malformed class (`[z-a]`) matches nothing, as in Go. */
function compile(glob: string): RegExp {
  try {
    return new RegExp(`^${globSource(glob)}$`);
  } catch {
    return /$^/;
  }
}

function globSource(glob: string): string {
  let source = '';
  for (let i = 0; i < glob.length; i++) {
    const char = glob[i] ?? '';
    if (glob.startsWith('**/', i)) {
      source += '(?:.*/)?';
      i += 2;
    } else if (char === '*') {
      source += '[^/]*';
    } else if (char === '?') {
      source += '[^/]';
    } else if (char === '[' && glob.indexOf(']', i + 2) > 0) {
      const end = glob.indexOf(']', i + 2);
      source += `[${glob
        .slice(i + 1, end)
        .replace(/\\/g, '\\\\')
        .replace(/^!/, '^')}]`;
      i = end;
    } else {
      source += char.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    }
  }
  return source;
}
