/** What is added to a file to stand for an edit of it: a comment in its language, on a line of its own. */
export function editFor(path: string, text: string, words = 'An edit'): string {
  const [open, close] = commentOf(path, text);
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  const start = text === '' || text.endsWith('\n') ? '' : lineBreak;
  // Where nobody knows how to write a comment, an empty line changes the content and nothing else.
  return `${start}${open === '' ? '' : `${open} ${words}${close}`}${lineBreak}`;
}

const slashes =
  'c cc cpp cs dart fs go groovy h hpp java js jsx kt kts less m mjs cjs mts cts proto rs scala scss swift ts tsx zig';
const hashes = 'bash conf ex exs jl mk nix pl pm py pyi r rb sh tf toml yaml yml';
const tags = 'htm html md svelte vue xml xhtml';
const dashes = 'elm hs lua sql';

const comments: ReadonlyMap<string, readonly [string, string]> = new Map([
  ...listed(slashes, '//', ''),
  ...listed(hashes, '#', ''),
  ...listed(tags, '<!--', ' -->'),
  ...listed(dashes, '--', ''),
  ['css', ['/*', ' */']],
  ['erl', ['%', '']],
  ['clj', [';', '']],
]);

function listed(
  extensions: string,
  open: string,
  close: string,
): readonly (readonly [string, readonly [string, string]])[] {
  return extensions.split(' ').map((extension) => [extension, [open, close]] as const);
}

function commentOf(path: string, text: string): readonly [string, string] {
  const extension = extensionOf(path);
  // Behind the end of its code PHP prints what it finds.
  if (extension === 'php') return text.trimEnd().endsWith('?>') ? ['<?php //', ' ?>'] : ['//', ''];
  if (extension === '' && text.startsWith('#!')) return ['#', ''];
  return comments.get(extension) ?? ['', ''];
}

export function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase();
}
