import { equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { loadShellParser } from '../../../src/shell/parser';
import type { ShellScript } from '../../../src/shell/script';
import { plain, testShellParser } from './support';

const fragments = [
  'a',
  'apt-get install',
  ' ',
  '\n',
  '\t',
  ';',
  '&&',
  '||',
  '|',
  '&',
  '(',
  ')',
  '{',
  '}',
  '`',
  '"',
  "'",
  '$',
  '$(',
  '${',
  '$((',
  '))',
  '<<EOF',
  '<<-',
  '\nEOF\n',
  '<',
  '>',
  '>&',
  '2>',
  '\\',
  '\\\n',
  '#',
  '!',
  '=',
  '==',
  '[',
  ']',
  '[[',
  ']]',
  'if ',
  'then ',
  'fi',
  'case ',
  'esac',
  'do ',
  'done',
  'for ',
  'time ',
  '-',
  '*',
  'ü',
  '😀',
  '\ud800',
  '\0',
  '\r\n',
  'sh -c ',
  'export A=1',
  "$'",
  '%',
];

describe('shell parser on any text', () => {
  /** Every span lies in the document, and every command in its step. */
  function checkSpans(text: string, script: ShellScript): void {
    const inside = ({ start, end }: { start: number; end: number }) => 0 <= start && start <= end && end <= text.length;
    for (const command of script.commands) {
      const words = [command.name, ...command.args];
      ok(words.every((word) => inside(word.span)) && inside(command.span), JSON.stringify(text));
      ok(command.redirects.every((redirect) => inside(redirect.span) && (!redirect.body || inside(redirect.body))));
      ok(command.assignments.every((assignment) => inside(assignment.span)));
      ok(command.step < script.steps.length, JSON.stringify(text));
    }
    for (const step of script.steps)
      ok(inside(step.span) && (!step.operatorSpan || inside(step.operatorSpan)), JSON.stringify(text));
    equal(
      script.steps.reduce((sum, step) => sum + step.commands.length, 0),
      script.commands.length,
      JSON.stringify(text),
    );
  }

  it('neither throws nor leaves the document', async () => {
    const parser = await testShellParser();
    const texts = fc.oneof(
      fc.array(fc.constantFrom(...fragments), { maxLength: 40 }).map((parts) => parts.join('')),
      fc.string({ unit: 'binary', maxLength: 60 }),
    );
    fc.assert(
      fc.property(texts, (text) => checkSpans(text, parser.parse(plain(text)))),
      { numRuns: 300 },
    );
  });

  it('copes with length and depth', async () => {
    const parser = await testShellParser();
    equal(parser.parse(plain(Array(2000).fill('a').join(' && '))).steps.length, 2000);
    equal(parser.parse(plain(Array(2000).fill('a').join(' | '))).commands.length, 2000);
    equal(parser.parse(plain(`${'('.repeat(2000)}a${')'.repeat(2000)}`)).complete, false);
    equal(parser.parse(plain(`${'$('.repeat(500)}a${')'.repeat(500)}`)).complete, false);
    equal(parser.parse(plain('a; '.repeat(200_000))).complete, false);
    equal(parser.parse(plain('x'.repeat(200_000))).commands.length, 1);
  });

  it('can be loaded twice', async () => {
    await testShellParser();
    const { readFile } = await import('node:fs/promises');
    const wasm = (name: string) => readFile(require.resolve(name));
    const second = await loadShellParser({
      runtime: await wasm('web-tree-sitter/web-tree-sitter.wasm'),
      bash: await wasm('tree-sitter-bash/tree-sitter-bash.wasm'),
    });
    equal(second.parse(plain('a && b')).commands.length, 2);
  });
});
