/** Text that may hold anything, for use in Markdown: shown as it is, also inside of a table. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s*[\r\n]+\s*/g, ' ')
    .replace(/[\\`*_{}[\]()#+\-.!|~<>&$]/g, (character) => (character === '|' ? '&#124;' : `\\${character}`));
}

/** A table of two columns without headings that stand out: what it is, and how it is. Values are escaped here. */
export function markdownTable(title: string, rows: readonly (readonly [string, string] | undefined)[]): string {
  const lines = rows
    .filter((row) => row !== undefined)
    .map(([name, value]) => `| ${name} | ${escapeMarkdown(value)} |`);
  return [`**${escapeMarkdown(title)}**`, '', '|   |   |', '|:--|:--|', ...lines].join('\n');
}
