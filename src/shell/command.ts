import type { MappedText } from '../shared/mapped-text';
import { nestedScriptWord, readsScript } from './nested';
import type { Extent, Heredoc } from './scan';
import type { ShellAssignment, ShellCommand, ShellRedirect } from './script';
import { isRedirect, type Member, memberEnd, memberStart } from './statements';
import type { SyntaxNode } from './syntax';
import { type BuiltWord, buildWord, buildWords, mappedValue, type Source } from './words';

/** What a command is by itself, apart from where it stands. */
export type CommandParts = Pick<ShellCommand, 'span' | 'name' | 'args' | 'assignments' | 'redirects'>;

export interface BuiltCommand {
  readonly parts: CommandParts;
  /** The script of a `sh -c '…'`. */
  readonly script: MappedText | undefined;
  /** Blanks with a line break between two of its parts: the grammar has joined two commands. */
  readonly breaks: readonly Extent[];
}

/** Tokens of a command's node that are no words. */
const punctuation = new Set(['(', ')', ';', ';;', '&', '\n']);

/**
 * The simple command of a `command`, `declaration_command` or `unset_command` node, or of assignments and redirections with
 * words behind them; undefined if it has no name.
 */
export function buildCommand(member: Member, source: Source): BuiltCommand | undefined {
  const assignments: SyntaxNode[] = [];
  const redirects: SyntaxNode[] = [];
  const words: SyntaxNode[] = [];
  for (const child of partsOf(member.node)) {
    if (isRedirect(child)) redirects.push(child);
    else if (child.type === 'variable_assignment' && words.length === 0) assignments.push(child);
    else if (child.type !== 'subshell' && child.end > child.start && !punctuation.has(child.type)) words.push(child);
  }
  words.push(...member.words);
  redirects.push(...member.redirects);
  const built = redirects.map((redirect) => buildRedirect(redirect, source));
  for (const { rest } of built) words.push(...rest);
  const all = buildWords(words, source);
  const [name, ...args] = all.map(({ word }) => word);
  if (!name) return undefined;
  const parts = {
    span: source.script.span(memberStart(member), memberEnd(member)),
    name,
    args,
    assignments: assignments.map((child) => buildAssignment(child, source)),
    redirects: built.map(({ redirect }) => redirect),
  };
  const breaks = lineBreaks([...assignments, ...redirects, ...words], source.prepared.text);
  const input = built.findLast(({ heredoc, redirect }) => heredoc && redirect.descriptor === undefined)?.heredoc;
  return { parts, script: openScript(parts, all, input, source), breaks };
}

function partsOf(node: SyntaxNode | undefined): readonly SyntaxNode[] {
  return node?.type === 'variable_assignment' ? [node] : (node?.children ?? []);
}

/** The script of a `sh -c '…'` or of a shell with a here-document, if the outer shell runs nothing in it. */
function openScript(
  parts: CommandParts,
  words: readonly BuiltWord[],
  heredoc: Heredoc | undefined,
  { script }: Source,
): MappedText | undefined {
  const word = nestedScriptWord(parts);
  const found = word && words.find((candidate) => candidate.word === word);
  if (found) return found.evaluated || !found.word.quoted ? undefined : mappedValue(found, script);
  if (!heredoc || heredoc.code.length > 0 || !readsScript(parts)) return undefined;
  return script.slice(heredoc.body.start, heredoc.body.end);
}

function lineBreaks(nodes: readonly SyntaxNode[], text: string): readonly Extent[] {
  const sorted = [...nodes].sort((a, b) => a.start - b.start);
  return sorted.flatMap((node, index) => {
    const start = sorted[index - 1]?.end ?? node.start;
    if (node.start <= start) return [];
    return /(?<!\\)\n/.test(text.slice(start, node.start)) ? [{ start, end: node.start }] : [];
  });
}

function buildAssignment(node: SyntaxNode, source: Source): ShellAssignment {
  const { script } = source;
  const sign = node.children.findIndex((child) => child.type === '=' || child.type === '+=');
  const name = node.children[0];
  const value = node.children.slice(sign + 1);
  return {
    name: name ? script.text.slice(name.start, name.end) : '',
    value: sign >= 0 && value.length > 0 ? buildWord(value, source).word : undefined,
    span: script.span(node.start, node.end),
  };
}

/** A redirection, and the words the grammar takes for more targets of it (`>file word`). */
function buildRedirect(
  node: SyntaxNode,
  source: Source,
): { readonly redirect: ShellRedirect; readonly heredoc: Heredoc | undefined; readonly rest: readonly SyntaxNode[] } {
  const { script, prepared } = source;
  const operator = node.children.find((child) => !child.named);
  const heredoc = operator && prepared.heredocAt.get(operator.start);
  const descriptor = node.children.find((child) => child.type === 'file_descriptor');
  const targets = node.children.filter((child) => child.named && child !== descriptor && child.end > child.start);
  const first = targets.slice(0, adjoining(targets));
  const end = first.at(-1)?.end ?? operator?.end ?? node.end;
  const herestring = operator !== undefined && prepared.herestrings.has(operator.start) ? '<<<' : undefined;
  const redirect: ShellRedirect = {
    operator: heredoc?.operator ?? herestring ?? operator?.type ?? '',
    descriptor: descriptor && script.text.slice(descriptor.start, descriptor.end),
    target: first.length > 0 ? buildWord(first, source).word : undefined,
    span: script.span(node.start, end),
    ...(heredoc && { body: script.span(heredoc.body.start, heredoc.body.end) }),
  };
  return { redirect, heredoc, rest: targets.slice(first.length) };
}

/** How many nodes from the first make one word. */
function adjoining(nodes: readonly SyntaxNode[]): number {
  let count = Math.min(1, nodes.length);
  while (count < nodes.length && nodes[count]?.start === nodes[count - 1]?.end) count++;
  return count;
}

/** Code of the `$(…)` in the here-documents of a redirection's node. */
export function heredocCode(node: SyntaxNode, { prepared }: Source): readonly Extent[] {
  if (prepared.heredocs.length === 0) return [];
  const operator = node.children.find((child) => !child.named);
  return (operator && prepared.heredocAt.get(operator.start)?.code) ?? [];
}
