import { MappedText } from '../shared/mapped-text';
import type { Prepared } from './prepare';
import { extentsInside } from './scan';
import type { ShellWord } from './script';
import type { SyntaxNode } from './syntax';
import { type Opaque, type Unquoted, unquote } from './unquote';

interface Expansion extends Opaque {
  readonly evaluated: boolean;
}

/** A word and what is needed to open it as a script. */
export interface BuiltWord {
  readonly word: ShellWord;
  readonly text: Unquoted;
  /** The outer shell runs something in it: `$(…)`, backticks, `<(…)`. */
  readonly evaluated: boolean;
}

/** What words are made from: the script, and the extents of it that were hidden from the grammar. */
export interface Source {
  readonly script: MappedText;
  readonly prepared: Prepared;
}

/** Words of a command. Nodes without a gap between them are one word, whatever the grammar makes of them. */
export function buildWords(nodes: readonly SyntaxNode[], source: Source): readonly BuiltWord[] {
  const out: BuiltWord[] = [];
  const sorted = [...nodes].sort((a, b) => a.start - b.start);
  let group: SyntaxNode[] = [];
  for (const node of sorted) {
    const last = group[group.length - 1];
    if (last && node.start > last.end) {
      out.push(buildWord(group, source));
      group = [];
    }
    group.push(node);
  }
  if (group.length > 0) out.push(buildWord(group, source));
  return out;
}

export function buildWord(nodes: readonly SyntaxNode[], { script, prepared }: Source): BuiltWord {
  const first = nodes.reduce((least, node) => Math.min(least, node.start), Number.POSITIVE_INFINITY);
  // The grammar has seen the second half of a ` == `.
  const halved = first > 0 && script.text.startsWith('==', first - 1) && script.text[first + 1] !== '=';
  const start = halved ? first - 1 : first;
  const end = nodes.reduce((most, node) => Math.max(most, node.end), 0);
  const opaque: Expansion[] = [];
  for (const node of nodes) collectOpaque(node, opaque);
  const hidden = extentsInside(prepared.backticks, start, end);
  for (const code of hidden) opaque.push({ start: code.start - 1, end: code.end + 1, evaluated: true });
  if (hidden.length > 0) opaque.sort((a, b) => a.start - b.start);
  const text = unquote(script.text, start, end, opaque);
  const { raw, value, literal, quoted } = text;
  const evaluated = opaque.some((part) => part.evaluated);
  return { word: { raw, value, span: script.span(start, end), literal, quoted }, text, evaluated };
}

const opaqueTypes = new Set([
  'expansion',
  'simple_expansion',
  'command_substitution',
  'process_substitution',
  'arithmetic_expansion',
]);

function collectOpaque(node: SyntaxNode, into: Expansion[]): void {
  if (opaqueTypes.has(node.type)) {
    into.push({ start: node.start, end: node.end, evaluated: runs(node) });
    return;
  }
  for (const child of node.children) collectOpaque(child, into);
}

function runs(node: SyntaxNode): boolean {
  if (node.type === 'command_substitution' || node.type === 'process_substitution') return true;
  return node.children.some(runs);
}

/** The value of a word as a text of its own that knows its place in the document; undefined for `$'…\n…'`. */
export function mappedValue({ text }: BuiltWord, script: MappedText): MappedText | undefined {
  const parts = text.pieces.map(({ from, length }) => script.slice(from, from + length));
  const joined = MappedText.join(parts);
  return joined.text === text.value ? joined : undefined;
}
