/** What is wrong with `NAME=value` or `NAME`, as a sentence. Any name goes that a process can have. */
export function validateEnvName(word: string): string | undefined {
  const name = word.split('=', 1)[0] ?? '';
  if (name === '') return 'A variable needs a name before "=".';
  return /\s/.test(name) ? `The name "${name}" has a space in it.` : undefined;
}
