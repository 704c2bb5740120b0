export interface EnvFile {
  /** `NAME=value`; a name alone takes its value from the environment. */
  readonly words: readonly string[];
  /** Sentences; the number of a line counts from 1. */
  readonly problems: readonly string[];
}

/** The lines of a file for `--env-file` (or `--label-file`), as docker reads them: no quotes, no expansion. */
export function readEnvFile(text: string): EnvFile {
  const words: string[] = [];
  const problems: string[] = [];
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = raw.trimStart();
    if (line === '' || line.startsWith('#')) continue;
    const name = line.split('=', 1)[0] ?? '';
    if (name === '') problems.push(`Line ${index + 1} has no name before "=".`);
    else if (/\s/.test(name)) problems.push(`Line ${index + 1}: the name "${name}" has a space in it.`);
    else words.push(line);
  }
  return { words, problems };
}
