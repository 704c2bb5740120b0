import type { ShellFinding } from './shell-finding';

/** What ShellCheck only says in words, and what is under the finding makes plain: new text for the words it underlines. */
const rewrites: Readonly<Record<string, (text: string) => string | undefined>> = {
  SC2061: (text) => (/^[\w.*?/+-]+$/.test(text) ? `'${text}'` : undefined),
  SC3014: (text) => (text === '==' ? '=' : undefined),
};

export function ownFix({ code, span }: ShellFinding, document: string): ShellFinding['edits'] {
  const newText = rewrites[code]?.(document.slice(span.start, span.end));
  return newText === undefined ? [] : [{ span, newText }];
}
