/** Signals a process is commonly ended by; a shell and the engines add 128 to their numbers. */
const signals: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  6: 'SIGABRT',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  13: 'SIGPIPE',
  14: 'SIGALRM',
  15: 'SIGTERM',
};

/** `exit code 3`, `exit code 137 (SIGKILL)`, `exit code 127 (command not found)`. */
export function exitCodeWords(code: number): string {
  const meaning =
    code === 126 ? 'not executable' : code === 127 ? 'command not found' : code > 128 ? signals[code - 128] : undefined;
  return meaning === undefined ? `exit code ${code}` : `exit code ${code} (${meaning})`;
}
