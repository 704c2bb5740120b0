/** `1 file`, `12 files`, `5,000 files`, `3 processes`. */
export function plural(count: number, noun: string, several = `${noun}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? noun : several}`;
}
