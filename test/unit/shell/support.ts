import { equal } from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { MappedText } from '../../../src/shared/mapped-text';
import type { Span } from '../../../src/shared/span';
import { loadShellParser } from '../../../src/shell/parser';
import type { ShellCommand, ShellScript } from '../../../src/shell/script';
import type { ShellParser } from '../../../src/shell/shell-parser';

let parser: Promise<ShellParser> | undefined;

/** The real parser with the grammar of node_modules, loaded once. */
export function testShellParser(): Promise<ShellParser> {
  parser ??= load();
  return parser;
}

async function load(): Promise<ShellParser> {
  const { resolve } = createRequire(__filename);
  const [runtime, bash] = await Promise.all([
    readFile(resolve('web-tree-sitter/web-tree-sitter.wasm')),
    readFile(resolve('tree-sitter-bash/tree-sitter-bash.wasm')),
  ]);
  return loadShellParser({ runtime, bash });
}

/** A script that is the whole document. */
export function plain(text: string): MappedText {
  return MappedText.unchanged(text, 0);
}

/**
 * One line per command: `step place: name ¦ argument`, with `?` behind the place when it is conditional. A script with
 * syntax errors starts with `incomplete`.
 */
export function picture(script: ShellScript): string {
  const lines = script.commands.map((command) => {
    const words = [command.name, ...command.args].map((word) => word.value).join(' ¦ ');
    return `${command.step} ${command.place}${command.conditional ? '?' : ''}${command.nested ? ' nested' : ''}: ${words}`;
  });
  return (script.complete ? lines : ['incomplete', ...lines]).join('\n');
}

/** Compares the picture of a script's commands with the lines expected. */
export async function checkCommands(text: string, ...expected: readonly string[]): Promise<void> {
  const script = (await testShellParser()).parse(plain(text));
  equal(picture(script), expected.join('\n'));
}

/** `operator kind text` of each step. */
export async function checkSteps(text: string, ...expected: readonly string[]): Promise<void> {
  const { steps } = (await testShellParser()).parse(plain(text));
  const lines = steps.map((step) => {
    const operator = step.operator === '\n' ? '\\n' : (step.operator ?? '-');
    return `${operator} ${step.kind}: ${at(text, step.span)}`;
  });
  equal(lines.join('\n'), expected.join('\n'));
}

/** Text of the document at a span. */
export function at(document: string, span: Span): string {
  return document.slice(span.start, span.end);
}

/** The only command of a script. */
export async function theCommand(text: string): Promise<ShellCommand> {
  const { commands } = (await testShellParser()).parse(plain(text));
  const [command] = commands;
  if (!command) throw new Error(`no command in ${text}`);
  return command;
}

/**
 * The document with carets below the spans, line by line:
 *
 *     npm \
 *     ^^^
 *       ci
 *       ^^
 */
export function underlined(document: string, spans: readonly Span[]): string {
  const lines: string[] = [];
  let start = 0;
  for (const line of document.split('\n')) {
    lines.push(line);
    const carets = line.split('').map((_, column) => {
      const offset = start + column;
      return spans.some((span) => span.start <= offset && offset < span.end) ? '^' : ' ';
    });
    if (carets.includes('^')) lines.push(carets.join('').trimEnd());
    start += line.length + 1;
  }
  return lines.join('\n');
}
