import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Dockerfile, Instruction, Word } from '../../../src/dockerfile/model';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import { chain, expand, looksLikeWindows, scopeBefore } from '../../../src/dockerfile/scope';
import { contains, type Span } from '../../../src/shared/span';

const pieces =
  'FROM |RUN |COPY |ADD |ENV |ARG |LABEL |CMD |ONBUILD |HEALTHCHECK CMD |SHELL |VOLUME |WORKDIR |USER |FOO | |  |\t|\n|\r\n|\r|' +
  "\\\n|`\n|\\ \n|# c\n|# escape=`\n|<<EOF|<<-EOF|<<'E'|EOF\n|E\n|\"|'|\\|`|$a|${a|:-|}|--from=a|--mount=type=cache,target=/x|" +
  '["a", "b"]|[|]|,|=|a|b.c/d:e@f|\ufeff|é|😀|\u0000|\u2028';

const text = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.array(fc.constantFrom(...pieces.split('|')), { maxLength: 40 }).map((parts) => parts.join('')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
);

describe('Any text', () => {
  it('is parsed, with all places inside of it and inside of each other', () => {
    fc.assert(
      fc.property(text, (source) => {
        const file = parseDockerfile(source);
        inside(file, { start: 0, end: source.length }, [...file.directives, ...file.comments]);
        let before = 0;
        for (const instruction of file.instructions) {
          assert.ok(instruction.span.start >= before, 'instructions follow each other');
          before = instruction.span.end;
          checkInstruction(file, instruction, { start: 0, end: source.length });
        }
      }),
      { numRuns: 700 },
    );
  });

  it('has scopes and chains', () => {
    fc.assert(
      fc.property(text, (source) => {
        const file = parseDockerfile(source);
        for (const instruction of file.instructions) {
          const scope = scopeBefore(file, instruction);
          for (const word of wordsOf(instruction)) expand(word, scope);
          looksLikeWindows(file, instruction.stage);
          if (instruction.stage) assert.ok(chain(instruction.stage).includes(instruction));
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('Huge text', () => {
  const long = 40_000;
  const cases: readonly (readonly [string, string])[] = [
    ['lines', 'RUN a\n'.repeat(long)],
    ['continuations', `RUN a${' \\\n b'.repeat(long)}`],
    ['comments in a continuation', `RUN a \\\n${'# b\n'.repeat(long)} c`],
    ['heredocs', 'RUN <<EOF\na\nEOF\n'.repeat(long / 10)],
    ['doubtful heredocs', 'RUN a << b\n'.repeat(long / 10)],
    ['open heredocs', `COPY ${'<<A '.repeat(long / 10)}`],
    ['open braces', `ENV a=${'${a:-'.repeat(long / 10)}`],
    ['nested braces', `ENV a=${'${a:-'.repeat(long / 10)}${'}'.repeat(long / 10)}`],
    ['variables', `ENV a=${'$a'.repeat(long / 10)}`],
    ['quotes', `ENV a=${'"'.repeat(long)}'`],
    ['escapes', `RUN ${'\\'.repeat(long)}`],
    ['blanks behind an escape', `RUN \\${' '.repeat(long)}x`],
    ['triggers', 'ONBUILD '.repeat(long)],
    ['JSON', `CMD [${'"a",'.repeat(long / 10)}"b"]`],
    ['mount options', `RUN --mount=${'a=b,'.repeat(long / 10)} x`],
    ['image', `FROM ${'a/:@$b'.repeat(long / 10)}`],
    ['stages', 'FROM a AS b\nFROM b AS a\n'.repeat(long / 20)],
  ];
  for (const [name, source] of cases) {
    it(`of ${name} is parsed at once`, () => {
      const start = performance.now();
      parseDockerfile(source);
      // What grows with the square takes minutes; a busy machine gets some seconds.
      assert.ok(performance.now() - start < 4000);
    });
  }
});

function checkInstruction(file: Dockerfile, instruction: Instruction, outer: Span): void {
  const { span, keywordSpan, argumentSpan, flags, heredocs } = instruction;
  inside(file, outer, [instruction]);
  inside(file, span, [{ span: keywordSpan }, { span: argumentSpan }, ...flags]);
  inside(
    file,
    span,
    heredocs.flatMap(({ opener, bodySpan }) => [{ span: opener }, { span: bodySpan }]),
  );
  for (const { value, span: flag } of flags) if (value) inside(file, flag, [value]);
  for (const word of wordsOf(instruction)) {
    inside(file, argumentSpan, [word]);
    inside(file, word.span, word.variables);
    const written = file.text.slice(word.span.start, word.span.end);
    if (written.length === word.raw.length) assert.equal(written, word.raw);
  }
  if (instruction.kind === 'RUN') {
    for (const { flag, options } of instruction.mounts) inside(file, flag.span, options);
    if (instruction.command.form !== 'exec') {
      const { script } = instruction.command;
      for (let i = 0; i < script.text.length; i++) {
        const character = file.text[script.toDocument(i)];
        if (script.text[i] !== '\n') assert.equal(character, script.text[i]);
      }
    }
  }
  if (instruction.kind === 'ONBUILD' && instruction.trigger) checkInstruction(file, instruction.trigger, span);
}

function inside(file: Dockerfile, outer: Span, items: readonly { readonly span: Span }[]): void {
  for (const { span } of items) {
    assert.ok(span.start <= span.end, 'a span does not end before it starts');
    assert.ok(
      contains(outer, span),
      `${JSON.stringify(span)} in ${JSON.stringify(outer)} of ${JSON.stringify(file.text)}`,
    );
  }
}

function wordsOf(instruction: Instruction): Word[] {
  switch (instruction.kind) {
    case 'FROM':
      return [instruction.imageWord, instruction.alias].filter((word) => word !== undefined);
    case 'COPY':
    case 'ADD':
      return [...instruction.sources, ...(instruction.destination ? [instruction.destination] : [])];
    case 'ENV':
    case 'LABEL':
    case 'ARG':
      return instruction.pairs.flatMap(({ key, value }) => (value ? [key, value] : [key]));
    case 'USER':
    case 'WORKDIR':
    case 'EXPOSE':
    case 'VOLUME':
      return [...instruction.words];
    case 'SHELL':
      return [...(instruction.words ?? [])];
    case 'RUN':
    case 'CMD':
    case 'ENTRYPOINT':
      return instruction.command.form === 'exec' ? [...instruction.command.words] : [];
    default:
      return [];
  }
}
