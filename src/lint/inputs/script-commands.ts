/** Words of the simple commands in a line of package.json or composer.json, without assignments in front of them. */
export function scriptCommands(line: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  for (const match of line.matchAll(/&&|\|\||[;|&\n]|(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s;|&"'])+/g)) {
    if (/^(?:&&|\|\||[;|&\n])$/.test(match[0])) commands.push([]);
    else commands.at(-1)?.push(unquote(match[0]));
  }
  return commands.map(withoutWrappers).filter((words) => words.length > 0);
}

function unquote(word: string): string {
  return word.replace(/"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/g, (_, double?: string, single?: string, plain?: string) =>
    double !== undefined ? double.replace(/\\(.)/g, '$1') : (single ?? plain ?? ''),
  );
}

/** `cross-env A=b tool` and `npx --yes tool` are `tool`. */
function withoutWrappers(words: readonly string[]): readonly string[] {
  let rest = words;
  for (;;) {
    const first = rest[0] ?? '';
    if (
      /^[A-Za-z_]\w*=/.test(first) ||
      /^(?:cross-env(?:-shell)?|npx|pnpx|bunx|exec|env|sudo|dotenv|--|!|\()$/.test(first)
    ) {
      rest = rest.slice(1);
      while (/^-/.test(rest[0] ?? '')) rest = rest.slice(1);
    } else if (/^(?:pnpm|yarn|bun|npm)$/.test(first) && /^(?:exec|dlx|x)$/.test(rest[1] ?? '')) {
      rest = rest.slice(2);
      while (/^-/.test(rest[0] ?? '')) rest = rest.slice(1);
    } else return rest;
  }
}
