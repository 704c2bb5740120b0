/** Programs that read what to do from a terminal, and end at once without one. */
const readers =
  /^(?:(?:ba|da|a|z|k|c|tc|fi)?sh|pwsh|busybox|node|python[\d.]*|irb|ghci|jshell|julia|php|lua|R|iex|scala|groovysh|bpython|ipython)$/;

/** Whether an image, or a run of it, starts a shell or the like without telling it what to do. */
export function startsShell({
  entrypoint,
  command,
}: {
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
}): boolean {
  // A script in front of a shell hands its words on: `docker-entrypoint.sh bash`.
  const words = entrypoint.length === 1 && /\.sh$/.test(entrypoint[0] ?? '') ? command : [...entrypoint, ...command];
  const [program = '', ...rest] = words;
  const name = program.split(/[\\/]/).at(-1) ?? '';
  if (name === 'busybox') return rest.length === 0 || startsShell({ entrypoint: [], command: rest });
  return readers.test(name) && rest.every((word) => /^-[il]+$|^--(?:login|interactive)$/.test(word));
}
